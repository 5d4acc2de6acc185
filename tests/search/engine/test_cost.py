"""What an answer costs is foreseen from how often its words occur."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.store.library_store import create_store
from fabula.search import Library
from fabula.search.engine.cost import expected_runs
from fabula.search.engine.opening import engine_for
from .test_engine import add_to, random_work


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("cost") / "library"
    store = create_store(folder)
    add_to(store, [random_work(seed) for seed in range(8)])
    with Library(store, engine_for) as opened:
        yield opened


def test_more_parts_cost_more(library: Library) -> None:
    near = [f'"{words}"~50' for words in ("would have", "been my", "the choice")]
    seconds = [library.cost(" OR ".join(near[:count])).seconds for count in (1, 2, 3)]
    assert seconds == sorted(set(seconds))


def test_the_dearest_part_is_named_as_it_was_typed(library: Library) -> None:
    """The part that takes most of the time has its label in the estimate."""
    assert library.cost('zebra OR "would have been my choice"~50').dearest == "would have been my choice"


def test_an_unread_line_and_many_unread_wildcards_are_dear(library: Library) -> None:
    """Neither is looked up for the estimate: the line by its length, wildcards beyond the first two by their number."""
    assert library.cost("? " + "would have " * 100).seconds > 0.2
    patterns = [f"{letter}*" for letter in "abcdefgh"]
    cost = library.cost(" OR ".join(patterns))
    assert cost.seconds > 0.25
    assert cost.dearest in patterns
    library.search(" OR ".join(patterns))
    assert library.cost(" OR ".join(patterns)).seconds < 0.1


def test_long_prose_is_not_as_dear_as_it_is_long(library: Library) -> None:
    """No place is left after a few words of a phrase where it may stand."""
    assert library.cost("would have been my choice " * 100).seconds < 0.1


def test_a_word_that_comes_again_and_again_is_not_as_dear_as_often(library: Library) -> None:
    """No scene has it a thousand times, and it is unpacked once."""
    once = library.cost('"would have"~50').seconds
    assert library.cost('"' + "would have " * 300 + '"~100').seconds < 10 * once


def test_phrases_of_unread_wildcards_are_dear(library: Library) -> None:
    """Each of them, not each of the wildcards; the wildcard that is named comes first in the query."""
    phrases = [f'"{first}* {second}*"~50' for first in "ijk" for second in "xyz"]
    cost = library.cost(" OR ".join(phrases))
    assert cost.seconds > 0.4
    assert cost.dearest == "y*"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5), st.integers(1, 9))
def test_expected_runs_are_no_more_than_the_rarest_word(frequencies: list[int], reach: int) -> None:
    assert 0 <= expected_runs(frequencies, reach, 100) <= min(frequencies)
