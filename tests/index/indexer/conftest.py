"""A library of twelve tales that follows its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import build
from .tales import write


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    for number in range(12):
        write(folder / f"part{number % 3}" / f"{number:02}.txt", f"Tale {number}")
    return folder


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    folder = tmp_path / "library"
    build(folder, [stories])
    return folder
