"""Where a word stands, by whichever way is cheapest at the moment, is where it stands."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment
from fabula.search.engine.top_k import at_least
from fabula.search.plan import Level
from fabula.search.postings.array_cache import ArrayCache
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.term_codes import TermCodes

WORDS = ["the", *(f"{stem}{ending}" for stem in ("walk", "turn", "look", "end") for ending in ("", "s", "ed", "ing"))]


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    """Eighty thousand words: "the" is a third of them, "ending" stands there a few times."""
    rng = random.Random(3)
    weights = [1 / (rank + 1) ** 1.6 for rank in range(len(WORDS))]
    text = " ".join(rng.choices(WORDS, weights, k=80_000))
    blocks = tuple(Block(BlockKind.PARAGRAPH, text[at : at + 3_000]) for at in range(0, len(text), 3_000))
    folder = tmp_path_factory.mktemp("postings") / "library"
    add_works(folder, [Work("Words", (), (Chapter(blocks),), Metadata(language="en"))])
    return Segment(next((folder / "index").glob("*.seg")))


@pytest.mark.parametrize("common", [2_000, 100])
@pytest.mark.parametrize("forward", [1, 0])
@pytest.mark.parametrize("budget", [1 << 24, 0])
@pytest.mark.parametrize(
    ("slot", "level"),
    [
        (("the",), Level.SURFACE),
        (("ending",), Level.SURFACE),
        (("the", "looks", "ending"), Level.SURFACE),
        (("walk",), Level.STEM),
        (("look",), Level.STEM),
        (("walk", "end"), Level.STEM),
        (("nowhere",), Level.STEM),
    ],
)
def test_among_places(
    segment: Segment,
    slot: tuple[str, ...],
    level: Level,
    budget: int,
    forward: int,
    common: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Oracle: all positions. Asked again and again, with and without codes, with and without room for a cache."""
    # With fewer words that are common, some forms of a stem are and others not.
    monkeypatch.setattr("fabula.search.postings.posting_list._COMMON", common)
    takable = int(segment.scene_starts[-1]) * forward
    postings = SegmentPostings(0, segment, frozenset(), ArrayCache(budget + takable, takable))
    listed = postings.of(slot, level)
    look_up = segment.terms_of_surface if level is Level.SURFACE else segment.terms_of_stem
    wanted = np.sort(np.concatenate([segment.positions(t) for text in slot for t in look_up(text)] or [np.empty(0)]))
    assert listed.frequency == len(wanted)
    # Asked for the first time, before anything is kept.
    assert [listed.holds(place) for place in (5, *wanted[:3].tolist())] == [5 in wanted, *[True] * len(wanted[:3])]
    rng = np.random.default_rng(4)
    for count in (1, 7, 1_000, 1, 1_000, 7):
        places = np.unique(rng.integers(0, postings.end, count))
        assert listed.among(places).tolist() == np.isin(places, wanted).tolist()
        assert listed.among(places.astype(np.uint32)).tolist() == np.isin(places, wanted).tolist()
        assert [listed.holds(place) for place in places.tolist()] == np.isin(places, wanted).tolist()
        for reach in (1, 9, 200):
            after = [wanted[(wanted > place) & (wanted <= place + reach)][:1] for place in places]
            expected = [int(own[0]) if len(own) else postings.end for own in after]
            assert listed.following(places, reach).tolist() == expected
            low = places - 5
            covered = np.unique(np.concatenate([np.arange(place, place + reach + 1) for place in low]))
            assert listed.between(low, low + reach).tolist() == wanted[np.isin(wanted, covered)].tolist()
    assert listed.positions().tolist() == wanted.tolist()
    assert listed.among(places).tolist() == np.isin(places, wanted).tolist()
    assert listed.counts().tolist() == np.diff(np.searchsorted(wanted, segment.scene_starts)).tolist()
    assert listed.holding().tolist() == (listed.counts() > 0).tolist()


def test_words_and_stems_share_codes(segment: Segment) -> None:
    """A byte a position is taken once, and a word is written once, whether it is asked for by itself or by its stem."""
    size = int(segment.scene_starts[-1])
    postings = SegmentPostings(0, segment, frozenset(), ArrayCache(size, size))
    places = np.arange(size)
    forms = {word: postings.of((word,), Level.SURFACE) for word in ("walk", "walks", "walked", "walking")}
    stem = postings.of(("walk",), Level.STEM)
    for _ in range(2):
        found = [own.among(places) for own in forms.values()]
        assert (stem.among(places) == np.logical_or.reduce(found)).all()
    assert len(np.unique(postings.forward.codes)) == len(forms) + 1
    assert not postings.cache.take(1)


def test_the_rest_of_a_stem_has_a_code(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that are rare by themselves are one posting if they are all of one stem; those of two may overlap."""
    monkeypatch.setattr("fabula.search.postings.posting_list._COMMON", 20)
    size = int(segment.scene_starts[-1])
    postings = SegmentPostings(0, segment, frozenset(), ArrayCache(size, size))
    places = np.arange(size)
    stem, both = (postings.of(slot, Level.STEM) for slot in (("walk",), ("walk", "look")))
    for _ in range(3):
        both.among(places)
    before = len(np.unique(postings.forward.codes))
    for _ in range(3):
        assert np.flatnonzero(stem.among(places)).tolist() == stem.positions().tolist()
        assert np.flatnonzero(both.among(places)).tolist() == both.positions().tolist()
    assert len(np.unique(postings.forward.codes)) == before + 1
    assert stem.quick


def test_codes_run_out() -> None:
    """The 256th posting gets none; those before keep theirs."""
    forward = TermCodes(1_000, ArrayCache(1_000, 1_000))
    postings = [np.arange(number, 1_000, 300) for number in range(300)]
    codes = [forward.code(number, lambda own=own: own) for number, own in enumerate(postings)]
    assert codes == [*range(1, 256), *[0] * 45]
    assert [forward.code(number, lambda: pytest.fail("written again")) for number in range(255)] == codes[:255]
    assert all((np.flatnonzero(forward.codes == code) == postings[code - 1]).all() for code in codes[:255])


def test_room_runs_out() -> None:
    """Who comes first gets it; the others get no codes, and nothing is taken for them, but left to the cache."""
    cache = ArrayCache(3_000, 2_500)
    assert len(cache.get("before", lambda: np.zeros(750, np.uint8))) == 750
    forwards = [TermCodes(1_000, cache) for _ in range(4)]
    assert [forward.code("a", lambda: np.array([3])) for forward in forwards] == [1, 1, 0, 0]
    assert [forward.full for forward in forwards] == [False, False, True, True]
    assert [len(forward.codes) for forward in forwards] == [1_000, 1_000, 0, 0]
    assert cache.peek("before") is not None
    assert cache.take(500) and not cache.take(1)
    assert cache.peek("before") is None


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([0.0, 1.0, 1.5]), st.floats(0, 50)), min_size=1, max_size=40),
    st.integers(1, 300),
    st.integers(1, 40),
)
def test_the_best_are_among_those_kept(pattern: list[float], times: int, count: int) -> None:
    """Oracle: a sort. All that equal the last one wanted are kept with it."""
    scores = np.array(pattern * times)
    np.random.default_rng(times).shuffle(scores)
    kept = at_least(scores, count)
    assert np.all(np.diff(kept) > 0)
    bound = np.sort(scores)[::-1][min(count, len(scores)) - 1]
    assert set(np.flatnonzero(scores >= bound)) <= set(kept.tolist())
