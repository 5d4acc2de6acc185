"""Finds the file that a reference means, although its spelling is not quite that of the file's name.

Books come from systems that do not tell "Two.xhtml" from "two.xhtml", and from programs that write full paths,
backslashes or percent signs. Other readers of books find such files, so their makers never noticed.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote


class MemberNames:
    """The names of the files in a package."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)
        self._by_key: dict[str, str] = {}
        self._by_last_part: dict[str, list[str]] = {}
        for name in self._names:
            key = _key(name)
            self._by_key.setdefault(key, name)
            self._by_last_part.setdefault(posixpath.basename(key), []).append(name)

    def find(self, name: str) -> str:
        """The file that `name` means, as its package spells it; "" if there is none, or if it may be one of several.

        In this order: the name itself; the same but for case, accents' form, slashes and percent signs; the only file
        with its last part.
        """
        if name in self._names:
            return name
        key = _key(name)
        if key in self._by_key:
            return self._by_key[key]
        same_last_part = self._by_last_part.get(posixpath.basename(key), [])
        return same_last_part[0] if len(same_last_part) == 1 else ""


def _key(name: str) -> str:
    path = posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/")
    while path.startswith("../"):
        path = path[3:]
    return unicodedata.normalize("NFC", path).casefold()
