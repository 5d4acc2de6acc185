"""Every kind of posting list gives the positions of its terms, however it finds them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment
from fabula.search.plan import Level
from fabula.search.postings.array_cache import ArrayCache
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.segment_view import SegmentView

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
@pytest.mark.parametrize("code_bytes", [1, 0])
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
def test_positions_by_every_way(
    segment: Segment,
    slot: tuple[str, ...],
    level: Level,
    budget: int,
    code_bytes: int,
    common: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Oracle: all positions. Asked again and again, with and without codes, with and without room in the cache."""
    # With fewer words that are common, some forms of a stem are and others not.
    monkeypatch.setattr("fabula.search.postings.lists.posting_list._COMMON_ONE_IN", common)
    takable = int(segment.scene_starts[-1]) * code_bytes
    lookup = PostingLookup(SegmentView(0, segment, frozenset(), ArrayCache(budget + takable, takable)))
    listed = lookup.posting_list(slot, level)
    look_up = segment.terms_of_surface if level is Level.SURFACE else segment.terms_of_stem
    wanted = np.sort(np.concatenate([segment.positions(t) for text in slot for t in look_up(text)] or [np.empty(0)]))
    assert listed.frequency == len(wanted)
    # The first request, before anything is cached.
    assert [listed.contains(place) for place in (5, *wanted[:3].tolist())] == [5 in wanted, *[True] * len(wanted[:3])]
    rng = np.random.default_rng(4)
    for count in (1, 7, 1_000, 1, 1_000, 7):
        places = np.unique(rng.integers(0, lookup.view.end, count))
        assert listed.contains_at(places).tolist() == np.isin(places, wanted).tolist()
        assert listed.contains_at(places.astype(np.uint32)).tolist() == np.isin(places, wanted).tolist()
        # Without a cache each of these decodes the whole list.
        single = places[:50]
        assert [listed.contains(place) for place in single.tolist()] == np.isin(single, wanted).tolist()
        for reach in (1, 9, 200):
            after = [wanted[(wanted > place) & (wanted <= place + reach)][:1] for place in places]
            expected = [int(following[0]) if len(following) else lookup.view.end for following in after]
            assert listed.next_after(places, reach).tolist() == expected
            low = places - 5
            covered = np.unique(np.concatenate([np.arange(place, place + reach + 1) for place in low]))
            assert listed.between(low, low + reach).tolist() == wanted[np.isin(wanted, covered)].tolist()
    assert listed.positions().tolist() == wanted.tolist()
    assert listed.contains_at(places).tolist() == np.isin(places, wanted).tolist()
    assert listed.counts().tolist() == np.diff(np.searchsorted(wanted, segment.scene_starts)).tolist()
    assert listed.scene_mask().tolist() == (listed.counts() > 0).tolist()


def test_words_and_stems_share_codes(segment: Segment) -> None:
    """A byte a position is taken once, and a word is written once, whether it is asked for by itself or by its stem."""
    size = int(segment.scene_starts[-1])
    lookup = PostingLookup(SegmentView(0, segment, frozenset(), ArrayCache(size, size)))
    places = np.arange(size)
    forms = {word: lookup.posting_list((word,), Level.SURFACE) for word in ("walk", "walks", "walked", "walking")}
    stem = lookup.posting_list(("walk",), Level.STEM)
    for _ in range(2):
        masks = [form.contains_at(places) for form in forms.values()]
        assert (stem.contains_at(places) == np.logical_or.reduce(masks)).all()
    assert len(np.unique(lookup.view.term_codes.codes)) == len(forms) + 1
    assert not lookup.view.cache.take(1)


def test_the_rest_of_a_stem_has_a_code(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that are rare by themselves are one posting if they are all of one stem; those of two may overlap."""
    monkeypatch.setattr("fabula.search.postings.lists.posting_list._COMMON_ONE_IN", 20)
    size = int(segment.scene_starts[-1])
    lookup = PostingLookup(SegmentView(0, segment, frozenset(), ArrayCache(size, size)))
    places = np.arange(size)
    stem, both = (lookup.posting_list(slot, Level.STEM) for slot in (("walk",), ("walk", "look")))
    for _ in range(3):
        both.contains_at(places)
    before = len(np.unique(lookup.view.term_codes.codes))
    for _ in range(3):
        assert np.flatnonzero(stem.contains_at(places)).tolist() == stem.positions().tolist()
        assert np.flatnonzero(both.contains_at(places)).tolist() == both.positions().tolist()
    assert len(np.unique(lookup.view.term_codes.codes)) == before + 1
    assert stem.is_fast
