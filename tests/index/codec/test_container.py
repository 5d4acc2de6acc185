"""A file of arrays comes back whole, or as damage with its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.codec.container import Container, write_container
from fabula.index.errors import LibraryDamaged, LibraryError, LibraryTooNew

SECTIONS = {
    "bytes": np.frombuffer(b"some text", np.uint8),
    "numbers": np.arange(1_000, dtype=np.uint32),
    "words": np.array([1, 2**63], np.uint64),
    "none": np.empty(0, np.uint32),
    "long": np.arange(30_000, dtype=np.uint32)[::-1],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_container(tmp_path / "x.seg", "segment", 1, SECTIONS, {"scenes": 3})
    return tmp_path / "x.seg"


def test_arrays_come_back(path: Path) -> None:
    """Each with its type, and nothing left over beside the file."""
    container = Container(path, "segment", 1, path.stat().st_size)
    for name, array in SECTIONS.items():
        found = container.array(name, array.dtype.str[1:])
        assert found.dtype == array.dtype and found.tolist() == array.tolist()
        assert not found.flags.writeable
    assert container.meta == {"scenes": 3}
    assert container.verify() == []
    assert [file.name for file in path.parent.iterdir()] == ["x.seg"]


def test_other_files_are_refused(path: Path, tmp_path: Path) -> None:
    """A later version, another kind, a missing section, a wrong size, no file."""
    with pytest.raises(LibraryTooNew):
        Container(path, "segment", 0)
    for call in (
        lambda: Container(path, "columns", 1),
        lambda: Container(path, "segment", 1, 7),
        lambda: Container(tmp_path / "none", "segment", 1),
        lambda: Container(path, "segment", 1).array("numbers", "u8"),
        lambda: Container(path, "segment", 1).array("nothing", "u8"),
    ):
        with pytest.raises(LibraryDamaged):
            call()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_flipped_byte_is_found(path: Path, data: st.DataObject) -> None:
    """Either opening fails, or verifying says what is damaged, and a damaged section is not to be had."""
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    other = path.with_name("flipped.seg")
    other.write_bytes(content)
    try:
        container = Container(other, "segment", 1, len(content))
    except LibraryError:
        return
    (damaged,) = container.verify()
    for name, array in SECTIONS.items():
        if name == damaged:
            with pytest.raises(LibraryDamaged, match=f"section {name} fails"):
                container.array(name, array.dtype.str[1:])
        else:
            assert container.array(name, array.dtype.str[1:]).tolist() == array.tolist()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_cut_is_found(path: Path, data: st.DataObject) -> None:
    """A file cut short anywhere does not open."""
    content = path.read_bytes()
    other = path.with_name("cut.seg")
    other.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(LibraryDamaged):
        Container(other, "segment", 1)
