"""Flips one bit of one file of a library, and checks that `check` detects it and that no search answers wrongly."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fabula.index import add_works, check
from fabula.index.errors import FabulaError, LibraryError
from fabula.search import Library, SearchOptions
from .stories import make_story, mixed

__all__ = ["QUESTIONS", "FlipTally", "flip_bits", "make_library"]

_QUERIES = (
    '"you would have been my choice"',
    '~"have been choosing"',
    "the lamp never answered",
    '"token t3v0s0of" OR harbour',
    "lamp AND NOT river",
    "cho* keeping",
    "chioce~ lamp",
    '"never again"~8',
    "author:3 rope",
    "-winter stone",
)


@dataclass
class FlipTally:
    """Results of the flips.

    detected  flips that `check` detected.
    answers   counts of "right", "wrong" and "refused" (a named error) answers.
    problems  flips that `check` missed, wrong answers, errors without a name.
    """

    flips: int = 0
    detected: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def make_library(folder: Path) -> None:
    """A small library with several segments, deleted works, near-duplicates, several languages and speech."""
    add_works(folder, mixed(40))
    add_works(folder, [make_story(number, version=1) for number in range(0, 40, 3)])
    add_works(folder, mixed(12, first=40))


def flip_bits(folder: Path, flips: int, seed: int = 1) -> FlipTally:
    """Flip `flips` bits, one at a time, in a copy of a library created in `folder`."""
    rng = random.Random(seed)
    library = folder / "library"
    make_library(library)
    assert check(library).whole
    expected = {name: ask(library) for name, ask in QUESTIONS.items()}
    damaged = folder / "damaged"
    shutil.copytree(library, damaged)
    files = sorted(
        path for path in damaged.rglob("*") if path.is_file() and path.stat().st_size and path.suffix != ".lock"
    )
    sizes = [path.stat().st_size for path in files]
    tally = FlipTally()
    for number in range(flips):
        # Alternately by size and each file in turn, because the smallest files matter as much.
        path = rng.choices(files, sizes)[0] if number % 2 else files[number // 2 % len(files)]
        offset, bit = rng.randrange(path.stat().st_size), rng.randrange(8)
        _flip(path, offset, bit)
        try:
            _try(damaged, expected, tally, f"{path.relative_to(damaged)} byte {offset} bit {bit}")
        finally:
            _flip(path, offset, bit)
        tally.flips += 1
        tally.files[path.suffix] += 1
    return tally


def _flip(path: Path, offset: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def _try(library: Path, expected: dict[str, Any], tally: FlipTally, where: str) -> None:
    try:
        if check(library).whole:
            tally.problems.append(f"check missed {where}")
        else:
            tally.detected += 1
    except LibraryError:
        tally.detected += 1
    for name, ask in QUESTIONS.items():
        try:
            right = ask(library) == expected[name]
        except FabulaError as error:
            if not isinstance(error, LibraryError):
                tally.problems.append(f"{name}: {error} with {where}")
            tally.answers["refused"] += 1
        except Exception as error:  # noqa: BLE001 - an unnamed error is a problem to report
            tally.problems.append(f"{name}: {type(error).__name__}: {error} with {where}")
        else:
            tally.answers["right" if right else "wrong"] += 1
            if not right:
                tally.problems.append(f"{name}: a wrong answer with {where}")


def _search(query: str) -> Callable[[Path], Any]:
    def ask(library: Path) -> Any:
        with Library.open(library) as opened:
            results = opened.search(query, SearchOptions(limit=20, facets=("author",)))
        hits = [(hit.scene, hit.work, hit.score, hit.snippet, hit.matches) for hit in results]
        return results.total, hits, results.facets, results.explanation

    return ask


def _quote(library: Path) -> Any:
    with Library.open(library) as opened:
        return [(hit.scene, hit.score) for hit in opened.quote("You would have been the choice of me")]


def _all_works(library: Path) -> Any:
    with Library.open(library) as opened:
        return [(work, opened.scenes(work.id)) for work in opened.works()]


def _duplicates(library: Path) -> Any:
    with Library.open(library) as opened:
        return opened.duplicates(0.1)


QUESTIONS: dict[str, Callable[[Path], Any]] = {
    **{query: _search(query) for query in _QUERIES},
    "quote": _quote,
    "works": _all_works,
    "duplicates": _duplicates,
}
