"""What a run has opened is closed when it ends, and not when garbage is collected."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from fabula.index import Work, add_works, build, check, rebuild, remove, restore, update
from fabula.index.errors import RemovalsRefused
from fabula.index.indexer.rebuild import RebuildOptions
from fabula.index.indexer.repair import repair
from fabula.index.run.options import UpdateOptions

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted in /proc")


@pytest.fixture(autouse=True)
def _without_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(3):
        write(folder, number)
    return folder


def write(folder: Path, number: int) -> None:
    text = f"Story {number}\nby Ann\n\n\n“Lamp {number} is lit,” said Ilse, and waited for the ferry.\n"
    (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def open_files(folder: Path) -> list[str]:
    """The files below `folder` that this process has open, or mapped."""
    targets = []
    for descriptor in Path("/proc/self/fd").iterdir():
        # The descriptor of this very listing is gone.
        with suppress(OSError):
            targets.append(str(descriptor.readlink()))
    mapped = [line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines()]
    return [path for path in (*targets, *mapped) if path.startswith(f"{folder}/")]


def test_runs_leave_no_file_open(stories: Path, tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Each kind of run, again over the library that the others made."""
    library, options = tmp_path / "library", UpdateOptions(workers=0)
    build(library, [stories], workers=0)
    assert open_files(library) == []
    write(stories, 3)
    update(library, options)
    assert open_files(library) == []
    add_works(library, [make_work("“Nobody came,” said Mary.")])
    remove(library, [stories / "0.txt"])
    assert open_files(library) == []
    generation = check(library).generation
    rebuild(library, RebuildOptions(workers=0, keep=1))
    assert open_files(library) == []
    restore(library, generation)
    assert open_files(library) == []


def test_runs_that_fail_leave_no_file_open(stories: Path, tmp_path: Path) -> None:
    """A run that is refused, and the repair of a damaged library."""
    library = tmp_path / "library"
    build(library, [stories], workers=0)
    for path in stories.iterdir():
        path.unlink()
    write(stories, 9)
    with pytest.raises(RemovalsRefused):
        update(library, UpdateOptions(workers=0))
    assert open_files(library) == []
    for path in (library / "index").glob("*.seg"):
        path.write_bytes(path.read_bytes()[:-9])
    assert not check(library).whole
    repair(library)
    assert open_files(library) == []
