"""Zip archives whose names are in other encodings than the format's."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from fabula.index.files.archives.zip_names import zip_names


def _names(members: dict[str, bytes]) -> list[str]:
    """The names that are read of an archive: name as the writer wrote it -> its extra field."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, extra in members.items():
            member = zipfile.ZipInfo(name)
            member.extra = extra
            archive.writestr(member, b"x")
    with zipfile.ZipFile(stream) as archive:
        return zip_names(archive.infolist())


def _unflagged(names: list[bytes]) -> list[str]:
    """The names that are read of an archive which has these bytes, and does not say that they are UTF-8."""
    members = []
    for name in names:
        member = zipfile.ZipInfo(name.decode("cp437"))
        member.filename = name.decode("cp437")
        members.append(member)
    return zip_names(members)


@pytest.mark.parametrize("name", ["Café été.txt", "Ёжик в тумане.txt", "猫の町/第一章.txt", "سلام.txt"])
def test_utf8_without_the_flag(name: str) -> None:
    """As Info-ZIP on Unix, and macOS, write names."""
    assert _unflagged([name.encode(), b"plain.txt"]) == [name, "plain.txt"]


@pytest.mark.parametrize("name", ["Café été.txt", "Ёжик.txt", "猫.txt", "plain.txt"])
def test_utf8_with_the_flag(name: str) -> None:
    """The writer says so."""
    assert _names({name: b""}) == [name]


def test_code_pages() -> None:
    """As Windows writes names; a backslash may be half of a letter."""
    assert _unflagged(["ソとまち.txt".encode("cp932"), "表紙.txt".encode("cp932")]) == ["ソとまち.txt", "表紙.txt"]
    assert _unflagged(["红楼梦/第一回.txt".encode("gbk")]) == ["红楼梦/第一回.txt"]


def test_the_extra_field_for_names_counts_first() -> None:
    """Info-ZIP's and WinRAR's: UTF-8 beside a plain name, with its checksum; one of another name does not count."""

    def field(plain: bytes, name: str) -> bytes:
        content = struct.pack("<BI", 1, zlib.crc32(plain)) + name.encode()
        return struct.pack("<HH", 0x5455, 1) + b"x" + struct.pack("<HH", 0x7075, len(content)) + content

    plain = b"?\x90?.txt"
    member = zipfile.ZipInfo(plain.decode("cp437"))
    member.extra = field(plain, "Żółw.txt")
    assert zip_names([member]) == ["Żółw.txt"]
    member.extra = field(b"other", "Żółw.txt")
    assert zip_names([member]) == ["?É?.txt"]
    member.extra = member.extra[:9]
    assert zip_names([member]) == ["?É?.txt"]
