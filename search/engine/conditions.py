"""Which works meet a condition? Works are few, and those that are alike in what it asks for are looked at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

from fabula.index.analysis import words
from fabula.index.model import WorkRecord
from fabula.search.plan import Condition

__all__ = ["condition_key", "meets", "values_of"]


def meets(condition: Condition, work: WorkRecord) -> bool:
    """True if `work` is one that the condition asks for."""
    name = condition.field
    if name == "work":
        return work.id == condition.low
    if name == "lang":
        # "en" is all English; "en-gb" is that alone.
        return work.language == condition.low or work.language.startswith(f"{condition.low}-")
    if name == "words":
        return int(condition.low or 0) <= work.words <= int(condition.high or work.words)
    if name == "date":
        date = work.metadata.updated or work.metadata.published
        # "2017" as an upper bound takes in all of 2017.
        return bool(date) and condition.low <= date <= (f"{condition.high}\uffff" if condition.high else "\uffff")
    return any(_holds(_folded(value), condition.terms) for value in values_of(name, work))


def condition_key(field: str, work: WorkRecord) -> Hashable:
    """What `meets` looks at in `work` for a condition on `field`: works with equal keys meet the same conditions."""
    if field == "words":
        return work.words
    if field == "date":
        return work.metadata.updated or work.metadata.published
    return values_of(field, work)


def values_of(field: str, work: WorkRecord) -> tuple[str, ...]:
    """What `work` has in a field of words, each value by itself."""
    metadata = work.metadata
    match field:
        case "title":
            values: tuple[str, ...] = (work.title,)
        case "author":
            values = work.authors
        case "fandom":
            values = metadata.fandoms
        case "character":
            values = (*metadata.characters, *metadata.relationships)
        case "tag":
            values = (*metadata.tags, *metadata.warnings, *metadata.categories, metadata.series, *metadata.more_series)
        case "relationship":
            values = metadata.relationships
        case "warning":
            values = metadata.warnings
        case "category":
            values = metadata.categories
        case "series":
            values = (metadata.series, *metadata.more_series)
        case "rating":
            values = (metadata.rating,)
        case "lang":
            values = (work.language,)
        case "work":
            values = (work.id,)
        case _:
            values = ()
    return tuple(value for value in values if value)


@lru_cache(maxsize=100_000)
def _folded(value: str) -> tuple[str, ...]:
    return tuple(words(value))


def _holds(own: Sequence[str], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(tuple(own[at : at + size]) == wanted for at in range(len(own) - size + 1))
