"""Works are grouped by what a condition looks at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Work
from fabula.search import Library
from fabula.search.engine.conditions import group_works_by_field, meets
from fabula.search.plan import Condition


def test_works_of_a_group_meet_the_same_conditions(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """Two of three works have the same author, and the group's example speaks for both."""
    authors = [("Ann",), ("Bea", "Ann"), ("Ann",)]
    works = [make_work("Text.", title=f"T{number}", authors=names) for number, names in enumerate(authors)]
    with Library.open(make_library(*works)) as library:
        records = list(library.works())
        groups = group_works_by_field("author", records)
        assert len(groups.examples) == 2 and sorted(groups.numbers.tolist())[-1] == 1
        for name in ("ann", "bea", "cleo"):
            condition = Condition("author", (name,))
            by_group = [meets(condition, groups.examples[number]) for number in groups.numbers]
            assert by_group == [meets(condition, record) for record in records]
