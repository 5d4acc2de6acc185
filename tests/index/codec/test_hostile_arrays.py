"""Any change to the arrays or directories of an index, signed again, is damage with a name when they are read.

Nothing above the codec catches errors here: what is raised is what the codec makes of the file.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.faults.stories import mixed
from benchmarks.stress.forged_arrays import copy_of, forge
from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryError
from fabula.index.store.index_store import IndexStore

_MAX_BYTES = 500 << 20
_MAX_SECONDS = 2.0
_BATCH = 25


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits, with works that are one text, works that are deleted, speech that is interrupted."""
    folder = tmp_path_factory.mktemp("hostile") / "library"
    line = Block(BlockKind.PARAGRAPH, "“You would,” said Ilse, “have been my choice.”")
    choice = Work("Choice", ("Ann Author",), (Chapter((line,)),), Metadata(language="en"))
    add_works(folder, [*mixed(2), choice])
    add_works(folder, [Work("Choice", ("Ann Author",), (Chapter((line, line)),), Metadata(language="en"))])
    return folder


@contextmanager
def limited_memory() -> Iterator[None]:
    """In this block, the process may take 500 MB more than it has; beyond that it gets a MemoryError."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + _MAX_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def reads(segment: Segment) -> Iterator[Callable[[], object]]:
    """All ways to read a segment."""
    yield lambda: segment.scene_starts
    yield lambda: segment.scene_orders
    yield lambda: segment.paragraph_starts
    yield lambda: segment.works
    yield lambda: segment.names()
    yield lambda: segment.stems_by_language()
    yield lambda: list(segment.vocabulary())
    yield lambda: segment.words_between("a", "z")
    yield lambda: segment.term_frequencies
    yield lambda: segment.sketches
    yield lambda: segment.scene_ids
    yield lambda: segment.postings
    for term in range(min(segment.term_count, 10)):
        yield lambda term=term: segment.positions(term)
    for word in ("lamp", "would", "zzz", "a"):
        yield lambda word=word: [segment.positions_in(term, 0) for term in segment.terms_of_surface(word)]
        yield lambda word=word: segment.stems_of_surface(word)
        yield lambda word=word: segment.surfaces(word)
        yield lambda word=word: segment.scene_by_id(word)
    for scene in range(min(len(segment), 4)):
        yield lambda scene=scene: segment.scene(scene)
        yield lambda scene=scene: segment.paragraphs_in(scene)
        yield lambda scene=scene: segment.scene_by_id(segment.scene_id(scene))
    for work in range(min(segment.work_count, 4)):
        yield lambda work=work: segment.scenes_of_work(work)


def read_all(library: Path) -> int:
    """Read everything, on after each LibraryError; how many there were."""
    errors = 0
    try:
        store = IndexStore.open(library)
    except LibraryError:
        return 1
    for part in store.snapshot().segments:
        asks = [*reads(part.segment), *([lambda part=part: part.speech.speech] if part.speech else [])]
        for ask in asks:
            try:
                ask()
            except LibraryError as error:
                assert str(error) and error.hint
                errors += 1
    return errors


def test_a_whole_library_is_read(library: Path) -> None:
    """Without a change there is no error."""
    assert read_all(library) == 0


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the limit of memory is that of Linux")
@pytest.mark.parametrize("batch", [*range(6), *(pytest.param(n, marks=pytest.mark.slow) for n in range(6, 12))])
def test_changed_arrays_are_damage_with_a_name(library: Path, tmp_path: Path, batch: int) -> None:
    """Or are read, as no other number says that they are wrong. In 2 s of the processor, and 500 MB."""
    for seed in range(batch * _BATCH, (batch + 1) * _BATCH):
        forged = copy_of(library, tmp_path / str(seed))
        what = forge(forged, random.Random(seed))
        started = time.process_time()
        try:
            with limited_memory():
                read_all(forged)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {what}") from error
        assert time.process_time() - started < _MAX_SECONDS, f"seed {seed}: {what}"
