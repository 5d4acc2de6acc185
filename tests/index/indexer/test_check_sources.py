"""The sources of a library are compared word by word with what it holds of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import (
    Progress,
    RebuildOptions,
    UpdateOptions,
    WarningKind,
    Work,
    add_works,
    build,
    check_sources,
    rebuild,
    update,
)
from fabula.index.files.source import Source
from fabula.index.folder_names import CATALOGUE
from fabula.index.readers.plain_text.reader import TextReader
from .tales import aged, write

LOSS = "Whoever reads this paragraph loses it."
PLAIN = UpdateOptions(workers=0, speech=False)


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of plain texts forgets one paragraph, and says nothing."""
    read = TextReader.read

    def forgetful(self: TextReader, source: Source) -> Iterator[Work]:
        for work in read(self, source):
            for chapter in work.chapters:
                kept = tuple(block for block in chapter.blocks if block.text != LOSS)
                object.__setattr__(chapter, "blocks", kept)
            yield work

    monkeypatch.setattr(TextReader, "read", forgetful)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    write(folder / "whole.txt", "Whole")
    write(folder / "lossy.txt", "Lossy", LOSS, "The bell was silent.")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inner.txt", (folder / "whole.txt").read_text().replace("Whole", "Inner"))
    aged(folder / "more.zip")
    return folder


def test_nothing_is_lost(stories: Path, tmp_path: Path) -> None:
    """All words are counted, those of archives, too; progress says how far it is."""
    build(tmp_path / "library", [stories], workers=0, speech=False)
    seen: list[Progress] = []
    report = check_sources(tmp_path / "library", workers=0, progress=seen.append)
    assert (report.files, report.works, report.lost, report.lost_words) == (3, 3, (), 0)
    assert report.words == 58
    assert (report.gone, report.changed, report.failed, report.not_audited) == ((), (), (), ())
    assert seen[-1] == Progress("comparing", 3, 3)


def test_pointers_are_no_missing_files(stories: Path, tmp_path: Path) -> None:
    """A link that leads nowhere, a placeholder and a pointer are named with what they are."""
    library = tmp_path / "library"
    build(library, [stories], workers=0, speech=False)
    (stories / "whole.txt").unlink()
    (stories / "whole.txt").symlink_to("/none")
    (stories / "lossy.txt").rename(stories / ".lossy.txt.icloud")
    (stories / "more.zip").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n")
    report = check_sources(library, workers=0)
    assert {note.path.partition("!")[0]: note.reason.partition(" (")[0] for note in report.failed} == {
        "whole.txt": "it is a link to /none, which is not there",
        "lossy.txt": "only a placeholder for it is here",
        "more.zip": "it is a pointer of Git LFS, and its content is elsewhere",
    }
    assert not report.gone


def test_in_processes(stories: Path, tmp_path: Path) -> None:
    """The same where files are read in processes of their own."""
    build(tmp_path / "library", [stories], workers=0, speech=False)
    report = check_sources(tmp_path / "library", workers=1)
    assert (report.files, report.words, report.lost) == (3, 58, ())


@pytest.mark.usefixtures("careless")
def test_lost_words_are_quoted(stories: Path, tmp_path: Path) -> None:
    """With the file, the work, and some words around them."""
    build(tmp_path / "library", [stories], workers=0, speech=False)
    (lost,) = check_sources(tmp_path / "library", workers=0).lost
    assert (lost.path, lost.source, lost.work, lost.words, lost.of) == ("lossy.txt", str(stories), "Lossy", 6, 26)
    (quote,) = lost.quotes
    assert str(quote) == "and again at one. [Whoever reads this paragraph loses it]. The bell was silent"


def test_what_cannot_be_compared(stories: Path, tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Files that are gone or have changed, and works without a file, are named."""
    library = tmp_path / "library"
    build(library, [stories], workers=0, speech=False)
    add_works(library, [make_work("The lamp.", title="Made")], speech=False)
    write(stories / "whole.txt", "Whole", "And then it changed.")
    (stories / "lossy.txt").unlink()
    (stories / "more.zip").write_bytes(b"PK\x03\x04 and then nothing")
    report = check_sources(library, workers=0)
    assert report.files == 0 and report.without_source == 1
    assert [note.path for note in report.changed] == ["whole.txt"]
    assert sorted(note.path for note in report.gone) == ["lossy.txt", "more.zip!/inner.txt"]
    stories.rename(tmp_path / "unplugged")
    report = check_sources(library, workers=0)
    assert len(report.gone) == 4 and report.gone[-1].reason == "the source is not there"


@pytest.mark.usefixtures("careless")
def test_a_warning_stays_while_its_file_is_the_same(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every run: seen by fingerprint, by hash, after a touch, in a rebuild; it goes when the file changes."""
    monkeypatch.setattr("fabula.index.run.next_catalogue.is_settled", lambda *moments: True)
    library = tmp_path / "library"
    (warning,) = build(library, [stories], workers=0, speech=False).warnings
    assert (warning.kind, warning.path, warning.work, warning.words) == (
        WarningKind.WORDS_MISSING, "lossy.txt", "Lossy", 6,
    )  # fmt: skip
    # From the second run on it is known.
    warning = replace(warning, again=True)
    assert update(library, PLAIN).warnings == (warning,)
    assert update(library, UpdateOptions(workers=0, speech=False, verify=True)).warnings == (warning,)
    (stories / "lossy.txt").touch()
    receipt = update(library, PLAIN)
    assert receipt.warnings == (warning,) and receipt.unchanged == 3
    write(stories / "other.txt", "Other")
    assert update(library, PLAIN).warnings == (warning,)
    assert rebuild(library, RebuildOptions(workers=0, speech=False)).warnings == (warning,)
    assert (library / CATALOGUE).exists()
    write(stories / "lossy.txt", "Lossy", "The bell was silent.")
    assert update(library, PLAIN).warnings == ()
