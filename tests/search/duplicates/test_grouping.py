"""Pairs of works become groups without chains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.duplicates.grouping import group_works, kind_of
from fabula.search.duplicates.relations import Relation
from fabula.search.duplicates.results import DuplicateKind

HALF = 0.5


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        (Relation(0, 1, 0.6, 1.0), DuplicateKind.EDITIONS),
        (Relation(0, 1, 0.5, 0.5), DuplicateKind.EDITIONS),
        (Relation(0, 1, 0.1, 0.9), DuplicateKind.CONTAINED),
        (Relation(0, 1, 0.1, 0.7), DuplicateKind.LIKELY),
        (Relation(0, 1, 0.0, 0.0, 0.8), DuplicateKind.LIKELY),
        (Relation(0, 1, 0.4, 0.4, 0.4), None),
    ],
)
def test_kinds(relation: Relation, kind: DuplicateKind | None) -> None:
    """What share of each, and by which evidence, makes which kind."""
    assert kind_of(relation, HALF) is kind


def test_editions_do_not_chain() -> None:
    """A work that is an edition of an edition, but not of the longest, has a group of its own or none."""
    grouping = group_works([Relation(0, 1, 0.6, 0.7), Relation(1, 2, 0.6, 0.7), Relation(2, 3, 0.9, 0.9)], HALF)
    assert grouping.editions == {0: {1: 0.7}, 2: {3: 0.9}}


def test_an_edition_joins_the_nearest_head() -> None:
    """The one of two longer works that has more in common with it."""
    grouping = group_works([Relation(0, 2, 0.5, 0.6), Relation(1, 2, 0.9, 0.9)], HALF)
    assert grouping.editions == {1: {2: 0.9}}


def test_parts_of_a_collection() -> None:
    """A collection lists its parts once, also if it has a shorter edition; a part may be in several collections."""
    pairs = [
        Relation(0, 1, 0.8, 0.9),
        *(Relation(whole, part, 0.1, 1.0) for whole in (0, 1, 2) for part in (5, 6)),
        Relation(1, 7, 0.1, 0.95),
    ]
    assert group_works(pairs, HALF).contained == {0: {5: 1.0, 6: 1.0}, 2: {5: 1.0, 6: 1.0}, 1: {7: 0.95}}


def test_a_part_is_listed_with_the_edition_that_has_most_of_it() -> None:
    """And is no likely copy of another edition, which has it in other scenes."""
    pairs = [Relation(0, 1, 0.8, 0.9), Relation(0, 5, 0.0, 0.1, 0.9), Relation(1, 5, 0.1, 1.0)]
    grouping = group_works(pairs, HALF)
    assert (grouping.contained, grouping.likely) == ({1: {5: 1.0}}, {})


def test_likely_copies() -> None:
    """Each is beside the likest; editions of others are left out."""
    pairs = [
        Relation(0, 1, 0.9, 0.9),
        Relation(0, 3, 0.0, 0.0, 0.6),
        Relation(2, 3, 0.0, 0.0, 0.8),
        Relation(1, 4, 0.0, 0.0, 0.9),
    ]
    assert group_works(pairs, HALF).likely == {2: {3: 0.8}}


shares = st.floats(0, 1)
pairs = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]),
    st.tuples(shares, shares, shares),
).map(lambda found: [Relation(*pair, *values) for pair, values in found.items()])


@given(pairs, st.floats(0.1, 1))
def test_every_group_is_of_pairs_that_are_so(relations: list[Relation], min_share: float) -> None:
    """Nobody is in a group without a pair of that kind with its first work; every pair puts its works somewhere."""
    kinds = {relation[:2]: kind_of(relation, min_share) for relation in relations}
    grouping = group_works(relations, min_share)
    for kind, groups in zip(list(DuplicateKind)[1:4], grouping, strict=True):
        for first, others in groups.items():
            assert others and all(kinds[first, other] is kind for other in others)
    editions = [work for others in grouping.editions.values() for work in others]
    assert len(editions) == len(set(editions)) and not set(editions) & set(grouping.editions)
    listed = {work for groups in grouping for first, others in groups.items() for work in (first, *others)}
    for (larger, smaller), kind in kinds.items():
        if kind in (DuplicateKind.EDITIONS, DuplicateKind.CONTAINED):
            assert {larger, smaller} & listed
