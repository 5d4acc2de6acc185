"""New files never go where a leftover of that name leads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fabula.index.codec.durable import TEMPORARY, new_file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes, no links")
@pytest.mark.parametrize("kind", ["file", "link", "pipe"])
def test_a_new_file_replaces_what_has_its_temporary_name(tmp_path: Path, kind: str) -> None:
    """A link there would lead to somebody else's file, a named pipe would wait for its reader."""
    target, path = tmp_path / "else", tmp_path / "new"
    target.write_bytes(b"somebody else's")
    leftover = path.with_name(path.name + TEMPORARY)
    {
        "file": lambda: leftover.write_bytes(b"longer than what is written now"),
        "link": lambda: leftover.symlink_to(target),
        "pipe": lambda: os.mkfifo(leftover),
    }[kind]()
    with new_file(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new" and not path.is_symlink()
    assert target.read_bytes() == b"somebody else's"
    assert not leftover.exists()
