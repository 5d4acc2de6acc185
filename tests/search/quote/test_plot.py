"""A description of what happens leads to the story, as a guess."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library, MatchKind
from fabula.search.quote.plot import _densest
from ...conftest import make_work

KEEPER = (
    "The keeper had counted eleven gulls on the rail by noon.\n\n"
    "When the lamp went out a second time he carried the oil up ninety steps, and lit it with his last match. "
    "The ship that the light had warned off passed without ever knowing."
)
BAKER = "The baker lit his oven long before noon, and burned the bread while a ship went by."


def noise(seed: int) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices("bdfglmnprst", k=5)) for _ in range(300))


@pytest.fixture
def library(make_library: Callable[..., Path]) -> Library:
    stories: list[Work] = [make_work(KEEPER, title="The Light"), make_work(BAKER, title="The Oven")]
    stories += [make_work(noise(seed), title=f"Noise {seed}") for seed in range(12)]
    return Library.open(make_library(*stories))


def test_a_memory_of_what_happens_is_a_guess(library: Library) -> None:
    """In other forms and another order; not claimed, below the threshold, and said to be one."""
    results = library.quote(
        "the story where a ship is warned off by a keeper who climbs many steps, oil in hand, to the lamp"
    )
    assert (results.claimed, results.total) == (False, 0)
    first = results.hits[0]
    assert (first.work.title, first.match, first.difference) == ("The Light", MatchKind.WORDS, ())
    assert 0 < first.score < results.threshold
    assert any("guess" in note for note in results.explanation.notes)
    marked = {first.scene.text[start:end] for start, end in first.matches}
    assert {"oil", "steps", "warned"} <= marked


def test_plot_asks_for_guesses_only(library: Library) -> None:
    """Each work once, best first, even for what is a line."""
    results = library.quote("he carried the oil up ninety steps", plot=True)
    assert not results.claimed
    assert [hit.match for hit in results] == [MatchKind.WORDS] * len(results.hits)
    assert results.hits[0].work.title == "The Light"
    assert len({hit.work.id for hit in results}) == len(results.hits)
    assert [hit.score for hit in results] == sorted((hit.score for hit in results), reverse=True)


def test_one_word_is_no_memory(library: Library) -> None:
    """Nor are words that no story has, and those of a description itself."""
    for text in ("the story about the gulls", "zebra xylographie", "the one where"):
        assert library.quote(text, plot=True).hits == ()
    assert library.quote("oil and steps", limit=0, plot=True).hits == ()


def test_a_line_that_is_close_has_no_guesses(library: Library) -> None:
    """They are for when nothing else is."""
    results = library.quote("he carried the oil up all ninety steps and lit it with the last match")
    assert results.claimed
    assert MatchKind.WORDS not in {hit.match for hit in results}


def test_the_densest_stretch_against_trying_all() -> None:
    """The greatest weight of distinct words within sixty words."""
    chance = random.Random(1)
    for _ in range(200):
        places = [sorted(chance.sample(range(400), chance.randint(0, 4))) for _ in range(4)]
        weights = [chance.uniform(1, 5) for _ in places]
        best, first, last = _densest(places, weights, 60)
        weights_tried = [
            sum(
                weight
                for occurrences, weight in zip(places, weights, strict=True)
                if any(at <= p < at + 60 for p in occurrences)
            )
            for at in range(400)
        ]
        assert best == pytest.approx(max(weights_tried))
        assert last - first < 60
