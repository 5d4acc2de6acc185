"""Works are known by the files that they lie in."""

from __future__ import annotations

import pytest

from fabula.index import Metadata, WorkRecord
from fabula.index.records.works_by_key import WorksByKey

PATHS = ["a.txt", "a.txt", "a.txt.bak", "a/1.txt", "a/b/2.txt", "b.zip!/1.txt", "b.zip!/c/2.txt", "b.zipper/1.txt"]
WORKS = {
    str(number): WorkRecord(str(number), "Lamp", (), Metadata(), "en", "text", path, "/s", "1", 0, 1, 0, 4, 17)
    for number, path in enumerate(PATHS)
}


@pytest.mark.parametrize(
    ("key", "count"), [("/s/a.txt", 2), ("/s/a", 2), ("/s/a/", 2), ("/s/b.zip", 2), ("/s", 8), ("/", 8), ("/t", 0)]
)
def test_a_file_a_folder_an_archive(key: str, count: int) -> None:
    """Names that only begin alike are others."""
    assert WorksByKey(WORKS).count_within(key) == count
