"""The window with a quote is found, wherever the quote is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fabula.index import add_works
from fabula.search import Library
from fabula.search.engine.passages import weights_of
from ...conftest import make_work

LINE = "seven herons left the harbour before anyone had counted them"


@pytest.mark.parametrize("place", [0, 40, 80])
def test_a_line_is_found_at_both_ends_of_a_scene(tmp_path: Path, place: int) -> None:
    """In any scene of any segment, the first and the last words of all included."""
    draw = random.Random(place)
    for number in range(3):
        filler = [draw.choice([*LINE.split(), "and", "the", "of", "boat", "sea"]) for _ in range(80)]
        filler[place:place] = [*LINE.split(), f"once{number}"]
        add_works(tmp_path / "library", [make_work(" ".join(filler), "The end.", title=f"Tale {number}")])
    with Library.open(tmp_path / "library") as library:
        for number in range(3):
            results = library.quote(f"seven herons left the harbor before anybody counted them once{number}")
            assert results.claimed
            assert results.hits[0].work.title == f"Tale {number}"
            assert f"once{number}" in results.hits[0].snippet.text


def test_rarer_words_weigh_more() -> None:
    """An unknown word weighs as much as the others on average."""
    weights = weights_of([1, 100, 10_000, 0], 1_000_000)
    assert weights[0] >= weights[1] > weights[2] > 0
    assert weights[3] == pytest.approx(weights[:3].mean())
