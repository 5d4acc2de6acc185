"""A rebuild makes a new index beside the one that is searched and replaces it in one commit, or not at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from fabula.index import (
    Progress,
    RebuildOptions,
    Receipt,
    UpdateOptions,
    WarningKind,
    Work,
    add_works,
    build,
    check,
    rebuild,
    update,
)
from fabula.index.codec.toc import generations, read_toc, toc_path
from fabula.index.errors import LibraryBusy, LibraryDamaged, LibraryFull, OptionError, RemovalsRefused
from fabula.index.ingest.job import Job
from fabula.index.store.opening import open_store
from fabula.search import Library
from ...prose import prose

STORY = "Title: Tale {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon, and again at one.\n"
PLAIN = RebuildOptions(workers=0, speech=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were read; files count as older than they are."""
    paths: list[str] = []
    outcomes = import_module("fabula.index.run.read_changed")
    read_all = outcomes.read_all

    def recording_read_all(jobs: list[Job], limits: object) -> Iterator[object]:
        for job, outcome in read_all(jobs, limits):
            paths.append(job.task.sources[0].path)
            yield job, outcome

    monkeypatch.setattr(outcomes, "read_all", recording_read_all)
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    return paths


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(STORY.format(number))
    return folder


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    folder = tmp_path / "library"
    build(folder, [stories], speech=False)
    return folder


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    return receipt.added, receipt.updated, receipt.unchanged, receipt.removed


def index_files(library: Path) -> set[str]:
    return {path.name for path in (library / "index").iterdir()} - {"write.lock"}


class Stop(NamedTuple):
    """Interrupts a run at a given point of a phase."""

    phase: str
    done: int

    def __call__(self, progress: Progress) -> None:
        if progress.phase == self.phase and progress.done >= self.done:
            raise KeyboardInterrupt


def test_all_is_read_anew_and_is_as_it_was(opened: list[str], stories: Path, library: Path) -> None:
    """Only new segments, one commit, the same works and ids, no leftovers; the next update opens no file."""
    before = {work.title: work.id for work in open_store(library).works().values()}
    old = read_toc(library / "index", 1).files
    opened.clear()
    seen: list[Progress] = []
    receipt = rebuild(library, PLAIN, progress=seen.append)
    assert len(opened) == 12
    assert counts(receipt) == (0, 0, 12, 0) and receipt.run == "rebuild"
    assert list(dict.fromkeys(progress.phase for progress in seen)) == ["looking", "reading", "committing", "verifying"]
    assert {work.title: work.id for work in open_store(library).works().values()} == before
    assert generations(library / "index") == [2]
    toc = read_toc(library / "index", 2)
    assert not toc.files & old
    assert index_files(library) == toc.files | {"_MAIN_2.toc"}
    assert check(library).whole and check(library).leftovers == ()
    opened.clear()
    assert counts(update(library)) == (0, 0, 12, 0) and opened == []


def test_the_receipt_compares_both_indexes(opened: list[str], stories: Path, library: Path) -> None:
    """The receipt counts works that came, changed, moved and went since the index before."""
    (stories / "new.txt").write_text(STORY.format("new"))
    (stories / "00.txt").write_text(STORY.format(0) + "\nAnd so on.\n")
    (stories / "01.txt").rename(stories / "moved.txt")
    (stories / "02.txt").unlink()
    receipt = rebuild(library, PLAIN)
    assert (counts(receipt), receipt.moved, receipt.works) == ((1, 2, 9, 1), 1, 12)
    assert [gone.title for gone in receipt.gone] == ["Tale 2"]


@pytest.mark.parametrize("stop", [Stop("reading", 7), Stop("committing", 0), Stop("verifying", 5)])
def test_an_interrupted_rebuild_goes_on_where_it_was(
    opened: list[str], stories: Path, library: Path, stop: Stop
) -> None:
    """The library is as before; files that were read are not read again; in the end there is no difference."""
    before = (library / "index" / "_MAIN_1.toc").read_bytes()
    opened.clear()
    with pytest.raises(KeyboardInterrupt):
        rebuild(library, PLAIN, progress=stop)
    assert (library / "index" / "_MAIN_1.toc").read_bytes() == before
    assert check(library).whole and len(open_store(library).works()) == 12
    with Library.open(library) as searched:
        assert searched.search('"rang at noon"').total == 12
    first = list(opened)
    opened.clear()
    receipt = rebuild(library, PLAIN)
    assert counts(receipt) == (0, 0, 12, 0)
    # The interrupted file is hashed again, and the file after it may have been read already.
    assert len(set(first) & set(opened)) <= 2 and set(first) | set(opened) == {f"{n:02}.txt" for n in range(12)}
    assert check(library).whole and check(library).leftovers == ()
    assert index_files(library) == read_toc(library / "index", 2).files | {"_MAIN_2.toc"}


def test_changes_between_the_two_halves_count(opened: list[str], stories: Path, library: Path) -> None:
    """A file that changed since is read again; the work of a missing one goes; updates in between do no harm."""
    with pytest.raises(KeyboardInterrupt):
        rebuild(library, PLAIN, progress=Stop("reading", 9))
    (stories / "00.txt").write_text(STORY.format(0) + "\nAnd so on.\n")
    (stories / "01.txt").unlink()
    assert counts(update(library)) == (0, 1, 10, 1)
    opened.clear()
    receipt = rebuild(library, PLAIN)
    assert counts(receipt) == (0, 0, 11, 0)
    assert "00.txt" in opened and "02.txt" not in opened
    with Library.open(library) as searched:
        assert searched.search('"and so on"').total == 1
        assert searched.search('"the bell of 1 rang"').total == 0
    assert check(library).whole and check(library).leftovers == ()


def test_what_was_done_can_be_forgotten(opened: list[str], stories: Path, library: Path) -> None:
    """--fresh reads all files again; so does a Fabula with other readers."""
    for options in (RebuildOptions(workers=0, speech=False, fresh=True), PLAIN):
        with pytest.raises(KeyboardInterrupt):
            rebuild(library, PLAIN, progress=Stop("reading", 9))
        opened.clear()
        if options is PLAIN:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(import_module("fabula.index.indexer.rebuild"), "readers_fingerprint", lambda: "another")
                rebuild(library, options)
        else:
            rebuild(library, options)
        assert len(opened) == 12
        assert check(library).whole and check(library).leftovers == ()


@pytest.mark.parametrize("name", ["rebuild.toc", "rebuild.catalogue", "segment"])
def test_a_damaged_half_is_made_again(opened: list[str], stories: Path, library: Path, name: str) -> None:
    """Whatever file of an interrupted rebuild is damaged, the next rebuild succeeds."""
    with pytest.raises(KeyboardInterrupt):
        rebuild(library, PLAIN, progress=Stop("reading", 9))
    files = library / "index"
    path = files / name
    if name == "segment":
        path = next(files / name for name in index_files(library) - read_toc(files, 1).files if name.endswith(".seg"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    rebuild(library, PLAIN)
    assert check(library).whole and check(library).leftovers == ()
    assert len(open_store(library).works()) == 12


def test_what_fails_its_check_is_not_taken(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index stays, and the message says why."""
    module = import_module("fabula.index.indexer.rebuild_writer")
    monkeypatch.setattr(module, "check_segment", lambda segment, found, *_: found.add("text", "it fails its checksum"))
    with pytest.raises(LibraryDamaged, match="so the old one stays"):
        rebuild(library, PLAIN)
    assert generations(library / "index") == [1]
    monkeypatch.undo()
    assert counts(rebuild(library, RebuildOptions(workers=0, fresh=True, speech=False))) == (0, 0, 12, 0)


def test_what_cannot_be_read_again_is_taken_over(make_work: Callable[..., Work], stories: Path, library: Path) -> None:
    """Works of a missing source, of a file that fails now, and works made in Python."""
    other = stories.parent / "other"
    other.mkdir()
    (other / "other.txt").write_text(STORY.format("other"))
    build(library, [other], speech=False)
    add_works(library, [make_work("The lamp was lit.", title="Made")], speech=False)
    before = open_store(library).works()
    (stories / "00.txt").write_bytes(b"\x00\x01" * 500)
    shutil.move(other, stories.parent / "away")
    receipt = rebuild(library, PLAIN)
    assert counts(receipt) == (0, 0, 14, 0)
    assert receipt.unseen == (str(other),) and any("3 works" in str(warning) for warning in receipt.warnings)
    assert dict(open_store(library).works()) == dict(before)
    with Library.open(library) as searched:
        assert searched.search('"lamp was lit"').total == 1
        assert searched.search('"rang at noon"').total == 13


def test_many_works_go_only_when_that_is_said(opened: list[str], stories: Path, library: Path) -> None:
    """As for updates; once removals are allowed, files that were read are not read again."""
    for number in range(4):
        (stories / f"{number:02}.txt").unlink()
    with pytest.raises(RemovalsRefused):
        rebuild(library, PLAIN)
    assert len(open_store(library).works()) == 12
    opened.clear()
    receipt = rebuild(library, RebuildOptions(workers=0, allow_removals=True, speech=False))
    assert counts(receipt) == (0, 0, 8, 4) and opened == []


def test_after_a_refusal_a_story_has_its_id_and_not_its_copy(opened: list[str], stories: Path, library: Path) -> None:
    """A copy took the place of a story that is back now, and gets another id. Only the copy is read again."""
    ids = ids_by_path(library)
    (stories / "copy.txt").write_text((stories / "00.txt").read_text())
    texts = take_away(stories, 4)
    with pytest.raises(RemovalsRefused):
        rebuild(library, PLAIN)
    put_back(texts)
    opened.clear()
    receipt = rebuild(library, PLAIN)
    assert counts(receipt) == (1, 0, 12, 0)
    after = ids_by_path(library)
    assert set(after) - set(ids) == {"copy.txt"} and after.pop("copy.txt") not in ids.values()
    assert after == ids
    assert sorted(opened) == [*(path.name for path in texts), "copy.txt"]


def test_after_an_interrupt_a_moved_story_is_known(opened: list[str], stories: Path, library: Path) -> None:
    """Its copy was new as long as the story was there; now the story is gone, and the copy is what became of it."""
    ids = ids_by_path(library)
    (stories / "copy.txt").write_text((stories / "00.txt").read_text())
    with pytest.raises(KeyboardInterrupt):
        rebuild(library, PLAIN, progress=Stop("verifying", 0))
    (stories / "00.txt").unlink()
    receipt = rebuild(library, PLAIN)
    assert (counts(receipt), receipt.moved) == ((0, 1, 11, 0), 1)
    assert ids_by_path(library)["copy.txt"] == ids["00.txt"]


@pytest.mark.parametrize("kind", ["replaced", "shrunk"])
def test_a_refused_rebuild_is_refused_again(stories: Path, library: Path, kind: str) -> None:
    """The second one counts what the first one read: other stories, and what little is left of the same."""
    for number in range(4):
        words = prose(number, 400)
        (stories / f"{number:02}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann Author\n\n\n{words}\n")
    update(library, UpdateOptions(workers=0, speech=False))
    before = dict(open_store(library).works())
    for number in range(4):
        title = f"Tale {number}" if kind == "shrunk" else f"Song {number}"
        words = prose(number, 100) if kind == "shrunk" else prose(number + 100, 400)
        (stories / f"{number:02}.txt").write_text(f"Title: {title}\nAuthor: Ann Author\n\n\n{words}\n")
    for _ in range(2):
        with pytest.raises(RemovalsRefused):
            rebuild(library, PLAIN)
    assert dict(open_store(library).works()) == before


@pytest.mark.parametrize("name", ["tales.zip", "tales.jsonl"])
def test_so_it_is_with_many_works_in_one_file(opened: list[str], stories: Path, library: Path, name: str) -> None:
    """All works of a file are decided anew if one of them is; none is lost."""
    write_many(stories / name, {f"Many {number}": prose(number, 80) for number in range(3)})
    update(library, UpdateOptions(workers=0, speech=False))
    ids = {work.title: work.id for work in open_store(library).works().values()}
    texts = take_away(stories, 4)
    many = {f"Many {number}": prose(number, 80) for number in range(3)}
    write_many(stories / name, {**many, "Tale 0": STORY.format(0).rpartition("\n\n\n")[2]})
    with pytest.raises(RemovalsRefused):
        rebuild(library, PLAIN)
    put_back(texts)
    rebuild(library, PLAIN)
    works = open_store(library).works().values()
    assert len(works) == 16
    assert {work.title: work.id for work in works if work.title != "Tale 0" or work.path == "00.txt"} == ids


def ids_by_path(library: Path) -> dict[str, str]:
    return {work.path: work.id for work in open_store(library).works().values()}


def take_away(stories: Path, count: int) -> dict[Path, str]:
    """The texts of the first stories, whose files are deleted."""
    texts = {path: path.read_text() for path in sorted(stories.glob("0*.txt"))[:count]}
    for path in texts:
        path.unlink()
    return texts


def put_back(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text)


def write_many(file: Path, texts: dict[str, str]) -> None:
    """One file with a work for each title."""
    if file.suffix == ".jsonl":
        works = [{"title": title, "author": "Ann Author", "text": text} for title, text in texts.items()]
        file.write_text("".join(f"{json.dumps(work)}\n" for work in works))
        return
    with zipfile.ZipFile(file, "w") as archive:
        for title, text in texts.items():
            archive.writestr(f"{title}.txt", f"Title: {title}\nAuthor: Ann Author\n\n\n{text}\n")


def test_a_refused_rebuild_forgets_no_folder(stories: Path, library: Path) -> None:
    """Works of a folder that is suddenly empty stay, also in the rebuild after one that was refused."""
    inner = stories / "inner"
    inner.mkdir()
    (stories / "11.txt").rename(inner / "11.txt")
    update(library, UpdateOptions(workers=0, speech=False))
    texts = {path: path.read_text() for path in stories.glob("0*.txt")}
    for path in (inner / "11.txt", *list(texts)[:4]):
        path.unlink()
    with pytest.raises(RemovalsRefused):
        rebuild(library, PLAIN)
    for path, text in texts.items():
        path.write_text(text)
    receipt = rebuild(library, PLAIN)
    assert (receipt.works, receipt.removed) == (12, 0)
    assert [warning.kind for warning in receipt.warnings] == [WarningKind.FOLDER_UNSEEN]


def test_replaced_commits_are_kept_on_request(stories: Path, library: Path) -> None:
    """As many as asked for stay through later commits, and can still be opened."""
    files = library / "index"
    keeping = RebuildOptions(workers=0, keep=1, speech=False)
    rebuild(library, keeping)
    assert generations(files) == [1, 2]
    (stories / "new.txt").write_text(STORY.format("new"))
    update(library)
    assert generations(files)[0] == 1 and read_toc(files, 1).files <= index_files(library)
    latest = generations(files)[-1]
    rebuild(library, keeping)
    assert generations(files) == [latest, latest + 1]
    assert check(library).leftovers == ()
    toc_path(files, latest).write_bytes(b"nothing that can be read")
    rebuild(library, PLAIN)
    assert generations(files) == [latest + 2]
    assert index_files(library) == read_toc(files, latest + 2).files | {f"_MAIN_{latest + 2}.toc"}
    with pytest.raises(OptionError):
        RebuildOptions(keep=-1)


def test_room_is_looked_for_before_it_begins(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less free space than the index takes, nothing begins, and the message has both numbers."""
    usage = shutil.disk_usage(library)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(LibraryFull, match="1 MB are free"):
        rebuild(library, PLAIN)
    assert generations(library / "index") == [1]


def test_readers_see_the_old_index_until_the_commit(library: Path) -> None:
    """An open library answers all the while, and moves on to the new index by itself."""
    answers: set[int] = set()
    with Library.open(library) as searched:
        rebuild(library, PLAIN, progress=lambda _: answers.add(searched.search('"rang at noon"').total))
        answers.add(searched.search('"rang at noon"').total)
    assert answers == {12}


def test_one_writer_at_a_time(library: Path) -> None:
    """No other writer gets the lock while a rebuild runs."""

    def intrude(progress: Progress) -> None:
        if progress.phase == "reading":
            with pytest.raises(LibraryBusy):
                update(library)

    assert counts(rebuild(library, PLAIN, progress=intrude)) == (0, 0, 12, 0)
