"""A forged index with valid checksums: every error has a name, and nothing hangs or executes code."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.faults.flips import QUESTIONS, make_library
from benchmarks.stress.forging import containers, forge_arrays, sections_of
from fabula.index import check
from fabula.index.errors import FabulaError


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "library"
    make_library(folder)
    return folder


def forge(library: Path, rng: random.Random) -> str:
    """Write wrong numbers with valid checksums into a segment; returns the name of the changed section."""
    path = rng.choice(containers(library, ".seg"))
    sections = sections_of(path)
    name = rng.choice([name for name, array in sections.items() if len(array)])
    array = sections[name]
    for _ in range(rng.choice([1, 1, 5, len(array)])):
        value = rng.choice([0, 1, 0xFF, 2**31, 2**32 - 1, rng.randrange(2**32)])
        array[rng.randrange(len(array))] = value % (1 << 8 * array.dtype.itemsize)
    if rng.random() < 0.2:
        sections[name] = array[: rng.randrange(len(array))] if rng.random() < 0.5 else np.append(array, array[:3])
    forge_arrays(library, path, sections)
    return name


@pytest.mark.parametrize("seed", range(10))
def test_a_forged_segment_gives_answers_or_named_errors(library: Path, tmp_path: Path, seed: int) -> None:
    """Every question gets an answer or a FabulaError. A check never crashes, and detects what it can compare."""
    forged = tmp_path / "library"
    shutil.copytree(library, forged)
    section = forge(forged, random.Random(seed))
    try:
        report = check(forged)
    except FabulaError:
        return
    # Titles of works and ids of scenes stand in one section only, so there is nothing to compare them with.
    assert not report.whole or section in ("work_text", "scene_id_text", "term_languages")
    for ask in QUESTIONS.values():
        try:
            ask(forged)
        except FabulaError as error:
            assert str(error) and error.hint
