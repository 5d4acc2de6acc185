"""Look-ups in a segment agree with its postings read whole."""

from __future__ import annotations

import random

import numpy as np
import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment, terms


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    """A segment of words of very different frequencies, the commonest in hundreds of blocks."""
    rng = random.Random(5)
    vocabulary = [f"w{number}" for number in range(300)]
    weights = [1 / (rank + 1) ** 1.4 for rank in range(300)]
    text = " ".join(rng.choices(vocabulary, weights, k=60_000))
    folder = tmp_path_factory.mktemp("segment") / "library"
    blocks = tuple(Block(BlockKind.PARAGRAPH, text[at : at + 4_000]) for at in range(0, len(text), 4_000))
    add_works(folder, [Work("Words", (), (Chapter(blocks),), Metadata(language="en"))])
    return Segment(next((folder / "index").glob("*.seg")))


def test_positions_around_places_are_all_that_are_there(segment: Segment) -> None:
    """Oracle: the whole posting. For one place, for many, for places before the first and after the last."""
    rng = np.random.default_rng(8)
    end = int(segment.scene_starts[-1])
    for term in range(0, segment.term_count, 7):
        whole = segment.positions(term)
        for count in (1, 2, 40, 3_000):
            places = np.unique(np.concatenate([rng.integers(0, end, count), rng.choice(whole, 1), [0, end]]))
            around = segment.positions_around(term, places)
            assert np.all(np.diff(around.astype(np.int64)) > 0)
            assert np.isin(around, whole).all()
            assert np.isin(places, around).tolist() == np.isin(places, whole).tolist()


def test_few_places_cost_few_blocks(segment: Segment) -> None:
    """The commonest word fills many blocks, of which one place takes one."""
    term = int(np.argmax(segment.term_frequencies))
    whole = segment.positions(term)
    assert len(whole) > 5_000
    assert len(segment.positions_around(term, whole[2_000:2_001])) <= 128


def test_frequencies(segment: Segment) -> None:
    """Of one term, of neighbours, and of all: as many as there are positions."""
    frequencies = segment.term_frequencies
    assert [segment.frequency(term, term + 1) for term in range(segment.term_count)] == frequencies.tolist()
    assert segment.frequency(3, 40) == frequencies[3:40].sum() == len(segment.positions_between(3, 40))


@pytest.mark.parametrize("few_ranges", [0, 16])
def test_ranges_of_terms(segment: Segment, few_ranges: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together, as one by one."""
    monkeypatch.setattr(terms, "_FEW_RANGES", few_ranges)
    ranges = [(0, 1), (4, 9), (20, 21), (segment.term_count - 1, segment.term_count)]
    wanted = np.concatenate([segment.positions_between(first, end) for first, end in ranges])
    assert segment.positions_of(ranges).tolist() == wanted.tolist()


@pytest.mark.parametrize("many_words", [1, 10_000])
def test_many_words_at_once(segment: Segment, many_words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one by one; words that are not there have no terms. So with all words that begin alike."""
    monkeypatch.setattr(terms, "_MANY_WORDS", many_words)
    segment = Segment(segment.path)
    words = ["w12", "w1", "absent", "w299", "zebra", "", "w\ud800"]
    assert segment.terms_of_surfaces(words) == [segment.terms_of_surface(word) for word in words]
    vocabulary = list(segment.vocabulary())
    assert len(vocabulary) == segment.term_count
    for prefix in ("", "w1", "w12", "x"):
        assert list(segment.vocabulary(prefix)) == [item for item in vocabulary if item[0].startswith(prefix)]


@pytest.mark.parametrize("step", [1, 2, 5])
def test_the_texts_of_scenes_alone(segment: Segment, step: int) -> None:
    """As one by one, whichever of those that share a block are asked for, and whatever is in the cache by then."""
    numbers = range(0, len(segment), step)
    segment = Segment(segment.path)
    assert [*segment.scene_texts(numbers)] == [segment.scene(scene).text for scene in numbers]
    assert [*segment.scene_texts(numbers)] == [segment.scene(scene).text for scene in numbers]


@pytest.mark.parametrize("step", [1, 2, 5])
def test_scenes_at_once(segment: Segment, step: int) -> None:
    """As one by one."""
    numbers = range(0, len(segment), step)
    segment = Segment(segment.path)
    assert segment.scenes(numbers) == [segment.scene(scene) for scene in numbers]


def test_positions_in_a_scene(segment: Segment) -> None:
    """Oracle: the whole posting between the scene's ends. Paragraphs likewise."""
    starts = segment.scene_starts.tolist()
    for scene in range(0, len(segment), 3):
        for term in range(0, segment.term_count, 11):
            whole = segment.positions(term)
            inside = whole[(whole >= starts[scene]) & (whole < starts[scene + 1])]
            assert segment.positions_in(term, scene).tolist() == inside.tolist()
        paragraphs = segment.paragraph_starts
        inside = paragraphs[(paragraphs >= starts[scene]) & (paragraphs < starts[scene + 1])]
        assert segment.paragraphs_in(scene).tolist() == inside.tolist() != []


def test_scenes_are_read_in_any_order(segment: Segment) -> None:
    """A block of text is decompressed in part, then whole; every scene comes out the same, first or last."""
    forward = [segment.scene_bytes(number) for number in range(len(segment))]
    again = Segment(segment.path)
    assert [again.scene_bytes(number) for number in reversed(range(len(again)))] == forward[::-1]
    assert [again.scene_bytes(number) for number in range(len(again))] == forward
    assert sum(content.count(b"w0") for content in forward) > 5_000
