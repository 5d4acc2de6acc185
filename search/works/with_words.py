"""The works that a person means by some words of their titles, authors, fandoms, tags or series."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.budget import checked
from fabula.index.model import WorkRecord
from fabula.index.work_fields import WORK_FIELDS

_FIELDS = [field for field in WORK_FIELDS.values() if field.listed]


def with_words(works: Sequence[WorkRecord], words: str) -> list[WorkRecord]:
    """The works that have each of `words` in their title, authors, fandoms, tags or series, ignoring case."""
    wanted = words.casefold().split()
    if not wanted:
        return list(works)
    return [work for work in checked(works, "the list of works") if all(map(_listed_text(work).__contains__, wanted))]


def _listed_text(work: WorkRecord) -> str:
    return "\n".join(value for field in _FIELDS for value in field.page_values(work)).casefold()
