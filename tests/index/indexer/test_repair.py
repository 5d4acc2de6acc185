"""Damage is repaired from stored text, else from the sources; works that cannot be recovered are named."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from benchmarks.faults.stories import files_of, stories_in
from fabula.index import Work, add_works, build, check
from fabula.index.checking import unreadable
from fabula.index.codec import container
from fabula.index.codec.bounded_file import open_plain
from fabula.index.codec.container import Container
from fabula.index.codec.layout import SEGMENT_KIND, SEGMENT_VERSION
from fabula.index.codec.toc import generations, toc_path
from fabula.index.errors import LibraryError
from fabula.index.indexer.repair import repair
from fabula.index.store.opening import open_store

STORIES = dict.fromkeys(range(12), 0)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of twelve stories whose files exist."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, text in files_of(STORIES.items()).items():
        (folder / name).write_text(text, encoding="utf-8")
    build(tmp_path / "library", [folder], workers=0)
    return tmp_path / "library"


def segment_of(library: Path) -> Path:
    (path,) = (library / "index").glob("*.seg")
    return path


def damage(path: Path, section: str, place: float = 0.5) -> None:
    """Flip a bit of a section."""
    _, start, end, _ = Container(path, SEGMENT_KIND, SEGMENT_VERSION)._sections[section]
    content = bytearray(path.read_bytes())
    content[start + int((end - start - 1) * place)] ^= 8
    path.write_bytes(content)


def everything(library: Path) -> dict[str, object]:
    store = open_store(library)
    return {work: (record, store.scenes(work)) for work, record in store.works().items()}


@pytest.mark.parametrize("section", ["block_words", "term_text", "scene_starts", "terms_by_surface", "sketch"])
def test_postings_are_made_anew_from_the_text(library: Path, section: str) -> None:
    """Every work is as before, without its file being read."""
    before = everything(library)
    damage(segment_of(library), section)
    for path in (library.parent / "stories").iterdir():
        path.unlink()
    report = repair(library)
    assert report.whole and (report.from_text, report.from_sources, report.lost) == (12, 0, ())
    assert not report.before.whole and check(library).whole
    assert everything(library) == before


@pytest.mark.parametrize("section", ["text", "work_text", "scene_works", "text_offsets"])
def test_texts_are_read_again_from_the_sources(library: Path, section: str) -> None:
    """Works with damaged text are read from their files."""
    before = everything(library)
    damage(segment_of(library), section)
    report = repair(library)
    assert report.whole and report.from_text + report.from_sources == 12 and report.from_sources
    assert stories_in(open_store(library)) == STORIES
    assert set(everything(library)) == set(before)


def test_what_cannot_be_had_back_is_named(library: Path) -> None:
    """The other works stay, and the library is whole without the lost one."""
    damage(segment_of(library), "text")
    for path in (library.parent / "stories").iterdir():
        path.unlink()
    report = repair(library)
    assert report.after.whole and not report.whole
    assert len(report.lost) + report.from_text == 12 and set(report.lost) <= {f"Story {n}" for n in STORIES}


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_file_that_cannot_be_read_now_is_kept(library: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """It may be whole, so that nothing is repaired: with the sources away its works would be lost for good."""
    before, segment = everything(library), segment_of(library)

    def refused(path: Path, *arguments: object, **options: object) -> BinaryIO:
        if path == segment:
            raise OSError(number, os.strerror(number), str(path))
        return open_plain(path, *arguments, **options)  # type: ignore[arg-type]

    for module in (container, unreadable):
        monkeypatch.setattr(module, "open_plain", refused)
    for path in (library.parent / "stories").iterdir():
        path.unlink()
    with pytest.raises(LibraryError, match=f"not repaired.*{segment.name} cannot be read") as caught:
        repair(library)
    assert "may be whole" in caught.value.hint
    monkeypatch.undo()
    assert check(library).whole and everything(library) == before


def test_a_lost_table_of_contents(library: Path, make_work: Callable[..., Work]) -> None:
    """All segments in the folder make one commit; of a work in two segments the later one counts."""
    add_works(library, [make_work("The lamp was lit.", title="Lamp")])
    add_works(library, [make_work("The lamp went out.", title="Lamp")])
    files = library / "index"
    toc = toc_path(files, generations(files)[-1])
    toc.write_bytes(toc.read_bytes()[:-9])
    report = repair(library)
    assert report.after.whole and any("table of contents" in note for note in report.notes)
    found = everything(library)
    assert len(found) == 13
    assert [scenes[0].text for record, scenes in found.values() if record.title == "Lamp"] == ["The lamp went out."]


@pytest.mark.parametrize("content", [b"", b"{", b'{"fabula": "librarx", "schema": 3}\n'])
def test_a_damaged_marker(library: Path, content: bytes) -> None:
    """It is written anew, and the repair says so."""
    before = everything(library)
    (library / "fabula.json").write_bytes(content)
    report = repair(library)
    assert report.whole and report.notes == ("fabula.json was written anew.",)
    assert everything(library) == before


@pytest.mark.parametrize("suffix", ["speech", "copies"])
def test_layers_are_made_anew(library: Path, make_work: Callable[..., Work], suffix: str) -> None:
    text = "“The lamp,” she said, “was never lit again by anybody who had seen the harbour burn that night.” " * 3
    add_works(library, [make_work(text, title="One"), make_work(text, title="Two", authors=("B",))])
    for path in (library / "index").glob(f"*.{suffix}"):
        content = bytearray(path.read_bytes())
        content[70] ^= 1
        path.write_bytes(content)
    assert not check(library).whole
    assert repair(library).whole and check(library).whole


def test_nothing_to_repair(library: Path) -> None:
    """Then nothing is written."""
    generation = open_store(library).generation
    report = repair(library)
    assert report.whole and report.before is report.after
    assert open_store(library).generation == generation
