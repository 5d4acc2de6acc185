"""`fabula check`"""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from fabula.index.codec.durable import new_file_name
from fabula.index.codec.speech import write_speech
from fabula.index.codec.toc import write_toc
from fabula.index.store.library_store import LibraryStore
from ...conftest import Command


@pytest.fixture
def damaged(library: Path, tmp_path: Path) -> Path:
    """A copy of the library with one bit of its text flipped."""
    folder = tmp_path / "damaged"
    shutil.copytree(library, folder)
    (segment,) = (folder / "index").glob("*.seg")
    content = bytearray(segment.read_bytes())
    # Zstandard's magic number begins the first block of text.
    content[content.index(b"\x28\xb5\x2f\xfd") + 30] ^= 16
    segment.write_bytes(content)
    return folder


def test_a_whole_library(fabula_command: Command, library: Path) -> None:
    """The output says so with the numbers; exit code 0."""
    result = fabula_command("check", "--library", library)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"The library in {library} is whole: ")


@pytest.fixture
def without_speakers(library: Path, tmp_path: Path) -> Path:
    """A copy of the library in which the search for speech in one work was stopped."""
    folder = tmp_path / "stopped"
    shutil.copytree(library, folder)
    store = LibraryStore.open(folder)
    (opened,) = store.snapshot().segments
    assert opened.speech is not None
    speech = opened.speech.speech._replace(failures={0: "it took longer than 60 seconds"})
    entry = write_speech(store.files, new_file_name("speech"), speech)
    toc = store.snapshot().toc
    segments = tuple(segment._replace(speech=entry) for segment in toc.segments)
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=segments))
    return folder


def test_works_without_speakers_are_named(fabula_command: Command, without_speakers: Path) -> None:
    """They are no damage; `fabula stats` counts them."""
    result = fabula_command("check", "--library", without_speakers)
    assert result.exit_code == 0 and "Speakers could not be found in 1 work:\n" in result.stdout
    assert ": it took longer than 60 seconds" in result.stdout
    named = json.loads(fabula_command("check", "--library", without_speakers, "--json").stdout)["without_speakers"]
    assert len(named) == 1 and named[0].endswith(": it took longer than 60 seconds")
    assert "Speakers could not be found in 1 work;" in fabula_command("stats", "--library", without_speakers).stdout
    assert json.loads(fabula_command("stats", "--library", without_speakers, "--json").stdout)["without_speakers"] == 1


def test_a_damaged_library(fabula_command: Command, damaged: Path) -> None:
    """The file, the section and the works are named; exit code 3."""
    result = fabula_command("check", "--library", damaged)
    assert result.exit_code == 3
    assert "is damaged" in result.stdout
    assert ".seg, section text: it fails its checksum (The Ferry; The Orchard)" in result.stdout


def test_what_may_be_whole_is_not_to_be_repaired(
    fabula_command: Command, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The advice is to look at the permissions and the drive; exit code 3 all the same."""
    listdir = os.listdir

    def refusing(path: str | Path = ".") -> list[str]:
        if Path(path) == library / "index":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refusing)
    result = fabula_command("check", "--library", library)
    assert result.exit_code == 3 and f"The library in {library} is not readable" in result.stdout
    assert "  index: it cannot be read: Permission denied\n" in result.stdout
    assert "Next: check who may read index, and the drive" in result.stdout and "--repair" not in result.stdout
    assert json.loads(fabula_command("check", "--library", library, "--json").stdout)["unreadable"] == ["index"]


def test_json(fabula_command: Command, library: Path, damaged: Path) -> None:
    """The documented keys; the same exit codes."""
    whole = fabula_command("check", "--library", library, "--json")
    report = json.loads(whole.stdout)
    assert whole.exit_code == 0 and report["whole"] and report["damage"] == report["leftovers"] == []
    assert (report["works"], report["segments"]) == (2, 1)
    result = fabula_command("check", "--library", damaged, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 3 and not report["whole"]
    (damage,) = report["damage"]
    assert damage["section"] == "text" and damage["works"] == ["The Ferry", "The Orchard"]


def test_no_library(fabula_command: Command, tmp_path: Path) -> None:
    """Exit code 3, as for every verb."""
    assert fabula_command("check", "--library", tmp_path / "none").exit_code == 3


def test_repair(fabula_command: Command, damaged: Path) -> None:
    """The works are read from their files, and the library is whole; a second repair has nothing to do."""
    result = fabula_command("check", "--repair", "--library", damaged)
    assert result.exit_code == 0, result.output
    assert "2 read from the sources" in result.stdout and result.stdout.endswith("The library is whole again.\n")
    result = fabula_command("check", "--repair", "--library", damaged, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0 and report["whole"] and report["before"] == report["after"]
    assert (report["from_text"], report["from_sources"], report["lost"]) == (0, 0, [])


def test_repair_names_what_is_lost(fabula_command: Command, tmp_path: Path) -> None:
    """The works whose files are gone, with the paths of these, and what to do about it; exit code 3."""
    folder, stories = tmp_path / "lost", tmp_path / "stories"
    stories.mkdir()
    for name in ("Ferry", "Orchard"):
        (stories / f"{name}.txt").write_text(f"The {name}\nby Ann\n\n\nThe lamp was lit.\n", encoding="utf-8")
    assert fabula_command("index", stories, "--library", folder).exit_code == 0
    (segment,) = (folder / "index").glob("*.seg")
    segment.write_bytes(b"x\n")
    (stories / "Ferry.txt").unlink()
    shutil.copytree(folder, tmp_path / "again")
    result = fabula_command("check", "--repair", "--library", folder)
    assert result.exit_code == 3
    assert "1 work could not be restored:\n  The Ferry  (Ferry.txt)\nIf a backup has" in result.stdout
    report = json.loads(fabula_command("check", "--repair", "--library", tmp_path / "again", "--json").stdout)
    (lost,) = report["lost_works"]
    assert report["lost"] == ["The Ferry"] and not report["whole"] and report["after"]["whole"]
    assert lost["id"] and (lost["title"], lost["path"], lost["source"]) == ("The Ferry", "Ferry.txt", str(stories))


def test_sources(fabula_command: Command, library: Path) -> None:
    """Words are compared; exit code 0 if none is lost; the documented keys."""
    result = fabula_command("check", "--sources", "--library", library, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0 and report["lost"] == [] and report["lost_words"] == 0
    assert set(report) == {
        "generation", "files", "works", "words", "lost_words", "left_out", "lost", "gone", "changed", "failed",
        "not_audited", "without_source", "seconds",
    }  # fmt: skip
    assert fabula_command("check", "--sources", "--repair", "--library", library).exit_code == 2
