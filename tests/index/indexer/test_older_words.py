"""A library whose words were found by older rules is read, checked and added to; nothing calls it damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works, check
from fabula.index.analysis import folded_runs
from fabula.index.analysis.characters import SHAPES
from fabula.index.errors import LibraryDamaged
from fabula.index.store.opening import open_store
from fabula.index.writer import segment_writer
from fabula.search import Library

OLD = "“Go 🔥 🔥,” said Ann.\n\n“No.” He went home."


@pytest.fixture
def older(make_work: Callable[..., Work], tmp_path: Path) -> Callable[[int], Path]:
    """older(version) -> a library of that version, of which an emoji was no word yet."""

    def make(version: int) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(SHAPES, ord("🔥"), " ")
            patch.setattr(folded_runs, "_class_of", folded_runs._Classes())
            patch.setattr(segment_writer, "WORDS_VERSION", version)
            add_works(tmp_path / "library", [make_work(OLD, title="Old")], speech=False)
        return tmp_path / "library"

    return make


def test_it_is_whole_and_grows(older: Callable[[int], Path], make_work: Callable[..., Work]) -> None:
    """The check compares no words, speech of its scenes waits until they are read again, and searches go on."""
    library = older(1)
    assert check(library).whole
    add_works(library, [make_work("“Stay 🔥,” said Bob.", title="New")])
    assert check(library).whole
    assert {opened.segment.words_version for opened in open_store(library).snapshot().segments} <= {1, 2}
    with Library.open(library) as opened:
        (hit,) = opened.search('"went home"').hits
        assert hit.work.title == "Old" and hit.matches
        assert [hit.work.title for hit in opened.search("in:dialogue stay").hits] == ["New"]
        assert [hit.work.title for hit in opened.search("🔥").hits] == ["New"]


def test_today_s_words_are_still_compared(older: Callable[[int], Path], make_work: Callable[..., Work]) -> None:
    """Under the same rules other words are damage."""
    library = older(2)
    assert not check(library).whole
    with pytest.raises(LibraryDamaged):
        add_works(library, [make_work("“Stay,” said Bob.", title="New")])
