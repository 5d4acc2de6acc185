"""The marker of a folder says that it is a library of this format, or the error says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.errors import LibraryDamaged, LibraryTooNew, LibraryTooOld
from fabula.index.folder_names import MARKER
from fabula.index.store.library_marker import check_marker, write_marker


def test_a_marker_of_this_format_is_taken(tmp_path: Path) -> None:
    """As it was written."""
    write_marker(tmp_path)
    check_marker(tmp_path)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{"schema": 1}', LibraryTooOld),
        (b'{"schema": 99}', LibraryTooNew),
        (b'{"schema": true}', LibraryDamaged),
        (b'{"schema": 0}', LibraryDamaged),
        (b'{"schema": 3.0}', LibraryDamaged),
        (b'{"schema": "3"}', LibraryDamaged),
        (b'{"schema": ' + b"9" * 5_000 + b"}", LibraryDamaged),
        (b'{"schema": 1e999}', LibraryDamaged),
        (b"[" * 60_000, LibraryDamaged),
        (b"[3]", LibraryDamaged),
        (b"3", LibraryDamaged),
        (b"", LibraryDamaged),
        ('{"schema": 3}'.encode("utf-16"), LibraryDamaged),
    ],
)
def test_any_other_is_an_error_with_a_name(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    """Another format, a number that is none, JSON nested deep, another encoding."""
    (tmp_path / MARKER).write_bytes(content)
    with pytest.raises(error, match=r"format|damaged"):
        check_marker(tmp_path)
