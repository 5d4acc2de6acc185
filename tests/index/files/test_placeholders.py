"""The names of placeholders and of unfinished copies say which file they stand for."""

from __future__ import annotations

import pytest

from fabula.index.files.placeholders import placeholder_for

NAMES = (
    *(".Ferry.epub.icloud", "Ferry.epub.nextcloud", "Ferry.epub.owncloud", "Ferry.epub.cloud", "Ferry.epub.rsls"),
    *("Ferry.epub.dvc", "Ferry.epub.lnk", "Ferry.epub.url", ".syncthing.Ferry.epub.tmp", "~syncthing~Ferry.epub.tmp"),
    *("Ferry.epub.part", "Ferry.epub.crdownload", "Ferry.epub.!qB", "Ferry.epub.aria2", "Ferry.epub.PARTIAL"),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_placeholder_names_its_file(name: str) -> None:
    """In any case; the reason names the placeholder."""
    placeholder = placeholder_for(name)
    assert placeholder is not None
    assert placeholder.target == "Ferry.epub" and placeholder.reason.endswith(f"({name})")


@pytest.mark.parametrize(
    "name", ["Ferry.epub", ".icloud", "Part one.txt", "part", ".part", "Ferry.tmp", "İ.epub.part.txt"]
)
def test_other_names_stand_for_themselves(name: str) -> None:
    """Also an ending alone."""
    assert placeholder_for(name) is None
