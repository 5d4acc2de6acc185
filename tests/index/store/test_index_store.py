"""A commit is opened from plain files that are as long as its table of contents says, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.codec.toc import generations, read_toc, toc_path
from fabula.index.errors import LibraryDamaged
from fabula.index.store.index_store import IndexStore

MakeWork = Callable[..., Work]
LINE = "“You would have been my choice,” said Ilse. The lamp was lit."


@pytest.fixture
def library(tmp_path: Path, make_work: MakeWork) -> Path:
    """Two works with the same words, so that there are a segment, its speech, and copies."""
    add_works(tmp_path / "library", [make_work(LINE, title="Lamp"), make_work(LINE, title="Light")])
    return tmp_path / "library"


def file_of(library: Path, kind: str) -> Path:
    files = library / "index"
    toc = read_toc(files, generations(files)[-1])
    (entry,) = toc.segments
    assert entry.speech is not None and toc.copies is not None
    return {
        "marker": library / "fabula.json",
        "table": toc_path(files, toc.generation),
        "segment": files / entry.file,
        "speech": files / entry.speech.file,
        "copies": files / toc.copies.file,
    }[kind]


ALL = ("marker", "table", "segment", "speech", "copies")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("kind", ALL)
def test_a_named_pipe_in_the_place_of_a_file_is_damage(library: Path, kind: str) -> None:
    """Opening does not wait for somebody to write to it."""
    path = file_of(library, kind)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(LibraryDamaged, match="it is a named pipe, not a file"):
        IndexStore.open(library)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
@pytest.mark.parametrize("kind", ALL)
def test_a_link_in_the_place_of_a_file_is_damage(library: Path, tmp_path: Path, kind: str) -> None:
    """It could lead to the files of the person who opens a stranger's library."""
    path = file_of(library, kind)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LibraryDamaged, match="it is a symbolic link, not a file"):
        IndexStore.open(library)


@pytest.mark.parametrize("kind", ALL)
def test_a_sparse_file_is_damage(library: Path, kind: str) -> None:
    """Its size is compared before a byte is read: 40 GB cost nothing."""
    path = file_of(library, kind)
    with path.open("r+b") as file:
        file.truncate(40 << 30)
    with pytest.raises(LibraryDamaged, match="it has 42,949,672,960 bytes"):
        IndexStore.open(library)


@pytest.mark.parametrize("kind", ["segment", "speech"])
def test_a_file_that_was_cut_while_it_was_open_is_damage(library: Path, make_work: MakeWork, kind: str) -> None:
    """Moving on to the next commit asks for the sizes of the files that stay open; nothing is read of them."""
    store = IndexStore.open(library)
    # Too few works for a merge, so the first segment stays.
    add_works(library, [make_work("The ferry was late.", title="Ferry")])
    assert store.refresh()
    path = store.snapshot().segments[0].segment.path
    speech = store.snapshot().toc.segments[0].speech
    assert speech is not None
    path = path if kind == "segment" else path.with_name(speech.file)
    add_works(library, [make_work("The rope was long.", title="Rope")])
    with path.open("r+b") as file:
        file.truncate(4_096)
    with pytest.raises(LibraryDamaged, match=r"it has 4,096 bytes instead of [\d,]+\."):
        store.refresh()
    with pytest.raises(LibraryDamaged, match=r"it has 4,096 bytes instead of [\d,]+\."):
        IndexStore.open(library)
