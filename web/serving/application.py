"""What is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Served:
    """application  answers requests; it may raise HandOver where its environment says so.
    meanwhile    is called at the start of each process and once a second, in a thread of its own.
    """

    application: WSGIApplication
    meanwhile: Callable[[], object] = _nothing
