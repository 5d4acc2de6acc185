"""Finds the works that meet a condition. Works that agree in its field meet it together, so one of them is tried."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fabula.index.analysis import words
from fabula.index.array_types import I64
from fabula.index.budget import checked
from fabula.index.model import WorkRecord
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.search.plan import Condition


def meets(condition: Condition, work: WorkRecord) -> bool:
    """True if `work` meets the condition."""
    field = WORK_FIELDS[condition.field]
    if condition.exact:
        # As facets count: the field's own values, without those of other fields that its words are looked for in.
        values = field.values(work)
        return condition.exact in values or not frozenset(condition.spellings).isdisjoint(values)
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


@lru_cache(maxsize=100_000)
def _folded_words(value: str) -> tuple[str, ...]:
    return tuple(words(value))


def _contains(value: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """True if the words of `phrase` stand in a row in `value`."""
    size = len(phrase)
    return any(tuple(value[at : at + size]) == phrase for at in range(len(value) - size + 1))


class WorkGroups(NamedTuple):
    """Works grouped by their values in a field.

    examples  a work of each group.
    numbers   int64[works]: the group of each work.
    """

    examples: list[WorkRecord]
    numbers: I64


def group_works_by_field(field: str, works: Sequence[WorkRecord]) -> WorkGroups:
    """Works with equal values meet the same conditions, and 10,000 works have some hundred authors."""
    work_field = WORK_FIELDS[field]
    by_values: dict[Hashable, int] = {}
    examples: list[WorkRecord] = []
    numbers = np.empty(len(works), np.int64)
    for index, work in enumerate(checked(works, every=64)):
        number = by_values.setdefault((work_field.values(work), work_field.searched_values(work)), len(by_values))
        if number == len(examples):
            examples.append(work)
        numbers[index] = number
    return WorkGroups(examples, numbers)
