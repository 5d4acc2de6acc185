"""Words are counted by scene as a scan counts them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.index.analysis import words
from fabula.index.store.opening import open_store
from fabula.search.engine.array_engine import ArrayEngine
from fabula.search.plan import ScopeFilter, SpeechScope
from fabula.search.postings.word_counts import word_counts

WORDS = ("the", "die", "whale", "whales", "zebra", "said", "mary")


@pytest.fixture
def engine(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> ArrayEngine:
    """Works in two languages, so that some words have several terms; "the" is common."""
    texts = ["“The whale, the whales,” said Mary. They die.", "The the the whale. Die whales."]
    works = [make_work(*texts, title=f"{language}", language=language) for language in ("en", "de", "fr")]
    long = make_work(" ".join(["the whale"] * 2_000), title="Long")
    return ArrayEngine(open_store(make_library(*works, long)).snapshot())


@pytest.mark.parametrize("scope", [None, ScopeFilter(SpeechScope.DIALOGUE), ScopeFilter(SpeechScope.NARRATION)])
@pytest.mark.parametrize("at_once", [1, 1 << 18])
def test_counts_of_words(
    engine: ArrayEngine, scope: ScopeFilter | None, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pair of a word and a scene once, however many are counted at once; with a scope only what lies in it."""
    monkeypatch.setattr("fabula.search.postings.word_counts._POSITIONS_AT_ONCE", at_once)
    for lookup in engine._segments:
        found = word_counts(lookup, WORDS, scope)
        pairs = list(zip(found.words.tolist(), found.scenes.tolist(), strict=True))
        assert len(set(pairs)) == len(pairs)
        expected = {}
        for scene in range(len(lookup.view)):
            text = lookup.view.segment.scene(scene).text
            said = text[: text.find("”")] if "”" in text else ""
            piece = {None: text, SpeechScope.DIALOGUE: said, SpeechScope.NARRATION: text[len(said) :]}[
                scope and scope.side
            ]
            for index, word in enumerate(WORDS):
                if count := words(piece).count(word):
                    expected[index, scene] = count
        assert dict(zip(pairs, found.counts.tolist(), strict=True)) == expected


def test_no_words(engine: ArrayEngine) -> None:
    assert [len(array) for array in word_counts(engine._segments[0], ())] == [0, 0, 0]
