"""A library of another format is refused with the command that rebuilds it, and that command loses nothing."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from pathlib import Path

import pytest

from fabula.index import Progress, RebuildOptions, build, check, rebuild, update
from fabula.index.errors import LibraryTooNew, LibraryTooOld, OptionError, RemovalsRefused
from fabula.index.indexer.repair import repair
from fabula.index.store.opening import open_store
from fabula.search import Library

PLAIN = RebuildOptions(workers=0, speech=False)
TRAILER = struct.Struct("<QII8s")


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Title: Tale {number}\n\n\nThe bell of {number} rang at noon.\n")
    return folder


@pytest.fixture(params=["marker-2", "toc--7001", "toc--7999", "segment-9"])
def other(request: pytest.FixtureRequest, tmp_path: Path, stories: Path) -> Path:
    """A library whose marker, table of contents or segments have an earlier or later version."""
    library = tmp_path / "library"
    build(library, [stories], speech=False)
    part, _, version = str(request.param).partition("-")
    change_version(library, part, int(version))
    return library


def change_version(library: Path, part: str, version: int) -> None:
    if part == "marker":
        (library / "fabula.json").write_text(f'{{"fabula": "library", "schema": {version}}}')
    if part == "toc":
        for path in (library / "index").glob("*.toc"):
            content = path.read_bytes()
            path.write_bytes(content[:7] + struct.pack(">i", version) + content[11:])
    if part == "segment":
        for path in (library / "index").glob("*.seg"):
            content = path.read_bytes()
            start, length, _, magic = TRAILER.unpack(content[-TRAILER.size :])
            directory = json.loads(content[start : start + length])
            directory["version"] = version
            # As long as before, which the table of contents says.
            encoded = json.dumps(directory, separators=(",", ":")).encode()
            path.write_bytes(content[:start] + encoded + TRAILER.pack(start, len(encoded), zlib.crc32(encoded), magic))


def files_of(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_the_refusal_names_the_command(other: Path) -> None:
    """Searches, updates and checks refuse it; nothing calls it damaged or repairs it."""
    for act in (Library.open, open_store, update, check, repair):
        with pytest.raises((LibraryTooOld, LibraryTooNew)) as caught:
            act(other)
        assert "fabula rebuild" in caught.value.hint


def test_a_rebuild_makes_it_anew(other: Path, stories: Path, tmp_path: Path) -> None:
    """The ids are the same, the old files are gone, and the library is whole."""
    build(tmp_path / "as-built", [stories], speech=False)
    old = {path.name for path in (other / "index").iterdir()} - {"write.lock"}
    receipt = rebuild(other, PLAIN)
    assert (receipt.works, receipt.skipped) == (4, ())
    made, wanted = open_store(other), open_store(tmp_path / "as-built")
    assert made.works() == wanted.works()
    assert all(made.scenes(work_id) == wanted.scenes(work_id) for work_id in wanted.works())
    assert not old & {path.name for path in (other / "index").iterdir()}
    report = check(other)
    assert report.whole and report.leftovers == ()
    assert Library.open(other).search('"bell of 2"').total == 1
    assert update(other).unchanged == 4


@pytest.mark.parametrize("phase", ["reading", "committing", "verifying"])
def test_an_interrupt_leaves_the_old_files(other: Path, phase: str) -> None:
    """All of them are as they were, and the next rebuild succeeds."""
    before = files_of(other)

    def stop(progress: Progress) -> None:
        if progress.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(other, PLAIN, progress=stop)
    after = files_of(other)
    assert {name: after.get(name) for name in before} == before
    assert rebuild(other, PLAIN).works == 4
    assert check(other).whole


def test_a_source_that_is_missing_is_refused(other: Path, stories: Path) -> None:
    """Nothing is written until the source is back, or its loss is allowed."""
    elsewhere = stories.with_name("elsewhere")
    shutil.move(stories, elsewhere)
    before = files_of(other)
    with pytest.raises(RemovalsRefused):
        rebuild(other, PLAIN)
    after = files_of(other)
    assert {name: after.get(name) for name in before} == before
    shutil.move(elsewhere, stories)
    assert rebuild(other, PLAIN).works == 4


def test_a_library_without_sources_is_refused(other: Path) -> None:
    """The error says where to write them."""
    (other / "library.toml").unlink()
    before = files_of(other)
    with pytest.raises(OptionError) as caught:
        rebuild(other, PLAIN)
    assert "[[sources]]" in caught.value.hint
    after = files_of(other)
    assert {name: after.get(name) for name in before} == before
