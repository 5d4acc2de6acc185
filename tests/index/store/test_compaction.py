"""After a commit segments alike become one: the same works, scenes, words, speech and copies, and files stay known."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Progress, RebuildOptions, UpdateOptions, Work, add_works, build, check, rebuild, update
from fabula.index.codec.toc import SegmentEntry
from fabula.index.errors import LibraryBusy, LibraryFull
from fabula.index.store.library_store import LibraryStore
from fabula.index.store.lock import WriteLock
from fabula.index.writer import merge_policy, new_segments
from fabula.index.writer.merge_policy import compaction_candidates
from fabula.search import Library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="segments are written side by side on Linux only")


@pytest.fixture(autouse=True)
def side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words are worth a process, of which there are three at a time, and a segment is worth merging."""
    monkeypatch.setattr(new_segments, "_SHARE_WEIGHT", 200)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    monkeypatch.setattr(merge_policy, "_MIN_SCENES", 1)


def stories(folder: Path) -> Path:
    folder.mkdir()
    for number in range(12):
        said = f"“The lamp {number} is lit,” said Anna.\n\n“So it is,” said Ben, “and so is the other.”\n"
        text = "The same tale, told twice over, word for word, in two files.\n" if number in (3, 9) else said
        (folder / f"{number}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann\n\n\n{text}")
    return folder


def segments(library: Path) -> list[SegmentEntry]:
    return [opened.entry for opened in LibraryStore.open(library).snapshot().segments]


def answers(library: Path) -> list[object]:
    with Library.open(library) as opened:
        return [
            (
                query,
                found.total,
                [(hit.work.id, hit.scene.id, hit.snippet.text, hit.speaker, hit.match) for hit in found],
            )
            for query in ("lamp", '"so is the other"', '"so it is and so is the other"', "speaker:Ben so", "told twice")
            for found in [opened.search(query, limit=20)]
        ]


@pytest.mark.parametrize("speech", [True, False])
def test_the_segments_of_a_build_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speech: bool) -> None:
    folder = stories(tmp_path / "stories")
    with monkeypatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        build(tmp_path / "apart", [folder], workers=0, speech=speech)
    build(tmp_path / "one", [folder], workers=0, speech=speech)
    assert len(segments(tmp_path / "apart")) == 3
    assert len(segments(tmp_path / "one")) == 1
    assert answers(tmp_path / "one") == answers(tmp_path / "apart")
    found = check(tmp_path / "one")
    assert found.whole
    assert found.leftovers == ()


def test_what_is_known_of_files_stays_known(tmp_path: Path) -> None:
    """The next run opens no file, and knows from a look at the folder that there is nothing to do."""
    folder = stories(tmp_path / "stories")
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
        receipt = build(tmp_path / "library", [folder], workers=0, speech=False)
        assert "merging" in receipt.phases
        again = update(tmp_path / "library", UpdateOptions(workers=0, speech=False))
    assert again.unchanged == 12
    assert "reading" not in again.phases


def test_removed_works_and_their_copies_go(tmp_path: Path) -> None:
    library = tmp_path / "library"
    folder = stories(tmp_path / "stories")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        build(library, [folder], workers=0, speech=False)
    (folder / "3.txt").unlink()
    update(library, UpdateOptions(workers=0, speech=False))
    (entry,) = segments(library)
    assert entry.deleted == ()
    assert LibraryStore.open(library).snapshot().copies is None
    assert check(library).whole


def test_another_writer_is_left_alone(tmp_path: Path) -> None:
    """It does the same when it has committed; the run that finds it at work is done."""
    library = tmp_path / "library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        build(library, [stories(tmp_path / "stories")], workers=0, speech=False)
    lock = WriteLock.acquire(library / "index")
    with pytest.raises(LibraryBusy):
        LibraryStore.open(library).compact(lambda _: None)
    lock.release()
    assert len(segments(library)) == 3


def test_no_room_for_it_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    with monkeypatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        build(library, [stories(tmp_path / "stories")], workers=0, speech=False)
    before = answers(library)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(import_module("fabula.index.writer.merge_entries"), "merge", full)
        with pytest.raises(LibraryFull):
            LibraryStore.open(library).compact(lambda _: None)
    assert answers(library) == before
    assert check(library).whole
    assert check(library).leftovers == ()


def test_it_waits_for_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no reason to fail a run whose works are all in the library."""
    usage = namedtuple("usage", "total used free")
    folder = stories(tmp_path / "stories")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 1_000))
        build(tmp_path / "library", [folder], workers=0, speech=False)
    assert len(segments(tmp_path / "library")) == 3
    LibraryStore.open(tmp_path / "library").compact(lambda _: None)
    assert len(segments(tmp_path / "library")) == 1


def test_a_rebuild_takes_no_more_room_than_both_indexes(tmp_path: Path) -> None:
    """What it writes is made one when the index that it replaced is gone, not before."""
    library = tmp_path / "library"
    build(library, [stories(tmp_path / "stories")], workers=0, speech=False)
    old = {path.name for path in (library / "index").glob("*.seg")}
    beside: set[int] = set()

    def look(_: Progress) -> None:
        names = {path.name for path in (library / "index").glob("*.seg")}
        if old & names:
            beside.add(len(names - old))

    rebuild(library, RebuildOptions(workers=0, speech=False), progress=look)
    assert len(segments(library)) == 1
    assert max(beside) == 3


def test_who_searches_meanwhile_goes_on_to_it(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    library = tmp_path / "library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        build(library, [stories(tmp_path / "stories")], workers=0, speech=False)
    with Library.open(library) as opened:
        before = opened.search("lamp").total
        add_works(library, [make_work("Another lamp.", title="Other")], speech=False)
        until = time.monotonic() + 20
        while opened.search("lamp").total == before and time.monotonic() < until:
            time.sleep(0.02)
        assert opened.search("lamp").total == before + 1


# The health check measures time, which runs out where many tests run side by side.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 60_000), max_size=12))
def test_it_comes_to_an_end_and_writes_nothing_often(scenes: list[int]) -> None:
    """Only neighbours of similar size are merged, neither tiny nor large; in the end no two such are left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_policy, "_MIN_SCENES", 1_000)
        entries = [SegmentEntry(f"{number}", count * 100, count) for number, count in enumerate(scenes)]
        while chosen := compaction_candidates(entries):
            counts = [entry.scenes for entry in entries[chosen.start : chosen.stop]]
            assert len(counts) > 1
            assert min(counts) >= 1_000
            assert max(counts) < 30_000
            assert max(counts) <= 4 * min(counts)
            merged = SegmentEntry("", sum(counts) * 100, sum(counts))
            entries = [*entries[: chosen.start], merged, *entries[chosen.stop :]]
        for left, right in pairwise(entries):
            two = sorted((left.scenes, right.scenes))
            assert two[0] < 1_000 or two[1] >= 30_000 or two[1] > 4 * two[0] or sum(two) * 100 > 320_000_000
