"""The speech of merged segments has the same words, in the same scenes, as that of the parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import Speech, WorkRules
from fabula.index.writer.merge import merge
from fabula.index.writer.merge_speech import merge_speech
from fabula.index.writer.speech_writer import join_works
from fabula.index.writer.work_speech import SpeechFinder

RULES = {0: WorkRules(7, 1), 1: WorkRules(8, 2)}


def write_segment(folder: Path, names: str) -> Segment:
    """A segment with a work for each name, whose hero says two lines and breaks off one."""
    works = []
    for name in names:
        text = f"“Come, {name},” said Ann{name}, “the lamp{name} is lit.” Nobody came. “Never{name}!” said {name}bert."
        chapter = Chapter((Block(BlockKind.PARAGRAPH, text), Block(BlockKind.PARAGRAPH, "Then it was dark.")))
        works.append(Work(f"Tale {name}", (), (chapter,), Metadata(language="en")))
    add_works(folder, works, speech=False)
    return Segment(next((folder / "index").glob("*.seg")))


def quotes(segment: Segment, speech: Speech, deleted: frozenset[int] = frozenset()) -> list[tuple[str, list[str], int]]:
    """(title, words, opens) of each utterance of works that are not deleted."""
    words = {
        position: word.decode()
        for term, (_, word) in enumerate(segment.names())
        for position in segment.positions(term).tolist()
    }
    works = segment.scene_works[segment.scenes_of(speech.firsts)].tolist()
    spans = zip(works, speech.firsts.tolist(), speech.lasts.tolist(), speech.opens.tolist(), strict=True)
    return [
        (segment.work(work).title, [words[position] for position in range(first, last + 1)], opens)
        for work, first, last, opens in spans
        if work not in deleted
    ]


@pytest.mark.parametrize("deleted", [frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})])
def test_utterances_keep_their_words(tmp_path: Path, deleted: frozenset[int]) -> None:
    """Those of deleted works go, with their casts; all others have the words, turns and speakers that they had."""
    first, second = write_segment(tmp_path / "1", "AB"), write_segment(tmp_path / "2", "CD")
    speeches = [
        join_works(segment, {work: SpeechFinder(segment, {}).speech_of(work) for work in (0, 1)}, RULES)
        for segment in (first, second)
    ]
    speeches[0] = speeches[0]._replace(failures={1: "too long"})
    speeches[1] = speeches[1]._replace(failures={0: "too large"})
    merge([(first, deleted), (second, frozenset())], tmp_path / "merged.seg")
    merged = Segment(tmp_path / "merged.seg")
    speech = merge_speech([(first, deleted, speeches[0]), (second, frozenset(), speeches[1])], merged)
    expected = [*quotes(first, speeches[0], deleted), *quotes(second, speeches[1])]
    assert quotes(merged, speech) == expected and len(expected) >= 4
    casts = [cast for work, cast in enumerate(speeches[0].casts) if work not in deleted]
    assert list(speech.casts) == [*casts, *speeches[1].casts]
    assert speech.failures == {1 - len(deleted): "too long", 2 - len(deleted): "too large"} or 1 in deleted
    rules = [tuple(RULES[work]) for work in (0, 1) if work not in deleted]
    rules += [tuple(RULES[0]), tuple(RULES[1])]
    assert list(zip(speech.methods.tolist(), speech.names.tolist(), strict=True)) == rules
    assert np.all(np.diff(speech.firsts.astype(np.int64)) > 0)
