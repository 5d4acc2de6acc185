"""A library follows its sources: new, changed, moved and missing files are found, and no work goes by accident."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, WarningKind, Work, add_works, build, library_sources, update
from fabula.index.errors import LibraryMissing, OptionError, RemovalsRefused
from fabula.index.folder_names import CATALOGUE
from fabula.index.ingest.job import Job
from fabula.index.library.settings import read_settings
from fabula.index.store.opening import open_store
from .tales import STORY, counts, titles, write


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were read in the last runs."""
    paths: list[str] = []
    outcomes = import_module("fabula.index.run.read_changed")
    read_all = outcomes.read_all

    def recording_read_all(jobs: list[Job], limits: object) -> object:
        paths.extend(job.task.sources[0].path for job in jobs)
        return read_all(jobs, limits)

    monkeypatch.setattr(outcomes, "read_all", recording_read_all)
    # Files written by a test are always young.
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    return paths


def test_what_changed_is_found_and_only_that_is_opened(opened: list[str], stories: Path, library: Path) -> None:
    """New, changed, moved and removed works in one commit; all other files are known by their fingerprints."""
    opened.clear()
    write(stories / "new.txt", "New")
    write(stories / "part0" / "00.txt", "Tale 0", "With another end.")
    (stories / "part1" / "01.txt").rename(stories / "part2" / "moved.txt")
    (stories / "part2" / "02.txt").unlink()
    before = {work.title: work.id for work in open_store(library).works().values()}
    generation = open_store(library).generation
    receipt = update(library, UpdateOptions(speech=False))
    assert counts(receipt) == (1, 2, 9, 1)
    assert (receipt.moved, [gone.title for gone in receipt.gone]) == (1, ["Tale 2"])
    assert open_store(library).generation == generation + 1
    assert sorted(opened) == ["new.txt", "part0/00.txt", "part2/moved.txt"]
    after = {work.title: work.id for work in open_store(library).works().values()}
    assert after.keys() == before.keys() - {"Tale 2"} | {"New"}
    assert all(after[title] == before[title] for title in after.keys() & before.keys())


def test_nothing_changed_opens_nothing(opened: list[str], stories: Path, library: Path) -> None:
    """No file is opened and no commit is made; --verify hashes every file, and still parses none."""
    opened.clear()
    generation = open_store(library).generation
    assert counts(update(library)) == (0, 0, 12, 0)
    assert opened == []
    assert counts(update(library, UpdateOptions(verify=True))) == (0, 0, 12, 0)
    assert len(opened) == 12
    assert open_store(library).generation == generation


def test_only_what_was_not_at_rest_is_opened_by_the_first_update(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changed just before it was read may have changed since with the same fingerprint; all others, though
    they are new, are not opened again."""
    paths: list[str] = []
    outcomes = import_module("fabula.index.run.read_changed")
    read_all = outcomes.read_all

    def recording_read_all(jobs: list[Job], limits: object) -> object:
        paths.extend(job.task.sources[0].path for job in jobs)
        return read_all(jobs, limits)

    # As if it changed while the run goes on, however slow the machine is.
    later_ns = time.time_ns() + 10**12
    os.utime(stories / "part0" / "00.txt", ns=(later_ns, later_ns))
    time.sleep(0.2)
    build(tmp_path / "library", [stories], workers=0, speech=False)
    monkeypatch.setattr(outcomes, "read_all", recording_read_all)
    update(tmp_path / "library")
    assert paths == ["part0/00.txt"]


def test_the_first_update_after_an_index_looks_at_no_file(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If all files were at rest, though they are new, their folders' fingerprint is enough."""
    time.sleep(0.2)
    build(tmp_path / "library", [stories], workers=0, speech=False)
    monkeypatch.setattr(import_module("fabula.index.run.full_run"), "full_run", None)
    assert update(tmp_path / "library").unchanged == 12


def test_a_change_that_keeps_size_and_time_is_found(opened: list[str], stories: Path, library: Path) -> None:
    """Programs may set a file's mtime back, but not its ctime."""
    path = stories / "part0" / "00.txt"
    status = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("noon", "dusk"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert counts(update(library)) == (0, 1, 11, 0)


def test_a_touched_file_is_hashed_and_not_read(opened: list[str], stories: Path, library: Path) -> None:
    """Another time with the same bytes is no change."""
    opened.clear()
    os.utime(stories / "part0" / "00.txt", (1, 1))
    assert counts(update(library)) == (0, 0, 12, 0)
    assert opened == ["part0/00.txt"]
    opened.clear()
    update(library)
    assert opened == []


def test_a_dry_run_tells_and_writes_nothing(stories: Path, library: Path) -> None:
    """The receipt is that of the real run; not a byte of the library changes."""
    write(stories / "new.txt", "New")
    (stories / "part0" / "00.txt").unlink()
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    dry = update(library, UpdateOptions(dry_run=True))
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before
    assert dry.dry_run and counts(dry) == (1, 0, 11, 1)
    done = update(library)
    assert counts(done) == counts(dry)
    assert (done.works, done.scenes, done.words, done.gone) == (dry.works, dry.scenes, dry.words, dry.gone)


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_source_that_is_not_there_loses_nothing(opened: list[str], stories: Path, library: Path, how: str) -> None:
    """An unmounted drive, and the empty folder that it leaves, remove nothing, and say so; others go on."""
    other = stories.parent / "other"
    write(other / "other.txt", "Other")
    build(library, [other])
    write(other / "second.txt", "Second")
    (other / "other.txt").unlink()
    stories.rename(stories.parent / "unplugged")
    if how == "empty":
        stories.mkdir()
    receipt = update(library)
    assert counts(receipt) == (1, 0, 0, 1)
    assert receipt.unseen == (str(stories),) and not receipt.complete
    (warning,) = receipt.warnings
    assert (warning.kind, warning.path) == (WarningKind.SOURCE_UNSEEN, str(stories)) and "12 works" in str(warning)
    assert titles(library) == {f"Tale {number}" for number in range(12)} | {"Second"}
    if how == "empty":
        stories.rmdir()
    (stories.parent / "unplugged").rename(stories)
    opened.clear()
    assert counts(update(library)) == (0, 0, 13, 0)
    # The catalogue kept its files meanwhile.
    assert opened == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_source_loses_nothing(stories: Path, library: Path) -> None:
    """A folder that may not be listed is not an empty one."""
    stories.chmod(0)
    try:
        receipt = update(library)
    finally:
        stories.chmod(0o755)
    assert counts(receipt) == (0, 0, 0, 0) and receipt.unseen


def test_a_folder_that_cannot_be_listed_loses_nothing(
    stories: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one below a source: it is a failed line, and its works stay."""
    scandir = os.scandir

    def failing(path: os.PathLike[str]) -> object:
        if os.fspath(path).endswith("part1"):
            raise OSError(5, "Input/output error")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    receipt = update(library)
    assert [skipped.path for skipped in receipt.skipped] == ["part1"]
    assert receipt.works == 12


def test_many_works_go_only_when_that_is_said(stories: Path, library: Path) -> None:
    """More than a tenth is refused, and nothing written; --allow-removals and remove allow it."""
    shutil.rmtree(stories / "part0")
    write(stories / "new.txt", "New")
    with pytest.raises(RemovalsRefused, match="4 works of 12") as caught:
        update(library)
    assert "--allow-removals" in caught.value.hint
    assert titles(library) == {f"Tale {number}" for number in range(12)}
    dry = update(library, UpdateOptions(dry_run=True))
    assert counts(dry) == (1, 0, 8, 4) and "--allow-removals" in str(dry.warnings[0])
    assert counts(update(library, UpdateOptions(allow_removals=True))) == (1, 0, 8, 4)


def test_a_folder_that_is_renamed_loses_nothing(stories: Path, library: Path) -> None:
    """Files at new paths are no loss: their works keep their ids, and no permission is needed."""
    before = set(open_store(library).works())
    (stories / "part0").rename(stories / "renamed")
    receipt = update(library)
    assert (counts(receipt), receipt.moved) == ((0, 4, 8, 0), 4)
    assert set(open_store(library).works()) == before


def test_works_of_no_source_stay(make_work: Callable[..., Work], stories: Path, library: Path) -> None:
    """An update removes no works that were made in Python."""
    add_works(library, [make_work("The lamp was lit.", title="Made")])
    assert counts(update(library)) == (0, 0, 12, 0)
    assert "Made" in titles(library)


@pytest.mark.slow
def test_an_archive_is_followed_member_by_member(opened: list[str], stories: Path, library: Path) -> None:
    """Only changed members are parsed, missing ones go; an archive that cannot be opened keeps all its works."""
    path = stories / "more.zip"

    def pack(**members: str) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, title in members.items():
                archive.writestr(f"{name}.txt", STORY.format(title))

    pack(a="In A", b="In B")
    assert counts(update(library)) == (2, 0, 12, 0)
    pack(a="In A", c="In C")
    assert counts(update(library)) == (1, 0, 13, 1)
    assert titles(library) >= {"In A", "In C"}
    path.write_bytes(path.read_bytes()[:-30])
    receipt = update(library)
    assert [skipped.path for skipped in receipt.skipped] == ["more.zip"]
    assert (receipt.removed, receipt.works) == (0, 14)
    opened.clear()
    again = update(library)
    assert (again.skipped, opened) == (tuple(replace(file, again=True) for file in receipt.skipped), [])
    path.unlink()
    assert counts(update(library, UpdateOptions(allow_removals=True))) == (0, 0, 12, 2)


@pytest.mark.slow
def test_a_folder_work_follows_all_its_files(stories: Path, library: Path) -> None:
    """A chapter that changes, comes or goes changes the work; pages without numbers are works of their own."""
    folder = stories / "novel"
    page = "<html><head><title>The Lamp: Chapter {0}</title></head><body><h1>Chapter {0}</h1><p>{1}</p></body></html>"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"ch{number}.html").write_text(page.format(number, f"The lamp was lit {number} times."))
    assert counts(update(library)) == (1, 0, 12, 0)
    (folder / "ch2.html").write_text(page.format(2, "The lamp went out."))
    assert counts(update(library)) == (0, 1, 12, 0)
    (folder / "ch3.html").unlink()
    assert counts(update(library)) == (0, 1, 12, 0)
    (folder / "ch2.html").rename(folder / "other.html")
    receipt = update(library)
    assert (receipt.works, receipt.removed) == (14, 1)


@pytest.mark.slow
def test_a_failed_file_is_not_read_again_until_it_changes(opened: list[str], stories: Path, library: Path) -> None:
    """Its line is in every receipt."""
    (stories / "bad.txt").write_bytes(b"\x00\x01" * 500)
    first = update(library)
    opened.clear()
    second = update(library)
    assert second.skipped == tuple(replace(file, again=True) for file in first.skipped) and len(second.skipped) == 1
    assert opened == []
    write(stories / "bad.txt", "Good")
    assert counts(update(library)) == (1, 0, 12, 0)


@pytest.mark.parametrize("damage", ["gone", "cut", "older", "flipped"])
def test_a_lost_catalogue_costs_only_hashing(opened: list[str], stories: Path, library: Path, damage: str) -> None:
    """A catalogue that is damaged or of another commit is ignored; without it no file is parsed."""
    path = library / CATALOGUE
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    else:
        write(stories / "new.txt", "New")
        update(library)
        path.write_bytes(content)
    opened.clear()
    receipt = update(library)
    assert (receipt.added, receipt.updated, receipt.removed) == (0, 0, 0)
    assert len(opened) == receipt.unchanged >= 12


def test_sources_are_remembered(stories: Path, library: Path) -> None:
    """Each source is there once, with its state; a folder within a source is not a source of its own."""
    build(library, [stories / "part0", stories / "part1" / "01.txt"])
    (source,) = library_sources(library)
    assert (source.path, source.state, source.works) == (str(stories), "reachable", 12)
    assert source.scanned.endswith("Z")
    stories.rename(stories.parent / "elsewhere")
    (source,) = library_sources(library)
    assert (source.state, source.works) == ("missing", 12)


def test_a_wider_source_takes_in_narrower_ones(stories: Path, tmp_path: Path) -> None:
    """A folder replaces the sources in it, and the works keep their ids."""
    library = tmp_path / "narrow"
    build(library, [stories / "part0", stories / "part1" / "01.txt"])
    assert [source.works for source in library_sources(library)] == [4, 1]
    before = set(open_store(library).works())
    build(library, [stories])
    assert [source.path for source in library_sources(library)] == [str(stories)]
    assert before < set(open_store(library).works())
    assert counts(update(library)) == (0, 0, 12, 0)


def test_a_library_is_no_source(stories: Path, library: Path) -> None:
    """Neither this library nor another, nor a folder in one; below a source they are passed over."""
    build(stories / "inner", [stories / "part0"])
    for path in (library, library / "index", stories / "inner"):
        with pytest.raises(OptionError, match="library"):
            build(library, [path])
    receipt = update(library)
    assert [(skipped.path, skipped.kind) for skipped in receipt.skipped] == [("inner", "ignored")]


def test_without_sources_there_is_nothing_to_update(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """For a library of works made in Python, and for none at all."""
    add_works(tmp_path / "made", [make_work("The lamp was lit.")])
    with pytest.raises(OptionError, match="no sources"):
        update(tmp_path / "made")
    with pytest.raises(LibraryMissing):
        update(tmp_path / "nowhere")


def test_settings_count(stories: Path, library: Path) -> None:
    """Files excluded by hand go with the next update; a path may be relative to the library."""
    text = (library / "library.toml").read_text(encoding="utf-8")
    (library / "library.toml").write_text(
        text.replace(f'"{stories}"', '"../stories"\nexclude = ["*/00.txt"]'), encoding="utf-8"
    )
    assert read_settings(library).sources[0].path == "../stories"
    assert counts(update(library)) == (0, 0, 11, 1)
    for folder in (library, stories):
        target = stories.parent / "moved" / folder.name
        target.parent.mkdir(exist_ok=True)
        folder.rename(target)
    moved = stories.parent / "moved" / "library"
    assert (update(moved).works, library_sources(moved)[0].works) == (11, 11)
