"""`fabula index`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...conftest import Command


def test_stories_are_added(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """The receipt counts them; a second run finds nothing new."""
    result = fabula_command("index", stories, "--library", tmp_path / "shelf")
    assert result.exit_code == 0
    assert "added                  2" in result.stdout
    assert "fabula search" in result.stdout
    assert result.stderr == ""
    assert "unchanged              2" in fabula_command("index", stories, "--library", tmp_path / "shelf").stdout


def test_json_is_the_documented_shape(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """Exactly these keys, and nothing else on either stream."""
    result = fabula_command("index", stories, "--library", tmp_path / "shelf", "--json")
    receipt = json.loads(result.stdout)
    assert set(receipt) == {
        "files", "added", "updated", "unchanged", "removed", "skipped", "works", "scenes", "words", "bytes", "seconds",
        "moved", "gone", "unseen", "warnings", "phases", "run", "started", "generation", "dry_run", "number",
        "refused", "mended", "speech_again", "read_bytes", "searchable_after", "processor", "changes",
    }  # fmt: skip
    assert (receipt["added"], receipt["works"], receipt["skipped"]) == (2, 2, [])
    assert result.stderr == ""


def test_a_file_that_fails(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """The others are added; the exit code and the receipt report the one."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "good.txt").write_bytes((stories / "ferry.txt").read_bytes())
    (folder / "bad.epub").write_bytes(b"PK\x03\x04 and then nothing")
    result = fabula_command("index", folder, "--library", tmp_path / "shelf")
    assert result.exit_code == 4
    assert "1 file failed" in result.stdout
    assert "bad.epub" in result.stdout
    again = fabula_command("index", folder, "--library", tmp_path / "other", "--json")
    assert again.exit_code == 4
    (skipped,) = json.loads(again.stdout)["skipped"]
    assert (skipped["path"], skipped["kind"], skipped["source"]) == ("bad.epub", "failed", str(folder))


def test_a_calibre_library(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """The reason for the exit code is the first line, the covers are one line, and a second run names neither again."""
    for number in range(25):
        book = tmp_path / "calibre" / "Ann Author" / f"Book {number} ({number})"
        book.mkdir(parents=True)
        text = f"Title: Book {number}\nAuthor: Ann Author\n\n\nThe lamp was lit {number} times.\n"
        (book / f"Book {number} - Ann Author.txt").write_text(text)
        (book / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (book / "Book 24 - Ann Author.txt").write_bytes(b"\0\1\2\3" * 100)
    first = fabula_command("index", tmp_path / "calibre", "--library", tmp_path / "shelf")
    assert first.exit_code == 4 and first.stdout.startswith("Exit code 4: 1 file failed\n")
    assert sum("cover.jpg" in line for line in first.stdout.splitlines()) == 1
    assert "24 works added\n  Book 0  Ann Author/" in first.stdout and "and 4 more; --json" in first.stdout
    second = fabula_command("update", "--library", tmp_path / "shelf")
    assert second.exit_code == 0 and "1 file failed as in the last run" in second.stdout
    assert fabula_command("update", "--quiet", "--library", tmp_path / "shelf").stdout == ""


def test_a_missing_path(fabula_command: Command, tmp_path: Path) -> None:
    """Bad usage; no library is made."""
    result = fabula_command("index", tmp_path / "nowhere", "--library", tmp_path / "shelf")
    assert result.exit_code == 2
    assert str(tmp_path / "nowhere") in result.stderr
    assert not (tmp_path / "shelf").exists()


@pytest.mark.parametrize("words", [(), ("",)])
def test_no_path(fabula_command: Command, words: tuple[str, ...]) -> None:
    """A missing or empty path does not mean the current folder."""
    assert fabula_command("index", *words).exit_code == 2


def test_a_folder_of_something_else(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """A folder with other files is no library, and nothing is written to it."""
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    result = fabula_command("index", stories, "--library", tmp_path)
    assert result.exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_the_default_library(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """Without an option or a variable the user's own library is used."""
    assert fabula_command("index", stories).exit_code == 0
    result = fabula_command("search", "ferryman")
    assert result.exit_code == 0
    assert "--library" not in result.stdout
