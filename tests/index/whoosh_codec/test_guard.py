"""Whoosh cannot write to a library, whoever asks and however it was opened; other indexes it writes as ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh.fields import ID, Schema
from whoosh.multiproc import MpWriter, SerialMpWriter
from whoosh.query import Every
from whoosh.writing import AsyncWriter, BufferedWriter, SegmentWriter, add_spelling

from fabula.index import FabulaError, add_works
from fabula.index.whoosh_codec import FabulaCodec, open_index
from .stories import made

WRITERS: dict[str, Callable[[Any], object]] = {
    "writer": lambda index: index.writer(),
    "two processes": lambda index: index.writer(procs=2),
    "optimize": lambda index: index.optimize(),
    "delete by term": lambda index: index.delete_by_term("title", "tale"),
    "delete by query": lambda index: index.delete_by_query(Every()),
    "add field": lambda index: index.add_field("new", ID()),
    "remove field": lambda index: index.remove_field("title"),
    "async": AsyncWriter,
    "buffered": BufferedWriter,
    "segment": SegmentWriter,
    "segment without lock": lambda index: SegmentWriter(index, _lk=False),
    "segment with our codec": lambda index: SegmentWriter(index, codec=FabulaCodec()),
    "many processes": MpWriter,
    "serial": SerialMpWriter,
    "spelling": lambda index: add_spelling(index, ["surface"]),
    "create": lambda index: whoosh.index.create_in(index.storage.folder, Schema(a=ID())),
    "create another": lambda index: whoosh.index.create_in(index.storage.folder, Schema(a=ID()), "OTHER"),
    "delete document": lambda index: index._segments()[0].delete_document(0),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add_works(tmp_path / "library", [made(1), made(2)])
    return tmp_path / "library"


@pytest.mark.parametrize("way", ["open_dir", "open_index"])
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_no_writer_gets_in(folder: Path, way: str, write: Callable[[Any], object]) -> None:
    """Each says who writes this index, and not a byte of the folder changes."""
    index = open_index(folder) if way == "open_index" else whoosh.index.open_dir(str(folder / "index"))
    before = contents(folder)
    with pytest.raises(FabulaError, match="written by Fabula") as raised:
        write(index)
    assert "fabula.index.build" in raised.value.hint
    assert contents(folder) == before
    folders = {"index", "reports"}
    assert sorted(path.name for path in folder.rglob("*")) == sorted({Path(name).name for name in before} | folders)


def test_the_folder_of_an_index_yet_empty(tmp_path: Path) -> None:
    """A library without works is refused as well."""
    add_works(tmp_path / "library", [])
    with pytest.raises(FabulaError, match="written by Fabula"):
        whoosh.index.open_dir(str(tmp_path / "library" / "index")).writer()


def test_other_indexes_are_written_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh's own folders are none of ours; what a library holds can be copied into one."""
    monkeypatch.undo()
    add_works(tmp_path / "library", [made(1), made(2)])
    (tmp_path / "other").mkdir()
    library = open_index(tmp_path / "library")
    index = whoosh.index.create_in(str(tmp_path / "other"), library.schema.copy())
    with index.writer() as writer, library.reader() as reader:
        for stored in reader.all_stored_fields():
            writer.add_document(surface=stored["text"], **{name: stored[name] for name in ("id", "title", "text")})
    with index.searcher() as copied, library.searcher() as original:
        for word in ("you", "choice", "thanks"):
            found = [
                {hit["id"] for hit in searcher.search(whoosh.query.Term("surface", word), limit=None)}
                for searcher in (copied, original)
            ]
            assert found[0] == found[1] != set()
