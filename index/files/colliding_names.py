"""Names that some file systems tell apart and others do not: those of macOS and Windows fold case, and some accents."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from .paths import normal_form


def colliding_names(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names in one folder that differ only by case or normal form, each once, as path keys.

    The folders in `keys` are compared as well.
    """
    by_folded: dict[str, str] = {}
    seen: set[str] = set()
    for key in keys:
        path = key
        # Folders that were seen were compared already.
        while path not in seen and path not in ("", "/"):
            seen.add(path)
            first = by_folded.setdefault(_fold(path), path)
            if first != path and posixpath.dirname(first) == posixpath.dirname(path):
                yield first, path
            path = posixpath.dirname(path)


def _fold(path: str) -> str:
    return normal_form(normal_form(path).casefold())
