"""What is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from fabula.search.cursors.earlier_commits import SharedCommits


def _nothing() -> None:
    pass


def _not_shared(_commits: SharedCommits) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Served:
    """application  answers requests; it may raise HandOver where its environment says so.
    meanwhile    is called at the start of each process and once a second, in a thread of its own.
    share        is called before that with what keeps commits for all processes, where that is possible.
    """

    application: WSGIApplication
    meanwhile: Callable[[], object] = _nothing
    share: Callable[[SharedCommits], object] = _not_shared
