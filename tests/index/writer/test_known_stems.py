"""Stems that a segment has are those that stemming gives; words that none has are stemmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.analysis.stemming import stem
from fabula.index.codec.segment import Segment
from fabula.index.writer import known_stems
from fabula.index.writer.known_stems import KnownStems

WORDS = ["häuser", "gegangen", "lampen", "unbekannte"]


@pytest.fixture
def segment(tmp_path: Path) -> Segment:
    chapter = Chapter((Block(BlockKind.PARAGRAPH, "Die Häuser, die Lampen: er ist gegangen."),))
    add_works(tmp_path / "library", [Work("Haus", (), (chapter,), Metadata(language="de"))], speech=False)
    return Segment(next((tmp_path / "library" / "index").glob("*.seg")))


def test_stems_agree_with_stemming(segment: Segment) -> None:
    """Of words in the segment and of others, with and without segments to learn from."""
    known = KnownStems()
    wanted = [stem(word, "de") for word in WORDS]
    assert known.stems(WORDS, "de") == wanted
    known.learn(segment)
    assert known.stems(WORDS, "de") == wanted


def test_known_words_are_not_stemmed_again(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the word that the segment lacks is."""
    stemmed: list[str] = []
    monkeypatch.setattr(known_stems, "stems_of", lambda words, _: (stemmed.extend(words), list(words))[1])
    known = KnownStems()
    known.learn(segment)
    known.stems(WORDS, "de")
    assert stemmed == ["unbekannte"]


def test_stems_by_other_rules_are_not_taken_over(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is a segment with more words than the bound."""
    stemmed: list[str] = []
    monkeypatch.setattr(known_stems, "stems_of", lambda words, _: (stemmed.extend(words), list(words))[1])
    for name, value in (("stemming_version", lambda: "another"), ("_MAX_WORDS", 3)):
        with monkeypatch.context() as patch:
            patch.setattr(known_stems, name, value)
            known = KnownStems()
            known.learn(segment)
            stemmed.clear()
            known.stems(WORDS, "de")
            assert stemmed == WORDS
