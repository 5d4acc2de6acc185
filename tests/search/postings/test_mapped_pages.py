"""What a long-lived process has read of its files does not stay in its memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fabula.index.codec.container import Container, write_container
from fabula.search.postings.mapped_pages import MappedPages, resident_of_files

MB = 1_000_000


@pytest.mark.skipif(not resident_of_files(), reason="this system does not say what is resident of files")
def test_pages_beyond_the_limit_are_let_go(tmp_path: Path) -> None:
    """Up to the limit all stays; beyond it all goes, and is read again, the same as before."""
    numbers = np.arange(8 * MB, dtype=np.uint32)
    write_container(tmp_path / "file", "test", 1, {"numbers": numbers}, {})
    file = Container(tmp_path / "file", "test", 1)
    wide, narrow = MappedPages([file], 64 * MB), MappedPages([file], 16 * MB)
    before = resident_of_files()
    read = file.section("numbers", "u4").whole()
    assert resident_of_files() > before + 30 * MB
    for _ in range(100):
        wide.keep_below()
    assert resident_of_files() > before + 30 * MB
    for _ in range(100):
        narrow.keep_below()
    assert resident_of_files() < before + 16 * MB
    assert (read == numbers).all()


class _Unread:
    def release(self) -> None:
        pytest.fail("let go of without need")


def test_nothing_is_let_go_of_without_need() -> None:
    """What others have mapped before does not count."""
    pages = MappedPages([_Unread()], 256 * MB)
    for _ in range(100):
        pages.keep_below()
