"""A phrase of words runs over emoji; one with emoji stands as typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work
from fabula.index.analysis import is_emoji, words
from fabula.index.store.opening import open_store
from fabula.search import Library
from fabula.search.engine.emoji_gaps import without_places
from fabula.search.engine.opening import engine_for
from fabula.search.matching.scene_terms import SceneTerms

TEXTS = [
    "the red 🔥 kettle sang",
    "the 🔥❤️ red kettle",
    "🔥 the red kettle 🔥",
    "the kettle 🔥 red the red",
    "the red. Kettle",
    "red 👍🏽 the 🇫🇷 red 👩‍🚀 kettle",
    "the red 🔥 old kettle",
    "kettle 🔥 🔥 🔥 kettle",
    "no such thing",
]
PHRASES = [" ".join(phrase) for phrase in product(["the", "red", "kettle", "🔥"], repeat=2)] + [
    "the red kettle",
    "red 🔥 kettle",
    "the 🔥 red kettle",
    "🔥 ❤ red",
    "the red the",
]


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    return make_library(*(make_work(*TEXTS[n::3], title=f"T{n}") for n in range(3)))


def test_phrases_are_those_of_a_scan(library: Path) -> None:
    """Oracle: the words of each scene in a row, without emoji unless the phrase has one; all that matches is marked."""
    with Library.open(library) as opened:
        for phrase, sign in product(PHRASES, ["", "~"]):
            wanted = words(phrase)
            found = {hit.scene.text: hit for hit in opened.search(f'{sign}"{phrase}"').hits}
            assert set(found) == {text for text in TEXTS if has_phrase(words(text), wanted)}, phrase
            for hit in found.values():
                marked = [word for start, end in hit.matches for word in words(hit.scene.text[start:end])]
                assert has_phrase(marked, wanted)


def test_the_index_knows_where_a_scene_has_emoji(library: Path) -> None:
    """Its positions are those of the scene's words that are emoji; none where no scene has any."""
    store = open_store(library)
    engine = engine_for(store)
    for scene in (scene for work in store.works() for scene in store.scenes(work)):
        expected = [place for place, word in enumerate(words(scene.text)) if is_emoji(word)]
        assert engine.read_scene(scene.id).emoji.tolist() == expected == SceneTerms.of_text(scene.text).emoji.tolist()


def has_phrase(text: Sequence[str], wanted: Sequence[str]) -> bool:
    if not any(map(is_emoji, wanted)):
        text = [word for word in text if not is_emoji(word)]
    return any(text[at : at + len(wanted)] == wanted for at in range(len(text)))


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_places_are_left_out(positions: set[int], left_out: set[int]) -> None:
    """Oracle: count the numbers below each position that are not left out."""
    kept, gone = sorted(positions - left_out), sorted(left_out)
    counted = without_places(np.array(kept, np.int64), np.array(gone, np.int64))
    assert counted.tolist() == [sum(n not in left_out for n in range(position)) for position in kept]
