"""What is served, and what is said of each request that was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from fabula.search.cursors.earlier_commits import SharedCommits


class Answered(NamedTuple):
    """A request whose answer is done. Everything that a client sends may be any text.

    client   the address of who asked.
    path     without percent signs, its bytes as Latin-1, as WSGI has them; "" if the request broke the rules of HTTP.
    query    as it came.
    status   499 if the client went before the answer was complete.
    size     bytes of the body that were made.
    seconds  from the whole request to the end of the answer.
    refusal  the code of the error that the server had it answered with; "" if there is none.
    """

    client: str
    method: str
    path: str
    query: str
    version: str
    status: int
    size: int
    seconds: float
    refusal: str


def _nothing(*_: object) -> None:
    pass


def _not_shared(_commits: SharedCommits) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Served:
    """application  answers requests; it may raise HandOver where its environment says so.
    meanwhile    is called at the start of each process and once a second, in a thread of its own.
    share        is called before that with what keeps commits for all processes, where that is possible.
    note         is told of each request that was answered, once, by the thread and the process that answered it.
    """

    application: WSGIApplication
    meanwhile: Callable[[], object] = _nothing
    share: Callable[[SharedCommits], object] = _not_shared
    note: Callable[[Answered], object] = _nothing
