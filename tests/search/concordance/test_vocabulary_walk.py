"""A walk through the vocabulary finds which word stands at each position."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.index.store.index_store import IndexStore
from fabula.search.concordance import vocabulary_walk
from fabula.search.concordance.vocabulary_walk import PositionSet, walk


@given(st.sets(st.integers(0, 300)), st.lists(st.integers(0, 300)))
def test_a_position_set_has_what_was_put_in(inside: set[int], asked: list[int]) -> None:
    """And nothing else, whatever the order in which is asked."""
    positions = PositionSet(np.array(sorted(inside), np.int64), 301)
    assert positions.contains(np.array(asked, np.uint32)).tolist() == [each in inside for each in asked]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("at_once", [1, 3, 1 << 15])
def test_each_position_has_its_word(
    make_work: Callable[..., Work], tmp_path: Path, descending: bool, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words come in the order of the alphabet over all segments, and each with all of its positions."""
    texts = ("The cat saw the dog; the dog saw a cat.", "Éclair und Zug, the dog.", "Zebras saw 1,000 🙂 cats.")
    folder = tmp_path / "library"
    for number, text in enumerate(texts):
        add_works(folder, [make_work(text, title=f"T{number}", language="de" if number == 1 else "en")])
    monkeypatch.setattr(vocabulary_walk, "_FIRST_POSITIONS", at_once)
    monkeypatch.setattr(vocabulary_walk, "_MOST_POSITIONS", at_once)
    opened = IndexStore.open(folder).snapshot().segments
    segments = [each.segment for each in opened]
    assert len(segments) > 1
    wanted = [np.arange(int(segment.scene_lengths[0])) for segment in segments]
    by_position: dict[tuple[int, int], str] = {}
    met: list[str] = []
    for stretch in walk(segments, wanted, descending=descending):
        of_stretch: list[str] = []
        for number, found in enumerate(stretch):
            names = np.repeat([segments[number].surface_of(term) for term in found.terms.tolist()], found.counts)
            by_position.update(
                {(number, position): str(name) for position, name in zip(found.positions.tolist(), names, strict=True)}
            )
            of_stretch += {*names.tolist()}
        met += sorted({*of_stretch}, reverse=descending)
    assert met == sorted({*met}, reverse=descending)
    for number, segment in enumerate(segments):
        (text,) = segment.scene_texts([0])
        assert [by_position[number, position] for position in wanted[number].tolist()] == words(text)


def test_a_walk_ends_with_the_last_position(
    make_work: Callable[..., Work], make_library: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words behind the last one that is wanted are not looked at."""
    monkeypatch.setattr(vocabulary_walk, "_FIRST_POSITIONS", 1)
    monkeypatch.setattr(vocabulary_walk, "_MOST_POSITIONS", 1)
    folder = make_library(make_work("alpha beta gamma delta epsilon"))
    segment = IndexStore.open(folder).snapshot().segments[0].segment
    stretches = list(walk([segment], [np.array([0])]))
    assert 1 <= len(stretches) < 4
    assert list(walk([segment], [np.array([], np.int64)])) == []
    assert list(walk([], [])) == []
