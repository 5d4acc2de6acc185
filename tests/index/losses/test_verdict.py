"""The verdict says of each work of a changed file whether it is still there, and what is there if not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, Work, WorkRecord
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.ingest.read_task import segment_work
from fabula.index.losses.verdict import Fate, Verdict, judge
from fabula.index.records.work_record import make_record

WORDS = [f"{a}{b}{c}" for a in ("bel", "dor", "fen", "gal") for b in ("a", "i", "o") for c in ("n", "r", "s", "th", "")]


def prose(seed: int, sentences: int = 60) -> str:
    dice = random.Random(seed)
    return " ".join(" ".join(dice.choices(WORDS, k=9)) + "." for _ in range(sentences))


def read(text: str, title: str = "The Ferry", reader: str = "html", title_source: str = "") -> SegmentedWork:
    blocks = tuple(Block(BlockKind.PARAGRAPH, part) for part in text.split("\n"))
    metadata = Metadata(language="en", title_source=title_source)
    return segment_work(Work(title, ("Ann",), (Chapter(blocks),), metadata, reader, "a.html", "/s", "digest"))


def held(work: SegmentedWork) -> tuple[WorkRecord, tuple[Scene, ...]]:
    return make_record(work.work, work.identity, work.scenes), work.scenes


def fates(before: list[SegmentedWork], *after: SegmentedWork) -> list[Fate]:
    library = {held(work)[0].id: held(work) for work in before}
    records = [record for record, _ in library.values()]
    return [verdict.fate for verdict in judge(records, after, lambda record: library[record.id][1])]


STORY = prose(1)


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (read(STORY + prose(2)), Fate.KEPT),
        (read(STORY, "Another Title"), Fate.KEPT),
        (read(STORY, reader="text"), Fate.KEPT),
        (read(prose(2)), Fate.KEPT),
        (read(STORY[: len(STORY) // 4]), Fate.SHRUNK),
        (read(prose(2), "Another Title"), Fate.REPLACED),
        (read(prose(2, 20), "Another Title"), Fate.REPLACED),
        (read(prose(2, 20)), Fate.REPLACED),
        (read("Please log in to read this.", "Log In"), Fate.MISSING),
        (read("Hm.", "Another Title"), Fate.MISSING),
        (read(prose(2, 20), "Another Title", reader="text"), Fate.MISSING),
        (read(prose(2, 12), "404 Not Found"), Fate.MISSING),
    ],
)
def test_the_fate_of_a_work(after: SegmentedWork, fate: Fate) -> None:
    """A story that is there, shorter, another one, or none; the title of an author's new version is enough."""
    assert fates([read(STORY)], after) == [fate]


def test_the_name_of_a_file_is_no_title() -> None:
    """Texts alone decide then."""
    before = read(STORY, "a", title_source="file")
    assert fates([before], read(STORY + prose(2), "a", title_source="file")) == [Fate.KEPT]
    assert fates([before], read(prose(2), "a", title_source="file")) == [Fate.REPLACED]


def test_each_work_of_a_file_has_its_fate() -> None:
    """One file may hold many; a work may be found among several."""
    before = [read(prose(seed), f"Tale {seed}") for seed in range(4)]
    after = [read(prose(0), "Tale 0"), read(prose(1)[:400], "Tale 1"), read(prose(9), "Tale 9")]
    assert fates(before, *after) == [Fate.KEPT, Fate.SHRUNK, Fate.REPLACED, Fate.REPLACED]


def test_a_text_that_cannot_be_read_is_no_reason_to_refuse() -> None:
    """Titles and lengths are known even if the library is damaged."""
    record, _ = held(read(STORY))
    (verdict,) = judge([record], [read(prose(2), "Another Title")], lambda record: ())
    assert verdict.fate is Fate.KEPT
    (verdict,) = judge([record], [read("Hm.", "Another Title")], lambda record: ())
    assert verdict == Verdict(record, Fate.SHRUNK, 1)


def test_a_text_is_read_only_if_titles_and_lengths_leave_a_doubt() -> None:
    """It takes a tenth of the time of reading the file."""
    record, _ = held(read(STORY))

    def never(_: WorkRecord) -> tuple[Scene, ...]:
        raise AssertionError

    assert judge([record], [read(prose(2))], never)[0].fate is Fate.KEPT
    assert judge([replace(record, words=10)], [read(prose(2))], never)[0].fate is Fate.KEPT
