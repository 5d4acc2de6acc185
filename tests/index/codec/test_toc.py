"""A table of contents comes back as it was written; a damaged or hostile one is an error with a name."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from fabula.index.codec.staging import discard_staged, read_staged, write_staged
from fabula.index.codec.toc import (
    TOC_VERSION,
    CopiesEntry,
    SegmentEntry,
    SpeechEntry,
    Toc,
    generations,
    is_toc,
    new_content_id,
    read_toc,
    toc_path,
    write_toc,
)
from fabula.index.errors import LibraryDamaged, LibraryTooNew, LibraryTooOld

TOC = Toc(
    7,
    (
        SegmentEntry("MAIN_00.seg", 100, 3),
        SegmentEntry("MAIN_01.seg", 200, 9, (0, 4), SpeechEntry("MAIN_02.speech", 50)),
    ),
    CopiesEntry("MAIN_03.copies", 12),
    (2, 5),
    "0123456789abcdef",
    0,
)


def write_json(folder: Path, change: dict[str, Any]) -> None:
    """Write TOC with `change` of its JSON, its checksum right."""
    write_toc(folder, TOC)
    path = toc_path(folder, 7)
    content = path.read_bytes()
    encoded = json.dumps({**json.loads(content[22:]), **change}).encode()
    path.write_bytes(content[:14] + struct.pack("<II", len(encoded), zlib.crc32(encoded)) + encoded)


def test_it_comes_back(tmp_path: Path) -> None:
    """With all fields, and with none but the required ones."""
    for toc in (TOC, Toc(0, ())):
        write_toc(tmp_path, toc)
        assert read_toc(tmp_path, toc.generation) == toc
        assert is_toc(toc_path(tmp_path, toc.generation))
    assert generations(tmp_path) == [0, 7]
    assert TOC.files == {"MAIN_00.seg", "MAIN_01.seg", "MAIN_02.speech", "MAIN_03.copies"}


def test_content_ids_differ() -> None:
    """They are 16 hexadecimal digits."""
    ids = {new_content_id() for _ in range(50)}
    assert len(ids) == 50 and all(re.fullmatch("[0-9a-f]{16}", content) for content in ids)


@pytest.mark.parametrize(
    "change",
    [
        {"generation": 8},
        {"content": 5},
        {"rules": "1"},
        {"rules": -1},
        {"kept": [-1]},
        {"segments": [{"file": "../MAIN_00.seg", "size": 1, "scenes": 1, "deleted": []}]},
        {"segments": [{"file": "MAIN_00.seg", "size": -1, "scenes": 1, "deleted": []}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 1, "deleted": ["0"]}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 1, "deleted": [10**30]}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 10**30, "scenes": 1, "deleted": []}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 2**32, "deleted": []}]},
        {"segments": [{"file": ["MAIN_00.seg"], "size": 1, "scenes": 1, "deleted": []}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 1, "deleted": {}}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 1, "deleted": [], "speech": None}]},
        {"segments": [{"file": "MAIN_00.seg", "size": 1, "scenes": 1, "deleted": []}] * 2},
        {"segments": 5},
        {"kept": 5},
        {"kept": [True]},
        {"rules": 10**30},
        {"content": "x" * 1_000_000},
        {"generation": 7.0},
        {"copies": {"file": "MAIN_00.seg", "size": 1}},
        {"copies": {"file": "MAIN_00.copies", "size": True}},
    ],
)
def test_contents_that_make_no_sense_are_damage(tmp_path: Path, change: dict[str, Any]) -> None:
    """Although the checksum is right: names that lead out of the folder, and numbers that are none."""
    write_json(tmp_path, change)
    with pytest.raises(LibraryDamaged):
        read_toc(tmp_path, 7)


def test_every_flipped_byte_is_damage_or_another_version(tmp_path: Path) -> None:
    """So is a file that was cut short."""
    write_toc(tmp_path, TOC)
    path = toc_path(tmp_path, 7)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((LibraryDamaged, LibraryTooNew, LibraryTooOld)):
            read_toc(tmp_path, 7)
        path.write_bytes(whole[:place])
        with pytest.raises(LibraryDamaged):
            read_toc(tmp_path, 7)


@pytest.mark.parametrize(("step", "error"), [(1, LibraryTooOld), (-1, LibraryTooNew)])
def test_other_versions_name_the_command(tmp_path: Path, step: int, error: type[Exception]) -> None:
    """Versions count down."""
    write_toc(tmp_path, TOC)
    path = toc_path(tmp_path, 7)
    content = path.read_bytes()
    path.write_bytes(content[:7] + struct.pack("!i", TOC_VERSION + step) + content[11:])
    with pytest.raises(error) as caught:
        read_toc(tmp_path, 7)
    assert "fabula rebuild" in getattr(caught.value, "hint", "")
    assert not is_toc(path)


def test_an_unfinished_rebuild_is_no_commit(tmp_path: Path) -> None:
    """Its table is found by the next rebuild alone, until it is discarded."""
    assert read_staged(tmp_path) is None
    write_staged(tmp_path, TOC._replace(generation=0))
    assert read_staged(tmp_path) == TOC._replace(generation=0)
    assert generations(tmp_path) == []
    discard_staged(tmp_path)
    assert read_staged(tmp_path) is None and list(tmp_path.iterdir()) == []
