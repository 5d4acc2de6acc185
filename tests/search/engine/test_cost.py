"""What an answer costs is foreseen from how often its words occur."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index.store.library_store import create_store
from fabula.search import Library
from fabula.search.engine.opening import engine_for
from .test_engine import add_to, random_work


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("cost") / "library"
    store = create_store(folder)
    add_to(store, [random_work(seed) for seed in range(8)])
    with Library(store, engine_for) as opened:
        yield opened


def test_common_words_cost_more_than_rare_ones(library: Library) -> None:
    """A phrase of words that are everywhere costs more than one of words that are nowhere."""
    assert library.cost('"would have"~50').seconds > library.cost('"zebra quagga"~50').seconds


def test_the_dearest_part_is_named_as_it_was_typed(library: Library) -> None:
    """Of several parts the one that takes most of the time has its label in the estimate."""
    assert library.cost('zebra OR "would have been my choice"~50').dearest == "would have been my choice"
