"""The works that filters select, in an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from fabula.index.array_types import Mask
from fabula.index.budget import check, checked
from fabula.index.model import WorkRecord
from fabula.search.engine.conditions import group_works_by_field, meets
from fabula.search.engine.ranking.work_order import work_key
from fabula.search.latest_commit import Current
from fabula.search.plan import And, Condition, HasSpeech, Not, Or, Part
from fabula.search.planning.clauses import all_of
from fabula.search.planning.context import PlanningContext
from fabula.search.planning.planner import selection
from fabula.search.planning.structured import build_part
from fabula.search.results import Sort
from fabula.search.syntax import Filters
from .with_words import with_words

# Fields that say where in a work something is, and not in which.
_PLACES = ("in", "speaker")


def find_works(words: str, filters: Filters, sort: Sort, commit: Current) -> tuple[WorkRecord, ...]:
    """The works with each of `words` in titles, authors and so on, that meet the filters.

    Equal ones are by title and author. A work is `in:dialogue`, or has a speaker, if any of its scenes has such speech.
    """
    store, engine = commit
    works = with_words([*store.works().values()], words)
    places = filters.only(_PLACES)
    for node in filters.without(_PLACES).conditions():
        holds = _holding(build_part(node, PlanningContext(engine)), works)
        works = [work for work, is_meant in zip(works, holds.tolist(), strict=True) if is_meant]
    if places:
        found = _works_with(places, commit)
        works = [work for work in works if work.id in found]
    check(f"the order by {sort}")
    return tuple(
        works if sort in (Sort.RELEVANCE, Sort.TITLE) else sorted(works, key=lambda work: work_key(sort, work))
    )


def _holding(part: Part, works: Sequence[WorkRecord]) -> Mask:
    """bool[works]: which of them meet a condition on works."""
    match part:
        case Condition(field):
            groups = group_works_by_field(field, works)
            met = np.array([meets(part, work) for work in checked(groups.examples, part, every=64)], bool)
            mask: Mask = met[groups.numbers]
            return mask
        case Or(parts):
            return reduce(np.logical_or, [_holding(child, works) for child in parts])
        case And(parts):
            return reduce(np.logical_and, [_holding(child, works) for child in parts])
        case Not(child):
            return ~_holding(child, works)
    raise AssertionError(part)  # filters on fields of works have no other parts


def _works_with(places: Filters, commit: Current) -> set[str]:
    """The ids of works that have any scene with these places."""
    store, engine = commit
    within = selection(engine, places, speech=engine.speech_coverage.attributed > 0)
    if within.scope is not None:
        within = replace(within, part=all_of([within.part, HasSpeech(within.scope)]))
    works = store.snapshot().works
    numbers = store.snapshot().work_numbers
    found: set[str] = set()
    for view, scenes in engine.selected(within):
        chosen = np.unique(numbers[view.number][view.segment.scene_works[scenes]])
        found.update(works[number].id for number in chosen.tolist())
    return found
