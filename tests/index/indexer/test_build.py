"""From files to a library and a receipt: nothing is lost, nothing is read twice, and every file is accounted for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index import Progress, SkipKind, Work, build
from fabula.index.errors import LibraryBusy, NotALibrary, SourceMissing
from fabula.index.files.source import Source
from fabula.index.readers import registry
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.opening import open_store
from fabula.search import Library

ONE = "Clara waited by the sea. The lamp was out, and nobody came to light it.\n\n\nThen it was morning.\n"
TWO = "# The Second\n\nRuth went to the market with a goat that would not be led.\n\n***\n\nShe came home with none.\n"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "more").mkdir(parents=True)
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "more" / "two.md").write_text(TWO, encoding="utf-8")
    return folder


def counts(library: Path, *paths: Path) -> tuple[int, int, int, int]:
    receipt = build(library, paths)
    return receipt.added, receipt.updated, receipt.unchanged, receipt.removed


def test_a_second_run_reads_only_what_changed(stories: Path, tmp_path: Path) -> None:
    """A file is added, then unchanged, then updated in place; the work of a missing file stays until it is removed."""
    library = tmp_path / "library"
    assert counts(library, stories) == (2, 0, 0, 0)
    generation = open_store(library).generation
    assert counts(library, stories) == (0, 0, 2, 0)
    assert open_store(library).generation == generation
    (stories / "one.txt").write_text(ONE.replace("sea", "ocean"), encoding="utf-8")
    assert counts(library, stories) == (0, 1, 1, 0)
    (stories / "one.txt").unlink()
    assert counts(library, stories) == (0, 0, 1, 0)
    with Library.open(library) as opened:
        assert opened.search('"by the sea"').total == 0
        assert opened.search('"by the ocean"').total == 1
        assert len(opened.works()) == 2


def test_a_files_name_is_a_title_only_where_there_is_none(stories: Path, tmp_path: Path) -> None:
    """A field or the first heading goes before it, and what the title is from can be told."""
    (stories / "three.txt").write_text(f"THE THIRD\n\n{ONE}", encoding="utf-8")
    (stories / "four.txt").write_text(f"Title: The Fourth\nAuthor: Mara Vell\n\n{ONE}", encoding="utf-8")
    (stories / "five.html").write_text("<p>She left at noon.</p><p>Nobody came.</p>", encoding="utf-8")
    counts(tmp_path / "library", stories)
    with Library.open(tmp_path / "library") as opened:
        sources = {work.title: work.metadata.title_source for work in opened.works()}
    assert {title: sources[title] for title in ("one", "THE THIRD", "The Fourth", "five")} == {
        "one": "file", "THE THIRD": "heading", "The Fourth": "", "five": "file",
    }  # fmt: skip


def test_a_file_named_alone_is_the_same_as_in_its_folder(stories: Path, tmp_path: Path) -> None:
    """A path in the receipt and in results is relative to the root, however the file was named."""
    library = tmp_path / "library"
    assert counts(library, stories / "one.txt") == (1, 0, 0, 0)
    assert counts(library, stories) == (1, 0, 1, 0)
    assert {work.path for work in open_store(library).works().values()} == {"one.txt", "more/two.md"}


def test_ids_survive_building_anew_and_moving(stories: Path, tmp_path: Path) -> None:
    """The same files give the same ids in another library; a moved file keeps its id by title and authors."""
    first, second = tmp_path / "first", tmp_path / "second"
    build(first, [stories])
    build(second, [stories])
    assert set(open_store(first).works()) == set(open_store(second).works())


def test_the_same_story_twice_is_two_works(stories: Path, tmp_path: Path) -> None:
    """Two files with one identity are two works, the second with a number, and keep their ids in later runs."""
    text = "Title: The Bell\nAuthor: Ann Author\n\n\nThe bell rang at noon, and again at one.\n"
    (stories / "a.txt").write_text(text, encoding="utf-8")
    (stories / "b.txt").write_text(text.replace("at one", "at two"), encoding="utf-8")
    library = tmp_path / "library"
    build(library, [stories])
    bells = {work.path: work.id for work in open_store(library).works().values() if work.title == "The Bell"}
    assert bells["b.txt"] == bells["a.txt"] + ".2"
    (stories / "b.txt").write_text(text.replace("at one", "at three"), encoding="utf-8")
    assert counts(library, stories) == (0, 1, 3, 0)
    assert {w.path: w.id for w in open_store(library).works().values() if w.title == "The Bell"} == bells


@pytest.mark.parametrize(
    ("name", "content", "kind", "reason"),
    [
        ("binary.txt", bytes(range(256)) * 40, SkipKind.FAILED, "binary"),
        ("zero.txt", b"", SkipKind.FAILED, "empty"),
        ("blank.txt", b" \n\n", SkipKind.FAILED, ""),
        ("broken.epub", b"PK\x03\x04" + b"x" * 100, SkipKind.FAILED, ""),
        ("photo.jpg", b"\xff\xd8\xff\xe0", SkipKind.IGNORED, ".jpg"),
        ("README.md", b"# About these files\n\nText.", SkipKind.IGNORED, "about the folder"),
        (".hidden.txt", b"Text that is hidden.", SkipKind.IGNORED, "hidden"),
    ],
)
def test_every_file_left_out_has_its_reason(
    stories: Path, tmp_path: Path, name: str, content: bytes, kind: SkipKind, reason: str
) -> None:
    """One bad file is one line of the receipt; the others are indexed."""
    (stories / name).write_bytes(content)
    receipt = build(tmp_path / "library", [stories])
    (skipped,) = receipt.skipped
    assert (skipped.path, skipped.kind) == (name, kind)
    assert reason in skipped.reason and skipped.reason
    assert (receipt.files, receipt.added) == (3, 2)
    assert receipt.complete == (kind is SkipKind.IGNORED)


def test_a_changed_file_that_fails_keeps_its_work(stories: Path, tmp_path: Path) -> None:
    """The work of a file stays in the library when the file is damaged."""
    library = tmp_path / "library"
    build(library, [stories])
    (stories / "one.txt").write_bytes(b"\x00\x01" * 500)
    receipt = build(library, [stories])
    assert [skipped.path for skipped in receipt.skipped] == ["one.txt"]
    assert receipt.works == 2


def test_odd_names_and_places_are_no_trouble(stories: Path, tmp_path: Path) -> None:
    """Undecodable names are shown as bytes; links out, loops, pipes and libraries are reported and not followed."""
    (tmp_path / "elsewhere.txt").write_text("Not for the library at all.", encoding="utf-8")
    (stories / "out.txt").symlink_to(tmp_path / "elsewhere.txt")
    (stories / "loop").symlink_to(stories)
    (stories / "twice.txt").symlink_to(stories / "one.txt")
    os.mkfifo(stories / "pipe.txt")
    (stories / "name\nwith\tcontrols.txt").write_text("A story with an odd name, told in one line.", encoding="utf-8")
    with open(os.fsencode(stories) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"A story whose file has a name that is no UTF-8.")
    build(stories / "library", [stories / "one.txt"])
    receipt = build(tmp_path / "library", [stories])
    reasons = {skipped.path: skipped.reason for skipped in receipt.skipped}
    assert set(reasons) == {"out.txt", "loop", "pipe.txt", "library"}
    assert "link" in reasons["out.txt"] and "link" in reasons["loop"]
    assert "regular file" in reasons["pipe.txt"] and "library" in reasons["library"]
    assert {work.path for work in open_store(tmp_path / "library").works().values()} == {
        "one.txt",
        "more/two.md",
        "name\nwith\tcontrols.txt",
        "caf\\xe9.txt",
    }


def test_a_missing_path_stops_before_anything_is_written(stories: Path, tmp_path: Path) -> None:
    """A missing path is an error, and no library is created."""
    with pytest.raises(SourceMissing, match="no file or folder at"):
        build(tmp_path / "library", [stories, tmp_path / "nowhere"])
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("name", ["a" * 300, "one.txt/two.txt", "nul\x00l", "a/" * 3_000])
def test_a_path_that_cannot_be_is_missing(stories: Path, tmp_path: Path, name: str) -> None:
    """A path that is too long, lies below a file or contains NUL is missing, and the message says so."""
    with pytest.raises(SourceMissing) as caught:
        build(tmp_path / "library", [stories / name])
    assert caught.value.hint


def test_a_folder_with_other_files_is_not_written_to(stories: Path) -> None:
    """A library is never created among other files."""
    before = sorted(stories.rglob("*"))
    with pytest.raises(NotALibrary):
        build(stories, [stories])
    assert sorted(stories.rglob("*")) == before


def test_one_writer_at_a_time(stories: Path, tmp_path: Path) -> None:
    """The second writer is refused; the first goes on, and nothing is left of it when it cancels."""
    library = tmp_path / "library"
    build(library, [stories / "one.txt"])
    store = open_for_writing(library)
    with store.write(), pytest.raises(LibraryBusy):
        build(library, [stories])
    assert counts(library, stories) == (1, 0, 1, 0)


def test_an_interrupted_run_changes_nothing(stories: Path, tmp_path: Path) -> None:
    """Whatever stops a run before its commit, the library is as before and can be written to."""
    library = tmp_path / "library"
    build(library, [stories / "one.txt"])

    def stop(progress: Progress) -> None:
        if progress.phase == "committing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(library, [stories], progress=stop)
    assert len(open_store(library).works()) == 1
    assert counts(library, stories) == (1, 0, 1, 0)


def test_progress_is_told_in_order(stories: Path, tmp_path: Path) -> None:
    """Looking, reading, committing, telling speech; counts never fall within a phase; each progress is one line."""
    seen: list[Progress] = []
    build(tmp_path / "library", [stories], progress=seen.append)
    phases = ["looking", "reading", "committing", "telling speech"]
    assert list(dict.fromkeys(progress.phase for progress in seen)) == phases
    reading = [progress.done for progress in seen if progress.phase == "reading"]
    assert reading == sorted(reading) and reading[-1] == 2
    assert all("\n" not in str(progress) for progress in seen)


def test_an_empty_folder_makes_an_empty_library(tmp_path: Path) -> None:
    """An empty library finds nothing, without an error."""
    (tmp_path / "empty").mkdir()
    receipt = build(tmp_path / "library", [tmp_path / "empty"])
    assert (receipt.files, receipt.works) == (0, 0)
    with Library.open(tmp_path / "library") as library:
        assert library.search("anything").total == 0
        assert library.search('"anything at all"').explanation.missing


def test_no_room_for_temporary_files_is_said(stories: Path, tmp_path: Path) -> None:
    """Detecting languages needs temporary files; without room the run stops with a reason."""
    script = (
        "import sys, tempfile; from fabula.index import build\n"
        "from fabula.index.errors import LibraryFull\n"
        "tempfile.tempdir = '/nowhere/at/all'\n"
        "try: build(sys.argv[1], [sys.argv[2]])\n"
        "except LibraryFull as error: print(error, '|', error.hint)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library"), str(stories)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "temporary file" in done.stdout and "TMPDIR" in done.stdout
    assert open_store(tmp_path / "library").works() == {}


class Fickle:
    """A third party's reader that fails in one of many ways."""

    name = "fickle"

    def __init__(self, sniffing: Exception | None = None, reading: Exception | None = None) -> None:
        self.sniffing, self.reading = sniffing, reading

    def sniff(self, source: Source) -> int:
        if source.suffix == ".odd" and self.sniffing:
            raise self.sniffing
        return 90 if source.suffix == ".odd" else 0

    def read(self, source: Source) -> Iterator[Work]:
        if self.reading:
            raise self.reading
        return iter(())


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        (Fickle(reading=TypeError("no such thing")), "no such thing"),
        (Fickle(reading=KeyError()), "KeyError"),
        (Fickle(sniffing=AssertionError()), "AssertionError"),
        (Fickle(), "no story"),
    ],
)
def test_a_reader_may_fail_in_any_way(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Fickle, reason: str
) -> None:
    """Whatever a reader raises, or if it yields nothing, the receipt has one failed line with the file's name."""
    installed = registry.readers()
    monkeypatch.setattr(registry, "readers", lambda: (*installed, reader))
    (stories / "a.odd").write_text("An odd story.", encoding="utf-8")
    receipt = build(tmp_path / "library", [stories], workers=0)
    (skipped,) = receipt.skipped
    assert (skipped.path, skipped.kind) == ("a.odd", SkipKind.FAILED)
    assert reason in skipped.reason
    assert (receipt.files, receipt.added) == (3, 2)


def test_a_changed_file_without_words_keeps_its_work(stories: Path, tmp_path: Path) -> None:
    """A file with nothing but dots has failed, and its work before stays."""
    library = tmp_path / "library"
    build(library, [stories])
    (stories / "one.txt").write_text("…\n", encoding="utf-8")
    receipt = build(library, [stories])
    assert [skipped.kind for skipped in receipt.skipped] == [SkipKind.FAILED]
    assert (receipt.works, receipt.removed) == (2, 0)


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("wider_first", [False, True])
def test_a_file_is_one_work_from_wherever_it_is_named(
    stories: Path, tmp_path: Path, changed: bool, wider_first: bool
) -> None:
    """Named by its folder, a folder above or itself, in any order, a file is the same work with the same id."""
    library = tmp_path / "library"
    (stories / "more" / "three.txt").write_text(ONE.replace("Clara", "Ruth"), encoding="utf-8")
    names = [stories, stories / "more", stories / "more" / "three.txt"]
    names = names if wider_first else names[::-1]
    build(library, names[:1])
    before = {work.id for work in open_store(library).works().values() if work.path.endswith("three.txt")}
    for name in names[1:]:
        if changed:
            with (stories / "more" / "three.txt").open("a", encoding="utf-8") as file:
                file.write("\nAnd so on.\n")
        build(library, [name])
    after = {work.id for work in open_store(library).works().values() if work.path.endswith("three.txt")}
    assert after == before and len(after) == 1
    assert len(open_store(library).works()) == 3


def test_an_absent_folder_loses_nothing_to_one_like_it(tmp_path: Path) -> None:
    """Files with one name in two folders are two stories, also while one of the folders is missing."""
    for folder, hero in [("disk", "Clara"), ("other", "Ruth")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(ONE.replace("Clara", hero), encoding="utf-8")
    library = tmp_path / "library"
    build(library, [tmp_path / "disk"])
    (tmp_path / "disk").rename(tmp_path / "unplugged")
    assert counts(library, tmp_path / "other") == (1, 0, 0, 0)
    (tmp_path / "unplugged").rename(tmp_path / "disk")
    assert counts(library, tmp_path / "other", tmp_path / "disk") == (0, 0, 2, 0)


def test_a_moved_folder_keeps_its_works(stories: Path, tmp_path: Path) -> None:
    """Every work keeps its id, also those that share title and author."""
    bell = "Title: The Bell\nAuthor: Ann Author\n\n\nThe bell rang at noon, and again at {}.\n"
    for hour in ("one", "two", "three"):
        (stories / f"{hour}-bell.txt").write_text(bell.format(hour), encoding="utf-8")
    library = tmp_path / "library"
    build(library, [stories])
    before = {work.path: work.id for work in open_store(library).works().values()}
    stories.rename(tmp_path / "moved")
    assert counts(library, tmp_path / "moved") == (0, 5, 0, 0)
    assert {work.path: work.id for work in open_store(library).works().values()} == before


def test_a_link_to_the_folder_is_the_folder(stories: Path, tmp_path: Path) -> None:
    """Indexing through a link to the folder finds its works unchanged."""
    (tmp_path / "link").symlink_to(stories)
    build(tmp_path / "library", [stories])
    before = set(open_store(tmp_path / "library").works())
    build(tmp_path / "library", [tmp_path / "link"])
    assert set(open_store(tmp_path / "library").works()) == before


def test_a_file_with_an_odd_name_is_seen_to_be_there(stories: Path, tmp_path: Path) -> None:
    """A file with the same title and author does not replace one whose name is not UTF-8."""
    text = "Title: The Bell\nAuthor: Ann Author\n\n\nThe bell rang at noon, and again at one.\n"
    with open(os.fsencode(stories) + b"/caf\xe9.txt", "w", encoding="utf-8") as file:  # noqa: PTH123 - a path of bytes
        file.write(text)
    build(tmp_path / "library", [stories])
    (stories / "two.txt").write_text(text.replace("at one", "at two"), encoding="utf-8")
    assert counts(tmp_path / "library", stories) == (1, 0, 3, 0)
