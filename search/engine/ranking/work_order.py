"""The orders of works."""

from __future__ import annotations

from fabula.index.model import WorkRecord
from fabula.search.results import Sort


def work_key(sort: Sort, work: WorkRecord) -> tuple[object, ...]:
    """Sorts works by anything but relevance."""
    title = work.title.casefold()
    if sort is Sort.TITLE:
        return (title,)
    if sort is Sort.AUTHOR:
        return (tuple(author.casefold() for author in work.authors), title)
    if sort is Sort.LENGTH:
        return (-work.words,)
    date = work.added if sort is Sort.ADDED else work.metadata.updated or work.metadata.published
    # Latest first, works without a date last: negative code points reverse the order.
    return (not date, tuple(-ord(character) for character in date))
