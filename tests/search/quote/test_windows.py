"""Windows of several lengths are compared with a quote in one array."""

from __future__ import annotations

from typing import Any

import pytest

from fabula.search.engine.protocol import Passage
from fabula.search.quote.compounds import units
from fabula.search.quote.similarity import similarity
from fabula.search.quote.windows import Window, similarity_grids

QUERY = "own self today".split()
NO_VIEW: Any = None


def window(text: str) -> Window:
    words = text.split()
    return Window(Passage(0, 0, 0, len(words), 0.0), NO_VIEW, words, 0, units(QUERY, words))


def test_grids_against_each_window_alone() -> None:
    """Units are compared, two words for one included; beyond a window no word can be aligned."""
    windows = [window("thine ownself be here now"), window("to day"), window("self")]
    grids = similarity_grids(QUERY, windows, set())
    assert grids.shape == (3, 3, 6)
    for grid, own in zip(grids, windows, strict=True):
        length = len(own.units)
        for column, unit in enumerate(own.units):
            assert grid[:, column].tolist() == pytest.approx(similarity(QUERY, [unit.word], set())[:, 0].tolist())
        assert (grid[:, length:] < -1).all()
