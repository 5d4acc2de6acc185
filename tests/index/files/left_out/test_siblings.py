"""The names beside a file, by which a conflict copy is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out.siblings import folded_names, likely_stories

COPY = "Lamp (conflicted copy 2026-05-01).txt"


def test_names_are_compared_in_one_form(tmp_path: Path) -> None:
    """Without regard to case."""
    (tmp_path / "Lamp.TXT").write_text("The lamp was lit.")
    assert folded_names(FileSource(tmp_path, tmp_path))() == {"lamp.txt"}


@pytest.mark.parametrize(
    "name", ["lamp.txt", ".Lamp.txt.icloud", "Lamp.txt.nextcloud", "Lamp.txt.part", "Lamp.txt.url"]
)
def test_an_original_that_is_not_here_has_copies_still(tmp_path: Path, name: str) -> None:
    """Only a placeholder is left of it; without one, the copy is the story."""
    (tmp_path / COPY).write_text("The lamp was lit.")
    assert stories_in(tmp_path) == [COPY]
    (tmp_path / name).write_text("")
    assert COPY not in stories_in(tmp_path)


def stories_in(path: Path) -> list[str]:
    folder = FileSource(path, path)
    return [source.name for source in likely_stories(folder.children(), folder)]
