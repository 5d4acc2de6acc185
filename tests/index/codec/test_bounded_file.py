"""Files of a library are plain files of a bounded size, or are refused before they are read."""

from __future__ import annotations

import ast
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import fabula.index
from fabula.index.codec.bounded_file import MaxBytes, open_plain, read_plain


def test_a_plain_file_is_read_as_it_is(tmp_path: Path) -> None:
    """Content up to the largest size comes back byte for byte."""
    path = tmp_path / "file"
    path.write_bytes(b"abc\r\n\x1a\0")
    assert read_plain(path, MaxBytes.MARKER) == b"abc\r\n\x1a\0"
    assert read_plain(path, 8) == b"abc\r\n\x1a\0"
    with open_plain(path, 8) as file:
        assert file.read() == b"abc\r\n\x1a\0"


def test_a_missing_file_is_told_from_a_bad_one(tmp_path: Path) -> None:
    """FileNotFoundError passes through."""
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "none", 8)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file of 40 GB costs nothing, neither to make nor to refuse."""
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(40 << 30)
    with pytest.raises(OSError, match=r"it has 42,949,672,960 bytes, more than the 33,554,432 that") as caught:
        read_plain(path, MaxBytes.TABLE_OF_CONTENTS)
    assert caught.value.strerror


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("has_writer", [False, True])
def test_a_named_pipe_is_refused_at_once(tmp_path: Path, has_writer: bool) -> None:
    """Opening one for reading would wait for its writer, reading it for its end."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR) if has_writer else -1
    try:
        with pytest.raises(OSError, match="it is a named pipe, not a file"):
            read_plain(path, 8)
    finally:
        if has_writer:
            os.close(writer)


def test_folders_devices_and_sockets_are_refused(tmp_path: Path) -> None:
    """What is no file is named, as far as the system lets it be opened at all."""
    with pytest.raises(OSError):
        read_plain(tmp_path, 8)
    if Path("/dev/zero").exists():
        with pytest.raises(OSError, match="it is a device, not a file"):
            read_plain(Path("/dev/zero"), 8)
    if hasattr(socket, "AF_UNIX"):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "s"))
            with pytest.raises(OSError):
                read_plain(tmp_path / "s", 8)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_links_are_followed_only_where_people_make_them(tmp_path: Path) -> None:
    """A link in an index leads to files of the reader's own; one that is the settings was made by a person."""
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "endless").symlink_to("/dev/zero")
    with pytest.raises(OSError, match="it is a symbolic link, not a file"):
        read_plain(tmp_path / "link", 8)
    assert read_plain(tmp_path / "link", 8, may_be_link=True) == b"abc"
    with pytest.raises(OSError, match="it is a device"):
        read_plain(tmp_path / "endless", 8, may_be_link=True)


def test_no_descriptor_is_left_behind(tmp_path: Path) -> None:
    """A file that is refused is closed."""
    (tmp_path / "file").write_bytes(b"abc")
    lowest = os.dup(0)
    os.close(lowest)
    for _ in range(3):
        with pytest.raises(OSError):
            read_plain(tmp_path / "file", 2)
    after = os.dup(0)
    os.close(after)
    assert after == lowest


def _whole_reads(tree: ast.AST) -> Iterator[int]:
    """The lines with `….read_bytes()[…]` or `….read()[…]`: all is read, and most of it thrown away."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="read_bytes" | "read_text")), slice=ast.Slice()):
                yield node.lineno
            case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="read"), args=[]), slice=ast.Slice()):
                yield node.lineno


def test_no_source_reads_all_of_a_file_to_keep_its_beginning() -> None:
    """`read_bytes()[:N]` bounds nothing."""
    root = Path(fabula.index.__file__).parents[1].resolve()
    paths = [path for folder in ("index", "search", "web") for path in (root / folder).rglob("*.py")]
    assert len(paths) > 300
    found = [f"{path}:{line}" for path in paths for line in _whole_reads(ast.parse(path.read_bytes()))]
    assert not found
    assert list(_whole_reads(ast.parse("path.read_bytes()[:9]\nfile.read()[: 3]\nfile.read(3)[:2]"))) == [1, 2]
