"""Whoosh opens a library, reads on when it grows, and is shared by threads; other folders are refused."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh import query
from whoosh.filedb.filestore import RamStorage, copy_to_ram

from fabula.index import add_works
from fabula.index.codec.toc import generations, read_toc, toc_path
from fabula.index.errors import LibraryDamaged, LibraryError, LibraryMissing, NotALibrary, OptionError
from fabula.index.whoosh_codec import open_index
from fabula.search import Library
from .conftest import Opened
from .stories import VOCABULARY, made, segments_merged, several_segments, works_replaced


def ids(index: Any, q: query.Query) -> set[str]:
    with index.searcher() as searcher:
        return {hit["id"] for hit in searcher.search(q, limit=None)}


def test_the_shapes_are_what_they_say(tmp_path: Path) -> None:
    """The libraries that the other tests search have deletions, several segments, and a merged one."""
    for shape, segments in ((several_segments, 3), (works_replaced, 4)):
        folder = tmp_path / shape.__name__
        shape(folder)
        toc = read_toc(folder / "index", generations(folder / "index")[-1])
        assert len(toc.segments) == segments
        assert any(entry.deleted for entry in toc.segments) == (shape is works_replaced)
    segments_merged(tmp_path / "merged")
    toc = read_toc(tmp_path / "merged" / "index", generations(tmp_path / "merged" / "index")[-1])
    assert len(toc.segments) < 9 and toc.segments[0].scenes > 50 and toc.segments[0].deleted


def test_both_ways_in_are_the_same(opened: Opened) -> None:
    """Stock open_dir and open_index give one schema, one commit and the same answers."""
    ours = open_index(opened.folder)
    assert ours.schema.names() == opened.index.schema.names()
    assert ours.latest_generation() == opened.index.latest_generation() == ours.searcher().reader().generation()
    assert (ours.version, ours.indexname) == (opened.index.version, opened.index.indexname)
    assert whoosh.index.exists_in(str(opened.folder / "index"))
    for word in VOCABULARY:
        assert ids(ours, query.Term("surface", word)) == ids(opened.index, query.Term("surface", word))


def test_no_way_to_search_imports_whoosh() -> None:
    """Only the package that registers the codec does: a cold command has no time for it."""
    code = "import sys, fabula.search.library, fabula.index.store.index_store; print('whoosh' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("way", ["open_dir", "open_index"])
def test_a_searcher_is_refreshed(tmp_path: Path, way: str) -> None:
    """After a commit the old searcher stays as it was, and the refreshed one has each living scene once."""
    folder = tmp_path / "library"
    several_segments(folder)
    index = open_index(folder) if way == "open_index" else whoosh.index.open_dir(str(folder / "index"))
    searcher = index.searcher()
    before = searcher.doc_count()
    q = query.Term("title", "1")
    old = {hit["id"] for hit in searcher.search(q, limit=None)}
    add_works(folder, [made(71, title=1), made(99)])
    assert not searcher.up_to_date()
    assert {hit["id"] for hit in searcher.search(q, limit=None)} == old
    searcher = searcher.refresh()
    assert searcher.up_to_date() and searcher.refresh() is searcher
    assert searcher.doc_count() == before + 7
    results = searcher.search(q, limit=None)
    assert len(results) == len(old) == 7
    assert len(old & {hit["id"] for hit in results}) <= 1


def test_an_empty_library(tmp_path: Path) -> None:
    """A library whose last work is gone, or that never had one, is an empty index."""
    folder = tmp_path / "library"
    add_works(folder, [])
    assert open_index(folder).doc_count() == 0
    assert whoosh.index.open_dir(str(folder / "index")).is_empty()
    assert ids(open_index(folder), query.Term("surface", "you")) == set()


def test_threads(opened: Opened) -> None:
    """Searchers of several threads over one index, and one searcher shared by them, answer as one alone does."""
    queries: list[query.Query] = [query.Term("surface", word) for word in VOCABULARY[:8]]
    queries += [query.Phrase("surface", ["my", "choice"]), query.Or(queries[:4]), query.And(queries[2:4])]
    expected = [[(d, pytest.approx(s)) for s, d in opened.searcher.search(q, limit=None).top_n] for q in queries]

    def own(turn: int) -> None:
        with opened.index.searcher() as searcher:
            ask(searcher, turn)

    def ask(searcher: Any, turn: int) -> None:
        for step in range(2 * len(queries)):
            number = (turn + step) % len(queries)
            found = searcher.search(queries[number], limit=None)
            assert [(document, score) for score, document in found.top_n] == expected[number]
            assert all(found[0].fields()["text"] for _ in found.top_n[:1])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(own, range(6)))
        list(pool.map(lambda turn: ask(opened.searcher, turn), range(6)))


def test_a_copy_in_memory_is_refused(opened: Opened) -> None:
    """Segments are mapped from files; elsewhere Whoosh is told so."""
    memory: RamStorage = copy_to_ram(opened.index.storage)
    with pytest.raises(OptionError, match="folder"):
        memory.open_index()


def test_folders_that_are_no_library(tmp_path: Path) -> None:
    """Each is refused by what it is."""
    with pytest.raises(LibraryMissing):
        open_index(tmp_path / "none")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    with pytest.raises(NotALibrary):
        open_index(tmp_path / "other")


@pytest.mark.parametrize("what", ["toc", "segment"])
def test_damage_is_named(tmp_path: Path, what: str) -> None:
    """A file that was cut short or lost is LibraryDamaged by either way in."""
    folder = tmp_path / "library"
    add_works(folder, [made(1)])
    files = folder / "index"
    path = next(files.glob("*.seg" if what == "segment" else "*.toc"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(LibraryDamaged):
        open_index(folder).reader()
    with pytest.raises(LibraryDamaged):
        whoosh.index.open_dir(str(files)).reader()
    for toc in files.glob("*.toc"):
        toc.unlink()
    with pytest.raises(LibraryDamaged):
        open_index(folder)


class Payload:
    """What a hostile file would have its reader do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.path),))


# Whoosh leaves a table of contents open that it could not read.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("version", [-111, -110, -7002])
def test_a_hostile_table_of_contents_is_not_obeyed(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pickles under Whoosh's own versions, or ours, are refused by the library and by open_index, and not run."""
    monkeypatch.undo()
    folder = tmp_path / "library"
    add_works(folder, [made(1)])
    files = folder / "index"
    generation = generations(files)[-1]
    content = pickle.dumps(Payload(tmp_path / "broken-into"), 2)
    head = bytes([4, 8, 4]) + struct.pack("!ii", -12345, version) + bytes([2, 7, 5])
    length = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 127 | 128, len(content) >> 7])
    hostile = head + length + content + struct.pack("!ii", generation + 1, 0) + content
    toc_path(files, generation + 1).write_bytes(hostile)
    for opening in (Library.open, open_index):
        with pytest.raises(LibraryError):
            opening(folder)
    assert not (tmp_path / "broken-into").exists()
    if version == -111:
        # The payload is a real one: stock Whoosh runs it.
        with pytest.raises(Exception, match=r"schema|Schema|None"):
            whoosh.index.open_dir(str(files))
        assert (tmp_path / "broken-into").exists()
