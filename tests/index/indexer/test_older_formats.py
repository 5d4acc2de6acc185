"""A library of an older format is refused with the command that makes it anew, and that command loses nothing."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fabula.index import Progress, RebuildOptions, Work, add_works, build, check, rebuild, update
from fabula.index.codec.toc import read_toc, write_toc
from fabula.index.errors import LibraryTooOld, OptionError, RemovalsRefused
from fabula.index.indexer.repair import repair
from fabula.index.store.protocol import open_store
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
    age(library, request.param)
    return library


def directory_of(content: bytes) -> dict[str, Any]:
    start, length, *_ = TRAILER.unpack(content[-TRAILER.size :])
    found: dict[str, Any] = json.loads(content[start : start + length])
    return found


def age(library: Path, form: str) -> None:
    """Make it as an earlier Fabula wrote it, as far as texts this small are concerned: they have no dictionary."""
    for path in (library / "index").glob("*.seg"):
        content = path.read_bytes()
        start, _, _, magic = TRAILER.unpack(content[-TRAILER.size :])
        directory = directory_of(content)
        directory["version"] = 1
        sections = directory["sections"]
        if form == "segment":
            # Nothing names them any more, and their checksums are the last.
            gone = [name for name in sections if name.startswith("text_dictionary")]
            at, count, _ = directory["checksums"]
            numbers = struct.unpack(f"<{count}I", content[at : at + 4 * count])
            kept, place = [], 0
            for name, (kind, _, length) in sections.items():
                pieces = -(-length * int(kind[1:]) // 16_384)
                kept += [] if name in gone else numbers[place : place + pieces]
                place += pieces
            for name in gone:
                del sections[name]
            table = struct.pack(f"<{len(kept)}I", *kept)
            content = content[:at] + table
            start = len(content)
            directory["checksums"] = [at, len(kept), zlib.crc32(table)]
        if form == "container":
            magic = b"FABULA01"
            del directory["checksums"]
            for section in directory["sections"].values():
                section.append(0)
        encoded = json.dumps(directory).encode()
        trailer = TRAILER.pack(start, len(encoded), zlib.crc32(encoded), magic)
        path.write_bytes(magic + content[8:start] + encoded + trailer)
        if form == "container":
            (library / "fabula.json").write_text('{"fabula": "library", "schema": 2}')
            continue
        # The table of contents says how long the file is.
        toc = read_toc(library / "index", 1)
        entries = tuple(entry._replace(size=path.stat().st_size) for entry in toc.segments)
        write_toc(library / "index", toc._replace(segments=entries))


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


@pytest.mark.parametrize("older", ["segment"], indirect=True)
@pytest.mark.parametrize("settings", [True, False])
def test_works_are_taken_over_from_the_version_before(older: Path, stories: Path, settings: bool) -> None:
    """With its source away, or its files: the same ids, of works and scenes, and their text."""
    as_built = stories.with_name("as-built")
    build(as_built, [stories], speech=False)
    shutil.rmtree(stories)
    if not settings:
        (older / "library.toml").unlink()
    receipt = rebuild(older, PLAIN)
    assert (receipt.works, receipt.unchanged) == (4, 4)
    made, wanted = open_store(older), open_store(as_built)
    assert made.works() == wanted.works()
    assert all(made.scenes(work_id) == wanted.scenes(work_id) for work_id in wanted.works())
    report = check(older)
    assert report.whole and report.leftovers == ()
    assert Library.open(older).search('"bell of 2"').total == 1


def test_works_of_no_source_are_taken_over(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Made in Python, and nowhere else."""
    add_works(tmp_path / "library", [make_work("The lamp was lit.", title="Lamp")], speech=False)
    age(tmp_path / "library", "segment")
    assert rebuild(tmp_path / "library", PLAIN).works == 1
    assert Library.open(tmp_path / "library").search('"lamp was lit"').total == 1


@pytest.mark.parametrize("older", ["segment"], indirect=True)
def test_damaged_text_is_not_taken_over(older: Path, stories: Path) -> None:
    """What cannot be read is named, and nothing is written."""
    for path in (older / "index").glob("*.seg"):
        content = bytearray(path.read_bytes())
        directory = directory_of(content)
        content[directory["sections"]["text"][1] + 9] ^= 1
        path.write_bytes(content)
    shutil.rmtree(stories)
    before = files_of(older)
    with pytest.raises(RemovalsRefused):
        rebuild(older, PLAIN)
    after = files_of(older)
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize("older", ["container"], indirect=True)
def test_works_that_cannot_be_read_again_are_not_lost_unasked(older: Path, stories: Path) -> None:
    """With its source away nothing is written, unless that is allowed: no text is read of formats before."""
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
