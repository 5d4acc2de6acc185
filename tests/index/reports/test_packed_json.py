"""Each small file beside the reports has a shape; whatever else one holds, the error names the file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fabula.index.errors import LibraryDamaged
from fabula.index.reports.growth_file import GrowthPoint, add_to_growth_file, read_growth_file
from fabula.index.reports.idle_runs import count_idle_run, read_idle_runs
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.reports.packed_json import read_packed, write_packed
from fabula.index.reports.retired_ids import RetiredWork, read_retired, write_retired
from fabula.index.shapes import Fields, Text

HEAD = bytes.fromhex("1f8b08000000000000ff")
SHAPE = Fields({"a": Text()})


def write_raw(path: Path, content: bytes) -> None:
    """As any program can pack it."""
    path.write_bytes(HEAD + gzip.compress(content, 1, mtime=0)[len(HEAD) :])


def test_it_comes_back(tmp_path: Path) -> None:
    """With the kind that it was written as."""
    write_packed(tmp_path / "file", "note", {"a": "Rain"})
    assert read_packed(tmp_path / "file", "note", SHAPE) == {"fabula": "note", "a": "Rain"}
    with pytest.raises(LibraryDamaged, match="file cannot be read: fabula is none of"):
        read_packed(tmp_path / "file", "letter", SHAPE)


@pytest.mark.parametrize(
    "content",
    [
        b'{"fabula":"note","a":5}',
        b'{"fabula":"note"}',
        b'{"fabula":["note"],"a":""}',
        b'["note"]',
        b"null",
        b"{" * 90_000,
        b'{"fabula":"note","a":NaN}',
        b"[" + b"[]," * 8_000_000 + b"0]",
        b"",
    ],
    ids=["number", "missing", "list as kind", "list", "null", "deep", "NaN", "many", "nothing"],
)
def test_anything_else_is_damage(tmp_path: Path, content: bytes) -> None:
    """It has another shape, is nested deep, or is too large for memory."""
    write_raw(tmp_path / "file", content)
    with pytest.raises(LibraryDamaged, match=r"The note .*file cannot be read"):
        read_packed(tmp_path / "file", "note", SHAPE)


def _write_growth(folder: Path) -> None:
    add_to_growth_file(folder, [GrowthPoint(1, "2026", "index", *[1] * 8)])


FILES: dict[str, tuple[Callable[[Path], object], Callable[[Path], object]]] = {
    "growth": (_write_growth, read_growth_file),
    "idle": (lambda folder: count_idle_run(folder, "2026"), read_idle_runs),
    "problems": (lambda folder: KnownProblems({"/s": [7]}).write(folder), KnownProblems.read),
    "retired": (lambda folder: write_retired(folder, {"0f": RetiredWork("00", "Rain", ("1",))}), read_retired),
}


@pytest.mark.parametrize("name", FILES)
def test_every_value_of_another_type_is_damage(tmp_path: Path, name: str) -> None:
    """Wherever it stands in the file; the whole file is read again without it."""
    (tmp_path / "reports").mkdir()
    write, read = FILES[name]
    write(tmp_path)
    path = tmp_path / "reports" / name
    whole = path.read_bytes()
    before = read(tmp_path)
    plain = json.loads(gzip.decompress(whole))
    changed = list(_each_with_another_value(plain, [None, -1, 10**30, True, {"x": 1}, [[]]]))
    assert len(changed) > 8
    for forged in changed:
        write_raw(path, json.dumps(forged).encode())
        with pytest.raises(LibraryDamaged, match=name):
            read(tmp_path)
    path.write_bytes(whole)
    assert read(tmp_path) == before


def _each_with_another_value(plain: Any, values: list[Any]) -> list[Any]:
    """`plain` with one of `values` in each place in turn."""
    if isinstance(plain, dict):
        inner = [{**plain, key: item} for key in plain for item in _each_with_another_value(plain[key], values)]
    elif isinstance(plain, list):
        places = range(len(plain))
        inner = [
            [*plain[:n], item, *plain[n + 1 :]] for n in places for item in _each_with_another_value(plain[n], values)
        ]
    else:
        inner = []
    return [*values, *inner]
