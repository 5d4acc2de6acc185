"""Stories can be searched before their segments are merged; the next run does a merge that was interrupted."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Progress, UpdateOptions, Work, add_works, build, check, update
from fabula.index.store.index_store import IndexStore
from fabula.index.writer import merge_policy, new_segments
from fabula.index.writer.merge_policy import next_merge
from fabula.search import Library

# A merge of small commits waits for so many segments.
SEGMENTS = 8

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


class BeforeMerging:
    """Calls `act` once, when a merge is about to begin."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.seen: list[object] = []

    def __call__(self, progress: Progress) -> None:
        if progress.phase == "merging" and not self.seen:
            self.seen.append(self.act())


def segment_count(library: Path) -> int:
    return len(IndexStore.open(library).snapshot().segments)


def found(library: Path, word: str) -> int:
    with Library.open(library) as opened:
        return opened.search(word).total


def with_sources(folder: Path, library: Path) -> Path:
    """A library with one commit, and so one segment, for each of `SEGMENTS` - 1 stories in `folder`."""
    folder.mkdir()
    for number in range(SEGMENTS - 1):
        (folder / f"{number}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann\n\n\nThe lamp {number} was lit.\n")
        build(library, [folder], workers=0, speech=False)
    assert segment_count(library) == SEGMENTS - 1
    (folder / "last.txt").write_text("Title: The Last\nAuthor: Ann\n\n\nNobody saw the heron.\n")
    return folder


def test_an_update_can_be_searched_before_it_merges(tmp_path: Path) -> None:
    """The story that makes it worth merging eight segments is found while all eight are there."""
    library = tmp_path / "library"
    with_sources(tmp_path / "stories", library)
    look = BeforeMerging(lambda: (segment_count(library), found(library, "heron")))
    update(library, UpdateOptions(workers=0, speech=False), progress=look)
    assert look.seen == [(SEGMENTS, 1)]
    assert segment_count(library) == 1
    assert found(library, "heron") == 1


@on_linux
def test_a_first_build_can_be_searched_before_it_merges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All stories are found in the segments that several processes wrote side by side."""
    monkeypatch.setattr(new_segments, "_SHARE_WEIGHT", 200)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    monkeypatch.setattr(merge_policy, "_MIN_SCENES", 1)
    library, folder = tmp_path / "library", tmp_path / "stories"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann\n\n\nThe lamp {number} was lit.\n")
    look = BeforeMerging(lambda: (segment_count(library), found(library, "lamp")))
    build(library, [folder], workers=0, speech=False, progress=look)
    assert look.seen == [(3, 12)]
    assert segment_count(library) == 1


@on_linux
def test_a_kill_before_the_merge_loses_nothing(tmp_path: Path) -> None:
    """The story stays found, and the next run merges although no file has changed."""
    library = tmp_path / "library"
    with_sources(tmp_path / "stories", library)
    if not (process := os.fork()):
        kill = BeforeMerging(lambda: os.kill(os.getpid(), signal.SIGKILL))
        update(library, UpdateOptions(workers=0, speech=False), progress=kill)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    assert (segment_count(library), found(library, "heron")) == (SEGMENTS, 1)
    receipt = update(library, UpdateOptions(workers=0, speech=False))
    assert (receipt.unchanged, receipt.added) == (SEGMENTS, 0)
    assert (segment_count(library), found(library, "heron")) == (1, 1)
    assert check(library).whole


def test_a_merge_keeps_the_speech_that_was_found(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Speech is looked for in the new work alone, and is there for all of them when their segments are one."""
    library = tmp_path / "library"
    totals: list[int | None] = []

    def note(progress: Progress) -> None:
        if progress.phase == "telling speech" and not progress.done:
            totals.append(progress.total)

    for number in range(SEGMENTS):
        work = make_work(f"“The lamp {number} is lit,” said Anna.", title=f"Tale {number}")
        add_works(library, [work], progress=note)
    assert totals == [1] * SEGMENTS
    assert segment_count(library) == 1
    assert found(library, "speaker:Anna lamp") == SEGMENTS


def test_segments_with_and_without_speech_stay_apart(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """They wait for each other until all have it: then the speech of each is moved only once."""
    library = tmp_path / "library"
    for number in range(SEGMENTS):
        work = make_work(f"The lamp {number} was lit.", title=f"Tale {number}")
        add_works(library, [work], speech=number < SEGMENTS - 1)
    assert segment_count(library) == SEGMENTS
    assert next_merge([opened.entry for opened in IndexStore.open(library).snapshot().segments]) is None
