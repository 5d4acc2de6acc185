"""Pointers are known by what they begin with, by their status, and by leading nowhere; stories never are."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.files.pointers import pointer_reason

KEY = "SHA256E-s1048--0ba904eae8773b70c75333db4de2f3ac45a8ad4ddba1b242f0b3cfc199391dd8.epub"
POINTERS = {
    "git-annex, unlocked": f"/annex/objects/{KEY}\n",
    "git-annex, with a note": f"/annex/objects/{KEY}\n%unlocked\n",
    "git-annex, a link as a text": f"../.git/annex/objects/k3/9V/{KEY}/{KEY}",
    "git-annex, on Windows": f"..\\..\\.git\\annex\\objects\\k3\\9V\\{KEY}\\{KEY}\r\n",
    "Git LFS": f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 12345\n",
    "Git LFS, with a mark": f"\ufeffversion https://git-lfs.github.com/spec/v1\r\noid sha256:{'4d' * 32}\r\n",
    "Git LFS, cut off": "version https://git-lfs.github.com/spec/v1\noid sh",
    "Git LFS, before its release": f"version https://hawser.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 1\n",
    "git-fat": f"#$# git-fat {'ab' * 20}               12345\n",
    "Google Drive": '{"url": "https://docs.google.com/open?id=1a2b3c", "doc_id": "1a2b3c", "email": "ann@example.org"}',
    "a shortcut of Windows": "[InternetShortcut]\r\nURL=https://example.org/ferry.epub\r\n",
    "a shortcut of a desktop": "[Desktop Entry]\nEncoding=UTF-8\nType=Link\nURL=file:///mnt/ferry.epub\n",
    "a link of Samba": f"XSym\n0012\n{'a1' * 16}\n../ferry.epub\n",
    "a link of Cygwin": "!<symlink>../ferry.epub",
    "a link as a text": "../elsewhere/The Ferry.epub",
}


@pytest.mark.parametrize("content", POINTERS.values(), ids=POINTERS)
def test_pointers_of_programs_are_known(tmp_path: Path, content: str) -> None:
    """Whatever ending the file has."""
    (tmp_path / "ferry.epub").write_bytes(content.encode())
    assert pointer_reason(FileSource.at(tmp_path / "ferry.epub")).startswith("it is a")


def test_links_that_lead_nowhere_are_pointers(tmp_path: Path) -> None:
    """The reason names git-annex, or the place; a link to a story is none."""
    (tmp_path / "story.txt").write_text("Nobody came.")
    for name, target in (("annexed", f".git/annex/objects/{KEY}"), ("lost", "/none/a.txt"), ("here", "story.txt")):
        (tmp_path / name).symlink_to(target)
    sources = {source.name: source for source in FileSource.at(tmp_path).children()}
    assert pointer_reason(sources["annexed"]) == "it is a pointer of git-annex, and its content is elsewhere"
    assert pointer_reason(sources["lost"]) == "it is a link to /none/a.txt, which is not there"
    assert pointer_reason(sources["here"]) == sources["story.txt"].missing_target == ""


def test_a_loop_of_links_is_no_pointer(tmp_path: Path) -> None:
    """It leads nowhere because it is damaged."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert FileSource(tmp_path / "a", tmp_path).missing_target == ""


def test_files_without_content_are_placeholders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A size and no blocks; flags of Windows and macOS. Zeros on the disk are damage, and nothing is not a pointer."""
    with (tmp_path / "hole.epub").open("wb") as file:
        file.truncate(100_000)
    (tmp_path / "zeros.epub").write_bytes(bytes(100_000))
    (tmp_path / "empty.epub").touch()
    hole = FileSource.at(tmp_path / "hole.epub")
    if not hole.status.st_blocks:
        assert "no content" in pointer_reason(hole)
    assert pointer_reason(FileSource.at(tmp_path / "empty.epub")) == ""

    class Status:
        st_mode, st_size, st_blocks = 0o100644, 9, 8

        def __init__(self, **flags: int) -> None:
            self.__dict__ |= flags

    def never(*_: object) -> bytes:
        raise AssertionError("it is not opened")

    monkeypatch.setattr(FileSource, "head", never)
    for flags in ({"st_file_attributes": 0x400020}, {"st_file_attributes": 0x1020}, {"st_flags": 0x40000000}):
        source = FileSource.at(tmp_path / "zeros.epub")
        source.__dict__["status"] = Status(**flags)
        assert pointer_reason(source) == "its sync program keeps it online only"


STORIES = (
    "Nobody came to the ferry that night.\n",
    "version https://git-lfs.github.com is what she typed\n",
    "The annex/objects were old.\n",
    "See /annex/objects/ for the key.\n",
    "../ said the cat, and left a.txt\nThen nothing.\n",
    "{ braces } are how it began: https://docs.example.org/\n",
    "bookmark",
    "Lamp",
    "",
)


@pytest.mark.parametrize("content", STORIES)
def test_stories_are_no_pointers(tmp_path: Path, content: str) -> None:
    """Not even if they speak of pointers."""
    (tmp_path / "a.txt").write_text(content)
    assert pointer_reason(FileSource.at(tmp_path / "a.txt")) == ""
    assert pointer_reason(FileSource.at(tmp_path)) == ""


def test_large_files_are_no_pointers(tmp_path: Path) -> None:
    """A story may quote a pointer, and go on."""
    (tmp_path / "a.txt").write_text(POINTERS["Git LFS"] + "And then she wept. " * 4000)
    assert pointer_reason(FileSource.at(tmp_path / "a.txt")) == ""


def test_hostile_beginnings_take_no_time(tmp_path: Path) -> None:
    """Random pieces of pointers give an answer, and no error."""
    dice = random.Random(15)
    pieces = [
        b"bplist00",
        b"NSURL",
        b"{",
        b"../",
        b".git",
        b"/annex/objects/",
        b"\0",
        b"\xff",
        b"[Desktop Entry]",
        b" ",
    ]
    for number in range(200):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(b"".join(dice.choice(pieces) * dice.choice((1, 50)) for _ in range(20)))
        assert isinstance(pointer_reason(FileSource.at(path)), str)
        os.unlink(path)  # noqa: PTH108
