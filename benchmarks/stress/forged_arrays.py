"""Random changes to the arrays and directories of an index, with the checksums made right again."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .forging import containers, forge_arrays, forge_directory, sections_of

__all__ = ["copy_of", "forge"]

_EDGES = (0, 1, 127, 128, 255, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1)
_JUNK: tuple[Any, ...] = (None, True, -1, 0, 1, 2**31, 10**30, 1.5, float("nan"), "", "u8", "x", [], [0], {}, {"a": 1})


def copy_of(library: Path, target: Path) -> Path:
    """A copy whose files are hard links, so that it takes no time; `forge` writes new files."""
    for folder, _, names in os.walk(library):
        there = target / Path(folder).relative_to(library)
        there.mkdir(parents=True)
        for name in names:
            os.link(Path(folder) / name, there / name)
    return target


def forge(library: Path, rng: random.Random) -> str:
    """Change one container of the library's latest commit. Returns what was done, in words."""
    path = rng.choice(containers(library))
    if rng.random() < 0.2:
        described: list[str] = []
        forge_directory(library, path, lambda plain: described.append(_change_directory(plain, rng)))
        return f"{path.suffix}: {described[0]}"
    sections = sections_of(path)
    described = [_change_array(sections, rng) for _ in range(rng.choice((1, 1, 1, 2, 5)))]
    forge_arrays(library, path, sections)
    return f"{path.suffix}: {'; '.join(described)}"


def _change_array(sections: dict[str, NDArray[Any]], rng: random.Random) -> str:
    names = [name for name, array in sections.items() if len(array)]
    if not names:
        return "nothing is left"
    name = rng.choice(names)
    array = sections[name]
    what, change = rng.choice(_CHANGES)
    sections[name] = change(array, rng).astype(array.dtype)
    return f"{name} {what}"


def _value(array: NDArray[Any], rng: random.Random) -> int:
    near = int(array[rng.randrange(len(array))]) + rng.choice((-128, -2, -1, 1, 2, 128))
    value = rng.choice((rng.choice(_EDGES), rng.randrange(2**64), near, len(array) + rng.choice((-1, 0, 1))))
    return value % (1 << 8 * array.dtype.itemsize)


def _set(array: NDArray[Any], rng: random.Random, count: int) -> NDArray[Any]:
    for _ in range(count):
        array[rng.randrange(len(array))] = _value(array, rng)
    return array


def _swapped(array: NDArray[Any], rng: random.Random) -> NDArray[Any]:
    one, other = rng.randrange(len(array)), rng.randrange(len(array))
    array[[one, other]] = array[[other, one]]
    return array


def _bytes_of_one(array: NDArray[Any], rng: random.Random) -> NDArray[Any]:
    """A run of one byte, as in the middle of a text."""
    low = rng.randrange(len(array))
    array[low : low + rng.choice((1, 4, 64))] = rng.choice((0, 0x22, 0x5C, 0x80, 0xC3, 0xED, 0xFF))
    return array


_Change = Callable[[NDArray[Any], random.Random], NDArray[Any]]
_CHANGES: tuple[tuple[str, _Change], ...] = (
    ("with one number changed", lambda array, rng: _set(array, rng, 1)),
    ("with one number changed", lambda array, rng: _set(array, rng, 1)),
    ("with five numbers changed", lambda array, rng: _set(array, rng, 5)),
    ("with all numbers changed", lambda array, rng: _set(array, rng, len(array))),
    ("of one number", lambda array, rng: np.full(len(array), _value(array, rng), np.uint64)),
    ("with two swapped", _swapped),
    ("with a run of one byte", _bytes_of_one),
    ("backwards", lambda array, rng: array[::-1]),
    ("cut", lambda array, rng: array[: rng.randrange(len(array))]),
    ("without its first", lambda array, rng: array[1:]),
    ("longer", lambda array, rng: np.append(array, array[: rng.choice((1, 3, 200))])),
    ("empty", lambda array, rng: array[:0]),
)


def _change_directory(plain: dict[str, Any], rng: random.Random) -> str:
    """Change a value anywhere in the directory, remove it, or add one."""
    holder: Any = plain
    path: list[str] = []
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return f"nothing at {'.'.join(path)}"
        key = rng.choice(keys)
        path.append(str(key))
        if not isinstance(holder[key], dict | list) or rng.random() < 0.15:
            break
        holder = holder[key]
    if rng.random() < 0.1:
        del holder[key]
        return f"without {'.'.join(path)}"
    old = holder[key]
    near = [old + change for change in (-64, -1, 1, 64)] if type(old) is int else []
    holder[key] = rng.choice((*_JUNK, *_EDGES, *near, *near, *near))
    return f"{'.'.join(path)} is {holder[key]!r} instead of {str(old)[:60]}"
