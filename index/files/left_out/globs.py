"""Patterns of names and of paths, many at a time. How long comparing takes depends on the lengths alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fabula.index.files.paths import normal_form
from .wildcards import is_wild, literal_start, wildcards

# Stands for any number of folders.
_ANY_FOLDERS = "**"


def folded(name: str) -> str:
    """`name` as names are compared: without case, and in one normal form."""
    return normal_form(name).casefold()


class NamePatterns:
    """Patterns as in a .gitignore, in which case does not count.

    One without a slash is compared with a name, wherever that is: "*.bak". One with a slash is compared with the path
    from the top: "old/*.bak", "old/**/draft", "/draft". A pattern speaks of a folder with all that is below it, so
    "old", "old/" and "old/**" are one.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._wild: list[tuple[re.Pattern[str], str]] = []
        self._paths: list[tuple[list[str], str]] = []
        for pattern in patterns:
            body = folded(pattern.rstrip("/").removesuffix("/**"))
            parts = [part for part in body.split("/") if part]
            if "/" in body and parts:
                self._paths.append((parts, pattern))
            elif is_wild(body):
                self._wild.append((wildcards(body), pattern))
            else:
                self._exact.setdefault(body, pattern)
        # One search says that none matches, as is true of nearly all names.
        self._any_wild = re.compile("|".join(regex.pattern for regex, _ in self._wild)) if self._wild else None

    def of_name(self, name: str) -> str:
        """The pattern without a slash that matches `name`; "" if there is none."""
        name = folded(name)
        if pattern := self._exact.get(name):
            return pattern
        if self._any_wild is None or not self._any_wild.match(name):
            return ""
        return next(pattern for regex, pattern in self._wild if regex.match(name))

    def of_path(self, path: str) -> str:
        """The pattern with a slash that matches all of `path`; "" if there is none."""
        if not self._paths:
            return ""
        names = folded(path).split("/")
        return next((pattern for parts, pattern in self._paths if len(parts) in _places(parts, names)), "")

    def may_match_below(self, folder: str) -> bool:
        """True if a pattern with a slash may match something below `folder`."""
        if not self._paths:
            return False
        names = folded(folder).split("/")
        return any(_places(parts, names) - {len(parts)} for parts, _ in self._paths)


def _places(parts: Sequence[str], names: Sequence[str]) -> set[int]:
    """The places in `parts` that may be reached when all of `names` are taken."""
    places = _with_skipped(parts, {0})
    for name in names:
        taken = {place + 1 for place in places if place < len(parts) and _matches_part(parts[place], name)}
        stayed = {place for place in places if place < len(parts) and parts[place] == _ANY_FOLDERS}
        places = _with_skipped(parts, taken | stayed)
        if not places:
            break
    return places


def _with_skipped(parts: Sequence[str], places: set[int]) -> set[int]:
    """`places`, and those after each "**" among them, which may stand for no folder at all."""
    reached = set(places)
    for place in range(min(places, default=len(parts)), len(parts)):
        if place in reached and parts[place] == _ANY_FOLDERS:
            reached.add(place + 1)
    return reached


def _matches_part(part: str, name: str) -> bool:
    return part != _ANY_FOLDERS and _regex(part).match(name) is not None


@lru_cache(1_024)
def _regex(pattern: str) -> re.Pattern[str]:
    return wildcards(pattern)


class PathPatterns:
    """Patterns of paths from a source: `*`, `?` and `[…]` match slashes, too, and case counts. "**/" may be nothing."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(patterns)
        # Paths that were removed one by one are thousands of patterns, and none of them is wild.
        self._exact: dict[str, str] = {}
        self._wild: list[tuple[re.Pattern[str], str]] = []
        for pattern in self._patterns:
            body = pattern.rstrip("/").removesuffix("/**") or pattern
            for form in {body, body.removeprefix("**/")}:
                if is_wild(form):
                    self._wild += [(wildcards(each), pattern) for each in {form, normal_form(form)}]
                else:
                    self._exact.setdefault(normal_form(form), pattern)

    def of_path(self, path: str) -> str:
        """A pattern that matches all of `path`; "" if there is none."""
        normal = normal_form(path)
        if pattern := self._exact.get(normal):
            return pattern
        for regex, pattern in self._wild:
            if regex.match(path) or (normal != path and regex.match(normal)):
                return pattern
        return ""

    def may_match_below(self, folder: str) -> bool:
        """True if a pattern with a slash may match something below `folder`; never wrongly False."""
        start = normal_form(folder) + "/"
        for pattern in self._patterns:
            literal = normal_form(literal_start(pattern))
            if "/" in pattern and (literal.startswith(start) or start.startswith(literal)):
                return True
        return False
