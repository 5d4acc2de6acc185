"""A library of an older format is refused with the command that makes it anew, and that command loses nothing."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from pathlib import Path

import pytest

from fabula.index import Progress, RebuildOptions, build, check, rebuild, update
from fabula.index.checking.repair import repair
from fabula.index.codec.toc import read_toc, write_toc
from fabula.index.errors import LibraryTooOld, OptionError, RemovalsRefused
from fabula.index.store import open_store
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


@pytest.fixture(params=["container", "segment"])
def older(request: pytest.FixtureRequest, tmp_path: Path, stories: Path) -> Path:
    """A library of schema 2, in containers of the first form; or one whose segments have version 1."""
    library = tmp_path / "library"
    build(library, [stories], speech=False)
    for path in (library / "index").glob("*.seg"):
        content = path.read_bytes()
        start, length, _, magic = TRAILER.unpack(content[-TRAILER.size :])
        directory = json.loads(content[start : start + length])
        directory["version"] = 1
        if request.param == "container":
            magic = b"FABULA01"
            del directory["checksums"]
            for section in directory["sections"].values():
                section.append(0)
        encoded = json.dumps(directory).encode()
        trailer = TRAILER.pack(start, len(encoded), zlib.crc32(encoded), magic)
        path.write_bytes(magic + content[8:start] + encoded + trailer)
        if request.param == "container":
            (library / "fabula.json").write_text('{"fabula": "library", "schema": 2}')
            continue
        # The table of contents says how long the file is.
        toc = read_toc(library / "index", 1)
        entries = tuple(entry._replace(size=path.stat().st_size) for entry in toc.segments)
        write_toc(library / "index", toc._replace(segments=entries))
    return library


def files_of(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_the_refusal_names_the_command(older: Path) -> None:
    """To search, to update, to look; and nothing calls it damaged, or mends it."""
    for act in (Library.open, open_store, update, check, repair):
        with pytest.raises(LibraryTooOld) as caught:
            act(older)
        assert "fabula rebuild" in caught.value.hint


def test_a_rebuild_makes_it_anew(older: Path, stories: Path, tmp_path: Path) -> None:
    """The same ids, from the sources that it names; the old files are gone, and it is whole."""
    build(tmp_path / "other", [stories], speech=False)
    old = {path.name for path in (older / "index").iterdir()} - {"write.lock"}
    receipt = rebuild(older, PLAIN)
    assert (receipt.works, receipt.unchanged, receipt.added) == (4, 4, 0)
    assert set(open_store(older).works()) == set(open_store(tmp_path / "other").works())
    assert not old & {path.name for path in (older / "index").iterdir()}
    report = check(older)
    assert report.whole and report.leftovers == ()
    assert Library.open(older).search('"bell of 2"').total == 1
    assert update(older).unchanged == 4


@pytest.mark.parametrize("phase", ["reading", "committing", "verifying"])
def test_an_interrupt_leaves_the_old_files(older: Path, phase: str) -> None:
    """All of them as they were, and the next rebuild succeeds."""
    before = files_of(older)

    def stop(progress: Progress) -> None:
        if progress.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(older, PLAIN, progress=stop)
    after = files_of(older)
    assert {name: after.get(name) for name in before} == before
    assert rebuild(older, PLAIN).works == 4
    assert check(older).whole


def test_without_settings_the_records_say_where_it_came_from(older: Path, stories: Path) -> None:
    """The folder becomes a source, written down."""
    (older / "library.toml").unlink()
    assert rebuild(older, PLAIN).works == 4
    assert str(stories) in (older / "library.toml").read_text()
    assert update(older).unchanged == 4


def test_where_nothing_says_it_the_command_asks(older: Path, stories: Path) -> None:
    """With neither settings nor records it is told what to give, and does it."""
    (older / "library.toml").unlink()
    for path in (older / "index").glob("*.seg"):
        path.write_bytes(b"FABULA01" + bytes(path.stat().st_size - 8))
    with pytest.raises(OptionError) as caught:
        rebuild(older, PLAIN)
    assert "fabula rebuild --source PATH" in caught.value.hint
    options = RebuildOptions(workers=0, speech=False, sources=(str(stories),))
    assert rebuild(older, options).works == 4
    assert str(stories) in (older / "library.toml").read_text()


def test_works_that_cannot_be_read_again_are_not_lost_unasked(older: Path, stories: Path) -> None:
    """With its source away nothing is written, unless that is allowed."""
    kept = stories.with_name("elsewhere")
    shutil.move(stories, kept)
    before = files_of(older)
    with pytest.raises(RemovalsRefused):
        rebuild(older, PLAIN)
    after = files_of(older)
    assert {name: after.get(name) for name in before} == before
    shutil.move(kept, stories)
    assert rebuild(older, PLAIN).unchanged == 4


def test_a_library_of_this_format_takes_no_sources(tmp_path: Path, stories: Path) -> None:
    """They are added by indexing them."""
    build(tmp_path / "library", [stories], speech=False)
    with pytest.raises(OptionError) as caught:
        rebuild(tmp_path / "library", RebuildOptions(sources=(str(stories),)))
    assert "fabula index" in caught.value.hint
