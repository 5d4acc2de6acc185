"""Files that are no stories by their names: bins, locks, copies of sync programs. Library.toml says which."""

from __future__ import annotations

import shutil
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import SkipKind, UpdateOptions, build, library_patterns, update
from fabula.index.folder_names import SETTINGS
from fabula.index.receipt import Receipt
from .tales import counts, write

QUIET = UpdateOptions(workers=0, speech=False)


def patterns_of(receipt: Receipt) -> dict[str, str]:
    assert all(skipped.kind is SkipKind.IGNORED for skipped in receipt.skipped), receipt.skipped
    return {skipped.path: skipped.pattern for skipped in receipt.skipped}


def set_files(library: Path, text: str) -> None:
    path = library / SETTINGS
    path.write_text(
        path.read_text(encoding="utf-8").partition("\n[files]")[0] + f"\n[files]\n{text}\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    "folder", ["#recycle", "part0/$RECYCLE.BIN", "@eaDir", "lost+found", "__MACOSX", ".Trash-1000"]
)
def test_a_deleted_story_is_not_found_in_the_bin(stories: Path, library: Path, folder: str) -> None:
    """It is removed, not moved. Taken out of the bin, it is there again under its id."""
    (stories / folder).mkdir(parents=True)
    (stories / "part1" / "01.txt").rename(stories / folder / "01.txt")
    receipt = update(library, QUIET)
    assert (counts(receipt), receipt.moved, receipt.complete) == ((0, 0, 11, 1), 0, True)
    assert list(patterns_of(receipt)) == [folder]
    (gone,) = receipt.gone
    (stories / folder / "01.txt").rename(stories / "part1" / "01.txt")
    (back,) = update(library, QUIET).changes
    assert (back.id, back.title) == (gone.id, gone.title)


def test_locks_and_copies_are_no_failures(stories: Path, library: Path) -> None:
    """A receipt with them is complete, and names the story that a copy is one of."""
    part = stories / "part0"
    for name in ("~$Story.docx", ".~lock.00.odt#", "00.txt~", "._00.txt", "Thumbs.db", "#00.txt#", "x.epub.part"):
        (part / name).write_bytes(b"\x00\x05\x16\x07lock")
    shutil.copy(part / "00.txt", part / "00 (Ann's conflicted copy 2023-01-05).txt")
    write(part / "alone.sync-conflict-20230105-120000-ABCDEFG.txt", "Alone")
    receipt = update(library, QUIET)
    assert (counts(receipt), receipt.complete) == ((1, 0, 12, 0), True)
    patterns = patterns_of(receipt)
    assert patterns == {
        "part0/#00.txt#": "#*#",
        "part0/._00.txt": "._*",
        "part0/.~lock.00.odt#": ".~lock.*#",
        "part0/00 (Ann's conflicted copy 2023-01-05).txt": "* (*conflicted copy*)*",
        "part0/00.txt~": "*~",
        "part0/Thumbs.db": "Thumbs.db",
        "part0/x.epub.part": "*.part",
        "part0/~$Story.docx": "~$*",
    }
    copy = next(skipped for skipped in receipt.skipped if "conflicted" in skipped.path)
    assert copy.reason == "it is a conflict copy of 00.txt"


@pytest.mark.parametrize("workers", [0, 1])
def test_names_count_in_archives(tmp_path: Path, workers: int) -> None:
    """Also where they are read in another process, and with the library's own patterns."""
    stories, library = tmp_path / "stories", tmp_path / "library"
    write(stories / "one.txt", "One")
    build(library, [stories], workers=0, speech=False)
    set_files(library, 'exclude = ["draft*"]')
    text = (stories / "one.txt").read_text(encoding="utf-8").replace("One", "Two")
    with zipfile.ZipFile(stories / "mac.zip", "w") as archive:
        for name in ("two.txt", "__MACOSX/._two.txt", "a/.DS_Store", "drafts/three.txt", "two (conflicted copy).txt"):
            archive.writestr(name, text)
        archive.writestr("page.html", "<p>She left.</p>")
    receipt = update(library, UpdateOptions(workers=workers, speech=False))
    assert counts(receipt) == (2, 0, 1, 0)
    assert patterns_of(receipt) == {
        "mac.zip!/__MACOSX": "__MACOSX",
        "mac.zip!/a/.DS_Store": ".DS_Store",
        "mac.zip!/drafts": "draft*",
        "mac.zip!/two (conflicted copy).txt": "* (*conflicted copy*)*",
    }
    # The next run says the same, though it opens nothing.
    assert patterns_of(update(library, QUIET)) == patterns_of(receipt)


def test_a_changed_pattern_acts_at_the_next_update(
    stories: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though no file has changed."""
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    (stories / "#recycle" / "keep").mkdir(parents=True)
    write(stories / "#recycle" / "keep" / "kept.txt", "Kept")
    write(stories / "#recycle" / "gone.txt", "Gone")
    assert counts(update(library, QUIET)) == (0, 0, 12, 0)
    assert counts(update(library, QUIET)) == (0, 0, 12, 0)
    set_files(library, 'include = ["#recycle/keep/**"]')
    receipt = update(library, QUIET)
    assert (counts(receipt), [change.title for change in receipt.changes]) == ((1, 0, 12, 0), ["Kept"])
    set_files(library, 'include = ["#recycle/keep/**"]\nexclude = ["03.txt"]')
    receipt = update(library, QUIET)
    assert (counts(receipt), [change.title for change in receipt.changes]) == ((0, 0, 12, 1), ["Tale 3"])
    set_files(library, "default_exclude = []")
    receipt = update(library, QUIET)
    assert sorted(change.title for change in receipt.changes) == ["Gone", "Tale 3"]
    assert not any(pattern.origin == "default" for pattern in library_patterns(library))


def test_a_folder_may_have_the_name_of_such_a_file(stories: Path, library: Path) -> None:
    """What is backup, download or note as a file is a collection as a folder."""
    for folder in ("Authors", "Summer ~Night~", "Notice", "#1 Lamp#"):
        write(stories / folder / "one.txt", folder)
        write(stories / folder / "AUTHORS", "Thanks")
    receipt = update(library, QUIET)
    assert counts(receipt) == (4, 0, 12, 0)
    assert set(patterns_of(receipt).values()) == {"authors"}


def test_a_file_that_is_named_is_read(stories: Path, library: Path) -> None:
    """Whatever its name, and again with the next update, though the folder that it lies in is a source, too."""
    for name in (".hidden.txt", "README.txt", "~$notes.txt"):
        write(stories / name, name.strip(".~$"))
    paths = [stories / ".hidden.txt", stories / "README.txt", stories / "~$notes.txt"]
    assert build(library, paths, workers=0, speech=False).added == 3
    receipt = update(library, QUIET)
    assert (receipt.works, receipt.removed) == (15, 0)
    write(stories / "#recycle" / "a.txt", "In the bin")
    assert build(library, [stories / "#recycle"], workers=0, speech=False).added == 1
    assert update(library, QUIET).works == 16


def test_chapters_with_copies_beside_them_are_one_story(tmp_path: Path) -> None:
    """A folder of pages stays one work when a system or a sync program leaves something there."""
    folder = tmp_path / "stories" / "The Lamp"
    folder.mkdir(parents=True)
    for number in (1, 2, 3):
        page = f"<title>The Lamp: Chapter {number}</title><h1>Chapter {number}</h1><p>She lit lamp {number}.</p>"
        (folder / f"chapter-{number}.html").write_text(page, encoding="utf-8")
    library = tmp_path / "library"
    build(library, [tmp_path / "stories"], workers=0, speech=False)
    shutil.copy(folder / "chapter-2.html", folder / "chapter-2.sync-conflict-20230105-120000-ABCDEFG.html")
    (folder / "._chapter-1.html").write_bytes(b"\x00\x05\x16\x07")
    (folder / "~$chapter-3.html").write_bytes(b"lock")
    receipt = update(library, QUIET)
    assert (counts(receipt), receipt.works, receipt.complete) == ((0, 0, 1, 0), 1, True)


def test_a_book_of_calibres_keeps_its_files(tmp_path: Path) -> None:
    """What lies beside the book is no edition of it, and the book's own files have one pattern each."""
    folder = tmp_path / "stories" / "Mara Vell" / "Lamp (1)"
    write(folder / "Lamp - Mara Vell.txt", "Lamp")
    for name in ("._Lamp - Mara Vell.txt", "~$Lamp.txt", "~$Lamp.rtf", "cover.jpg"):
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    (folder / "metadata.opf").write_text("<package><metadata><title>The Lamp</title></metadata></package>")
    (tmp_path / "stories" / "metadata.db").write_bytes(b"SQLite format 3\x00")
    receipt = build(tmp_path / "library", [tmp_path / "stories"], workers=0, speech=False)
    assert [change.title for change in receipt.changes] == ["The Lamp"]
    assert sorted(patterns_of(receipt).values()) == ["._*", "cover.jpg", "metadata.db", "~$*", "~$*"]
