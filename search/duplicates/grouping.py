"""Makes groups of the pairs of works that share text. Pure: works are numbers, the lower the longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fabula.index.budget import checked
from .relations import Relation
from .results import DuplicateKind

# A part of a collection may have lost a heading or its last line there.
_MIN_CONTAINED_SHARE = 0.9


class Grouping(NamedTuple):
    """Works by what they are to each other.

    editions   head -> the works that are editions of it, with the share of each that the head has too.
    contained  the whole -> its parts, likewise.
    likely     the longest -> the others, likewise.
    """

    editions: Mapping[int, Mapping[int, float]]
    contained: Mapping[int, Mapping[int, float]]
    likely: Mapping[int, Mapping[int, float]]


def kind_of(relation: Relation, min_share: float) -> DuplicateKind | None:
    """What the smaller work is to the larger."""
    if min(relation.of_larger, relation.of_smaller) >= min_share:
        return DuplicateKind.EDITIONS
    if relation.of_smaller >= max(min_share, _MIN_CONTAINED_SHARE):
        return DuplicateKind.CONTAINED
    if max(relation.of_smaller, relation.likeness) >= min_share:
        return DuplicateKind.LIKELY
    return None


def group_works(relations: Iterable[Relation], min_share: float) -> Grouping:
    """The groups that these pairs make.

    No chains: the editions of a group are each one of its head, the longest. (An anthology shares one story with one
    book and another with another; chained, a whole library would be one group.)
    """
    by_kind: dict[DuplicateKind | None, list[Relation]] = defaultdict(list)
    for relation in checked(relations):
        by_kind[kind_of(relation, min_share)].append(relation)
    editions, head = _editions(by_kind[DuplicateKind.EDITIONS])

    # A part of several editions of a collection is listed once, with the edition that has most of it.
    best: dict[tuple[int, int], Relation] = {}
    for relation in by_kind[DuplicateKind.CONTAINED]:
        place = head.get(relation.larger, relation.larger), relation.smaller
        best[place] = max(best.get(place, relation), relation, key=lambda each: (each.of_smaller, -each.larger))
    contained: dict[int, dict[int, float]] = defaultdict(dict)
    for relation in best.values():
        contained[relation.larger][relation.smaller] = relation.of_smaller
    likely = [relation for relation in by_kind[DuplicateKind.LIKELY] if (relation.larger, relation.smaller) not in best]
    return Grouping(editions, contained, _likely(likely, head))


def _editions(pairs: Iterable[Relation]) -> tuple[dict[int, dict[int, float]], dict[int, int]]:
    """The editions of each head, and the head of each edition. The longest come first; each joins its nearest head."""
    larger_of: dict[int, list[Relation]] = defaultdict(list)
    for pair in pairs:
        larger_of[pair.smaller].append(pair)
    editions: dict[int, dict[int, float]] = defaultdict(dict)
    head: dict[int, int] = {}
    for work in checked(sorted(larger_of)):
        heads = [pair for pair in larger_of[work] if pair.larger not in head]
        if heads:
            best = max(heads, key=lambda pair: (pair.of_larger + pair.of_smaller, -pair.larger))
            editions[best.larger][work] = best.of_smaller
            head[work] = best.larger
    return editions, head


def _likely(pairs: Iterable[Relation], head: Mapping[int, int]) -> dict[int, dict[int, float]]:
    """Each work beside the one that is likest; what is an edition of another is left to that one."""
    best: dict[int, tuple[float, int]] = {}
    for pair in pairs:
        if pair.larger not in head and pair.smaller not in head:
            candidate = (max(pair.of_smaller, pair.likeness), -pair.larger)
            best[pair.smaller] = max(best.get(pair.smaller, candidate), candidate)
    likely: dict[int, dict[int, float]] = defaultdict(dict)
    for smaller, (share, larger) in best.items():
        likely[-larger][smaller] = share
    return likely
