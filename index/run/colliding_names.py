"""Names that some file systems tell apart and others do not: those of macOS and Windows fold case, and some accents."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from fabula.index.files.paths import normal_form

__all__ = ["colliding_names"]


def colliding_names(places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names in one folder that differ only by case or normal form, each once, as whole paths.

    `places` are whole paths; the folders in them are compared as well.
    """
    by_key: dict[str, str] = {}
    met: set[str] = set()
    for place in places:
        at = place
        # The folders above were compared when it was first met.
        while at not in met and at not in ("", "/"):
            met.add(at)
            first = by_key.setdefault(_key(at), at)
            if first != at and posixpath.dirname(first) == posixpath.dirname(at):
                yield first, at
            at = posixpath.dirname(at)


def _key(place: str) -> str:
    return normal_form(normal_form(place).casefold())
