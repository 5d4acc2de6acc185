"""Of several copies of a text, which would a reader rather see? The one that says best what it is."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from fabula.index.analysis import fold, words
from fabula.index.model import WorkRecord
from fabula.index.work_fields import METADATA_KEYS

_HANDLE = re.compile(r"[_\d@/\\]")
# A credit that names nobody. "Various" is a true one.
_NOBODY = frozenset("anonymous anonym anon unknown none author orphan account n a".split())
_NO_TITLES = frozenset(("", "untitled", "unknown", "no title"))
_ARTICLES = frozenset("a an the by un une le la ein eine der die das el los".split())


class Standing(NamedTuple):
    """Compared in this order; less is better.

    untitled  True if the work has no title but a file's name.
    credit    0 for an author's full name, 1 for one word, 2 for a handle or a credit that names nobody, 3 for none.
    unsaid    minus the number of metadata fields that say anything.
    """

    untitled: bool
    credit: int
    unsaid: int


def standing_of(work: WorkRecord) -> Standing:
    """How well the work says what it is."""
    title = work.title.strip()
    names_of_file = (PurePosixPath(work.path).name, PurePosixPath(work.path).stem)
    is_untitled = title.casefold() in _NO_TITLES or title in names_of_file
    said = sum(bool(getattr(work.metadata, name)) for name in METADATA_KEYS)
    return Standing(is_untitled, min(map(credit_of, work.authors), default=3), -said)


def credit_of(author: str) -> int:
    """0 for a full name, 1 for one word, 2 for a handle or for nobody, 3 for nothing.

    >>> [credit_of(name) for name in ("Jane Austen", "Colette", "a_lady", "A Lady", "")]
    [0, 1, 2, 2, 3]
    """
    parts = words(author)
    if not parts:
        return 3
    if _HANDLE.search(author) or parts[0] in _ARTICLES or {*parts} <= _NOBODY:
        return 2
    # Scripts without capitals write names in letters that have no case.
    if fold(author) == author and author.upper() != author:
        return 2
    return 0 if len(parts) > 1 else 1
