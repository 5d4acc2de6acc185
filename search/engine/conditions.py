"""Which works meet a condition? Works that agree in its field meet it together, so it is tried on one of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

from fabula.index.analysis import words
from fabula.index.model import WorkRecord
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.search.plan import Condition

__all__ = ["condition_key", "meets"]


def meets(condition: Condition, work: WorkRecord) -> bool:
    """True if `work` meets the condition."""
    field = WORK_FIELDS[condition.field]
    match field.kind:
        case FieldKind.ID:
            return condition.low in field.get(work)
        case FieldKind.LANGUAGE:
            # "en" is all English; "en-gb" is that alone.
            return any(tag == condition.low or tag.startswith(f"{condition.low}-") for tag in field.get(work))
        case FieldKind.NUMBER:
            number: int = field.get(work)[0]
            return int(condition.low or 0) <= number <= int(condition.high or number)
        case FieldKind.DATE:
            date: str = field.get(work)[0]
            # "2017" as an upper bound includes all of 2017.
            return bool(date) and condition.low <= date <= (f"{condition.high}\uffff" if condition.high else "\uffff")
        case _:
            return any(_contains(_folded_words(value), condition.terms) for value in field.searched_values(work))


def condition_key(field: str, work: WorkRecord) -> Hashable:
    """The values that `meets` looks at for a condition on `field`: works with equal keys meet the same conditions."""
    return WORK_FIELDS[field].searched_values(work)


@lru_cache(maxsize=100_000)
def _folded_words(value: str) -> tuple[str, ...]:
    return tuple(words(value))


def _contains(value: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """True if the words of `phrase` stand in a row in `value`."""
    size = len(phrase)
    return any(tuple(value[at : at + size]) == phrase for at in range(len(value) - size + 1))
