"""Copies that sync programs make when a file was changed in two places: "Lamp (Ann's conflicted copy 2023-01-05).txt".

A copy is left out only where its original is beside it, or a placeholder for that. Alone, it is the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import NamedTuple

from .globs import folded

# A longer name exists on no file system, and bounds what the expressions below may take.
_MAX_NAME_CHARS = 1_024


class ConflictName(NamedTuple):
    """How one kind of program names its copies.

    pattern  as people know it.
    mark     what the program put into the name of the original.
    """

    pattern: str
    mark: re.Pattern[str]


_CONFLICT = "(?:[ck]onfli|конфли|競合|冲突|衝突|충돌)"
_COPY = r"(?:cop(?:y|ie|ia)|kopi|cópia|копи|コピー|副本|複本|사본|\d{4}-\d{2}-\d{2})"


def _name(pattern: str, mark: str) -> ConflictName:
    return ConflictName(pattern, re.compile(mark, re.IGNORECASE))


CONFLICT_NAMES = (
    # Syncthing
    _name("*.sync-conflict-*", r"\.sync-conflict-\d{8}-\d{6}(?:-\w{1,20})?"),
    # Seafile
    _name("* (SFConflict *)*", r" \(SFConflict [^()]{1,200}\)"),
    # ownCloud; Synology Drive
    _name("*_conflict-20*", r"_conflict-20\d{6}-\d{4,6}"),
    _name("*_Conflict.*", r"_[^_]{1,100}_[\w-]{6,30}_Conflict(?=\.|$)"),
    # OneDrive, by the names that Windows gives to computers
    _name("*-DESKTOP-*", r"-(?-i:DESKTOP|LAPTOP)-(?-i:[A-Z0-9]{7,8})(?:-\d{1,3})?(?=\.|$)"),
    # Dropbox, Nextcloud, Box and others, in several languages: a word for a conflict beside one for a copy, or a date
    _name(
        "* (*conflicted copy*)*",
        rf" ?[(（](?=[^()（）]{{0,200}}{_CONFLICT})(?=[^()（）]{{0,200}}{_COPY})[^()（）]{{1,250}}[)）]",
    ),
    # pCloud; Dropbox and Nextcloud, where two names differ by case or by what another system does not tell apart
    _name("* (conflicted)*", r" [(\[]conflicted[)\]](?=\.|$)"),
    _name(
        "* (* conflict)*", r" \((?:case|selective sync|unicode encoding|white ?space) conflict(?: \d{1,3})?\)(?=\.|$)"
    ),
    _name("* (case clash *)*", r" \(case clash [^()]{1,200}\)"),
)
CONFLICT_PATTERNS = tuple(name.pattern for name in CONFLICT_NAMES)


class ConflictCopy(NamedTuple):
    """`original` is the name of the file that it is a copy of, as it would be spelled."""

    pattern: str
    original: str


# One of them is in each mark, and in hardly any other name: looking for the marks themselves takes ten times as long.
_SIGNS = ("onfli", "конфли", "競合", "冲突", "衝突", "충돌", "case clash", "-desktop-", "-laptop-")


def conflict_copy(name: str, siblings: Callable[[], Container[str]]) -> ConflictCopy | None:
    """Whether the file is a copy of one beside it. `siblings` gives the folded names of all that is in its folder."""
    lower = name.lower()
    if not any(sign in lower for sign in _SIGNS):
        return None
    original, pattern = name[:_MAX_NAME_CHARS], ""
    # A copy may be copied in turn. Each round takes a mark away.
    for _ in range(4):
        found = next(((kind, match) for kind in CONFLICT_NAMES if (match := kind.mark.search(original))), None)
        if found is None or not found[1].start():
            return None
        kind, match = found
        original, pattern = original[: match.start()] + original[match.end() :], kind.pattern
        if folded(original) in siblings():
            return ConflictCopy(pattern, original)
    return None
