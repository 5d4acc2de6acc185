"""The header of the catalogue's file changes alone; its damage has a name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fabula.index.library.catalogue import Catalogue, CatalogueWriter
from fabula.index.library.catalogue_file import (
    carry_over,
    catalogue_damage,
    read_catalogue_file,
    record_scan_times,
    scan_times,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library's folder with a catalogue of the commit "before"."""
    CatalogueWriter("readers").write(tmp_path / "catalogue", "before", {"/stories": "noon"}, {"receipt": 1})
    return tmp_path


def test_a_commit_that_reads_no_file_carries_it_over(folder: Path) -> None:
    """It then belongs to the new commit alone, and no longer knows what an unchanged run would say."""
    carry_over(folder, "before", "after")
    assert read_catalogue_file(folder / "catalogue", "before") is None
    catalogue = Catalogue.read(folder / "catalogue", "after")
    assert (catalogue.readers, catalogue.unchanged_receipt) == ("readers", None)
    assert scan_times(folder) == {"/stories": "noon"}


def test_scan_times_are_recorded(folder: Path) -> None:
    """All else stays; nothing is written for another commit."""
    record_scan_times(folder, "before", {"/stories": "night"})
    record_scan_times(folder, "other", {"/stories": "morning"})
    assert scan_times(folder) == {"/stories": "night"}
    assert Catalogue.read(folder / "catalogue", "before").unchanged_receipt == {"receipt": 1}


def test_damage_has_a_name(folder: Path) -> None:
    """There is none where there is no file."""
    assert catalogue_damage(folder) == ""
    path = folder / "catalogue"
    content = np.frombuffer(path.read_bytes(), np.uint8).copy()
    content[70] ^= 1
    path.write_bytes(content.tobytes())
    assert "checksum" in catalogue_damage(folder)
    path.unlink()
    assert catalogue_damage(folder) == "" and scan_times(folder) == {}
