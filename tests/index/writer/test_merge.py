"""A merged segment holds what its parts held, whatever was deleted, and its postings are as dense as new ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import BlockKind, Metadata, Scene, SceneKind, WorkRecord
from fabula.index.analysis import stem, terms
from fabula.index.codec.segment import Segment
from fabula.index.model import Paragraph
from fabula.index.writer.known_stems import KnownStems
from fabula.index.writer.merge import merge
from fabula.index.writer.segment_writer import SegmentWriter


def make_story(identity: str, texts: list[str], language: str) -> tuple[WorkRecord, list[Scene]]:
    scenes = [
        Scene(
            id=f"{identity}-{n}",
            work_id=identity,
            kind=SceneKind.STORY if n % 3 else SceneKind.PARATEXT,
            number=n or None,
            order=n,
            chapter=None,
            text=text,
            paragraphs=(Paragraph(0, len(text), BlockKind.PARAGRAPH),),
            words=len(terms(text)),
        )
        for n, text in enumerate(texts)
    ]
    record = WorkRecord(identity, identity, (), Metadata(), language, "", "", "", "", 0, len(texts), 0, 0, 0)
    return record, scenes


def write(path: Path, stories: list[tuple[WorkRecord, list[Scene]]]) -> Segment:
    writer = SegmentWriter(KnownStems())
    for record, scenes in stories:
        writer.add(record, scenes)
    size, _ = writer.write(path)
    return Segment(path, size)


def content(segment: Segment, deleted: frozenset[int] = frozenset()) -> dict[str, Any]:
    """All that can be asked of a segment, by scene, without positions and numbers that depend on its neighbours."""
    names = segment.names()
    words: dict[int, tuple[bytes, bytes]] = {}
    for number, name in enumerate(names):
        words |= dict.fromkeys(segment.positions(number).tolist(), name)
    found = {}
    for number in range(len(segment)):
        if int(segment.scene_works[number]) in deleted:
            continue
        start, end = int(segment.scene_starts[number]), int(segment.scene_starts[number + 1])
        found[segment.scene_id(number)] = (
            segment.scene(number),
            segment.works[int(segment.scene_works[number])],
            [words[place] for place in range(start, start + int(segment.scene_lengths[number]))],
            [int(place) - start for place in segment.paragraph_starts if start <= place < end],
        )
        assert segment.scene_by_id(segment.scene_id(number)) == number
    return found


TEXTS = st.lists(st.sampled_from("lamp lamps lit the the the don't é naïve".split()), min_size=1, max_size=30).map(
    " ".join
)
STORIES = st.tuples(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(["en", "de"]), st.booleans())
PARTS = st.lists(st.lists(STORIES, min_size=1, max_size=3), min_size=1, max_size=4)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(parts=PARTS)
def test_what_was_there_is_there(
    parts: list[list[tuple[list[str], str, bool]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Scenes, words, paragraphs and works come back; those of deleted works and words of theirs alone do not."""
    folder = tmp_path_factory.mktemp("parts")
    opened, expected, stories = [], {}, []
    for n, part in enumerate(parts):
        own = [make_story(f"w{n}.{m}", texts, language) for m, (texts, language, _) in enumerate(part)]
        deleted = frozenset(m for m, (_, _, gone) in enumerate(part) if gone)
        opened.append((write(folder / f"{n}.seg", own), deleted))
        expected |= content(*opened[-1])
        stories += [story for m, story in enumerate(own) if m not in deleted]
    size, scenes = merge(opened, folder / "merged.seg")
    merged = Segment(folder / "merged.seg", size)
    assert content(merged) == expected and len(merged) == scenes == len(expected)
    assert merged.verify() == []
    anew = write(folder / "anew.seg", stories)
    assert merged.names() == anew.names()
    assert [merged.positions(n).tolist() for n in range(merged.term_count)] == [
        anew.positions(n).tolist() for n in range(anew.term_count)
    ]
    known = merged.stems_by_language()
    assert {word for own in known.values() for word in own} == {word.decode() for _, word in merged.names()}
    assert all(stem(word, language) == found for language, own in known.items() for word, found in own.items())


def test_stems_of_another_program_are_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stems in another way stems all words again, and a merge forgets what the other one knew."""
    story = make_story("w", ["lamps lit"], "en")
    write(tmp_path / "new.seg", [story])
    monkeypatch.setattr("fabula.index.writer.segment_file.stemming_version", lambda: "another")
    other = write(tmp_path / "other.seg", [story])
    monkeypatch.undo()
    size, _ = merge([(Segment(tmp_path / "other.seg"), frozenset())], tmp_path / "merged.seg")
    assert Segment(tmp_path / "new.seg").stems_by_language() == {"en": {"lamps": "lamp", "lit": "light"}}
    assert other.stemming == "another"
    assert Segment(tmp_path / "merged.seg", size).stems_by_language() == {}


def test_known_words_are_not_stemmed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that a segment has, in its language, need no stemmer; others do, and where that is as quick, all."""
    known = KnownStems()
    known.learn(write(tmp_path / "one.seg", [make_story("w", ["lamps lit"], "en"), make_story("v", ["laufen"], "de")]))
    asked: list[str] = []
    monkeypatch.setattr(
        "fabula.index.writer.known_stems.stems_of",
        lambda words, language: (asked.extend(words), [word + language for word in words])[1],
    )
    quick: set[str] = set()
    monkeypatch.setattr("fabula.index.writer.known_stems.are_quick", quick.__contains__)
    assert known.stems(["lamps", "lit"], "en") == ["lamp", "light"]
    assert known.stems(["laufen"], "de") == ["lauf"]
    assert asked == []
    assert known.stems(["lamps", "laufen", "lit"], "en") == ["lamp", "laufenen", "light"]
    assert asked == ["laufen"]
    quick.add("en")
    assert known.stems(["lamps"], "en") == ["lampsen"]
