"""Metadata beside a book that breaks changes nothing of the work, and is a warning until it is mended."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, WarningKind, WorkRecord, build, check_sources, rebuild, update
from fabula.index.receipt import Receipt
from fabula.index.run.options import RebuildOptions
from fabula.index.store.opening import open_store
from .tales import STORY, counts

QUIET = UpdateOptions(workers=0, speech=False)
SIDECAR = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" unique-identifier="uid" version="2.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>The True Lamp</dc:title><dc:creator>M. Vell</dc:creator><dc:identifier id="uid">uuid:7</dc:identifier>
<dc:subject>Light</dc:subject><dc:date>2001-02-03</dc:date>
<meta name="calibre:series" content="Lamps"/></metadata></package>
"""


def write_book(folder: Path, number: int = 7, text: str = STORY, sidecar: str = SIDECAR) -> Path:
    book = folder / "M. Vell" / f"The True Lamp ({number})"
    book.mkdir(parents=True, exist_ok=True)
    (book / "Lamp.txt").write_text(f"Title: Lamp {number}\nAuthor: Vell\n\n{text}", encoding="utf-8")
    (book / "metadata.opf").write_text(sidecar.replace("uuid:7", f"uuid:{number}"), encoding="utf-8")
    return book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "calibre")


@pytest.fixture
def library(tmp_path: Path, book: Path) -> Path:
    build(tmp_path / "library", [tmp_path / "calibre"], workers=0, speech=False)
    return tmp_path / "library"


def works(library: Path) -> list[WorkRecord]:
    return sorted(open_store(library).works().values(), key=lambda record: record.id)


def broken(receipt: Receipt) -> list[str]:
    return [warning.path for warning in receipt.warnings if warning.kind is WarningKind.SIDECAR_BROKEN]


def break_it(sidecar: Path, how: str) -> None:
    data = sidecar.read_bytes()
    sidecar.unlink()
    if how == "a dangling link":
        sidecar.symlink_to("elsewhere.opf")
    elif how == "cut off":
        sidecar.write_bytes(data[: len(data) // 2])
    elif how == "emptied":
        sidecar.write_bytes(b"")
    elif how == "a folder":
        sidecar.mkdir()
    elif how == "zeros":
        sidecar.write_bytes(bytes(len(data)))
    else:
        sidecar.write_bytes(b"/annex/objects/SHA256E-s700--0000.opf\n")


HOW = ("cut off", "emptied", "zeros", "a dangling link", "a pointer", "a folder")


@pytest.mark.parametrize("how", HOW)
def test_what_breaks_changes_nothing(tmp_path: Path, library: Path, book: Path, how: str) -> None:
    """The work stays as it is, through runs and a rebuild; mended as it was, there is nothing to tell either."""
    before = works(library)
    break_it(book / "metadata.opf", how)
    for _ in range(2):
        receipt = update(library, QUIET)
        assert (counts(receipt), broken(receipt)) == ((0, 0, 1, 0), ["M. Vell/The True Lamp (7)/metadata.opf"])
        assert not receipt.changes and works(library) == before
    rebuild(library, RebuildOptions(workers=0, speech=False))
    assert works(library) == before
    assert not check_sources(library, workers=0).changed
    (book / "metadata.opf").rmdir() if how == "a folder" else (book / "metadata.opf").unlink()
    write_book(tmp_path / "calibre")
    receipt = update(library, QUIET)
    assert (counts(receipt), broken(receipt)) == ((0, 0, 1, 0), [])
    write_book(tmp_path / "calibre", sidecar=SIDECAR.replace("Light", "Night"))
    assert counts(update(library, QUIET)) == (0, 1, 0, 0)
    assert works(library)[0].metadata.tags == ("Night",)


def test_one_that_cannot_be_read_for_now(library: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its permissions are wrong, or the disk fails: nothing changes."""
    before = works(library)
    (book / "metadata.opf").write_text(SIDECAR + " ", encoding="utf-8")
    opened = Path.open

    def refused(path: Path, *args: str, **named: str) -> object:
        if path.name == "metadata.opf":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **named)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(Path, "open", refused)
    receipt = update(library, QUIET)
    monkeypatch.undo()
    assert (counts(receipt), len(broken(receipt))) == ((0, 0, 1, 0), 1)
    assert "Permission denied" in str(receipt.warnings[0])
    assert works(library) == before


def test_the_text_is_read_all_the_same(tmp_path: Path, library: Path, book: Path) -> None:
    """A book that was edited while its metadata broke has its new text, and its old title, tags and id."""
    (before,) = works(library)
    write_book(tmp_path / "calibre", text=STORY + "\n\nAnd then a goat came in.\n")
    break_it(book / "metadata.opf", "cut off")
    for expected in ((0, 1, 0, 0), (0, 0, 1, 0)):
        receipt = update(library, QUIET)
        assert (counts(receipt), len(broken(receipt))) == (expected, 1)
        (after,) = works(library)
        assert after.words > before.words
        assert (after.id, after.title, after.metadata) == (before.id, before.title, before.metadata)


def test_a_book_that_was_moved_is_known(library: Path, book: Path) -> None:
    """The book itself tells, whatever is beside it."""
    (before,) = works(library)
    break_it(book / "metadata.opf", "cut off")
    shutil.move(book, book.parent / "The Truest Lamp (7)")
    receipt = update(library, QUIET)
    assert (receipt.moved, receipt.removed, len(broken(receipt))) == (1, 0, 1)
    (after,) = works(library)
    assert (after.id, after.title, after.metadata) == (before.id, before.title, before.metadata)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_new_book_says_what_it_is(tmp_path: Path, library: Path, workers: int) -> None:
    """A warning comes each time until the metadata is mended; then that counts."""
    book = write_book(tmp_path / "calibre", 8)
    break_it(book / "metadata.opf", "cut off")
    options = UpdateOptions(workers=workers, speech=False)
    assert [change.title for change in update(library, options).changes] == ["Lamp 8"]
    assert len(broken(update(library, options))) == 1
    write_book(tmp_path / "calibre", 8)
    assert not broken(update(library, options))
    assert [work.title for work in works(library)] == ["The True Lamp"] * 2


def test_the_warning_stays_when_nothing_is_opened(library: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a run that finds nothing changed at a glance."""
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    break_it(book / "metadata.opf", "cut off")
    for _ in range(3):
        assert len(broken(update(library, QUIET))) == 1
