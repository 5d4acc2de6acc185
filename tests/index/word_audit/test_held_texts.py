"""Words are kept in blocks, titles and metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Block, BlockKind, Chapter, LeftOut, Metadata, Work
from fabula.index.store.opening import open_store
from fabula.index.word_audit import held_texts, left_out_texts, record_texts

WORK = Work(
    "The Lamp",
    ("Mara Vell",),
    (
        Chapter((Block(BlockKind.PARAGRAPH, "She lit it."), Block(BlockKind.BREAK, "oOo")), "One", 1),
        Chapter((Block(BlockKind.NOTE, "A note."), Block(BlockKind.ILLUSTRATION, "A caption.")), "Two", 2),
    ),
    Metadata(tags=("Fluff",), stated_words=3, summary="Short."),
    left_out=(LeftOut("page marks", "17"),),
)
HELD = ["The Lamp", "Mara Vell", "Fluff", "3", "Short.", "One", "She lit it.", "Two", "A note.", "A caption."]


def test_of_a_work() -> None:
    """All but the spelling of breaks, which is left out by a rule."""
    assert list(held_texts(WORK)) == HELD
    assert list(left_out_texts([WORK])) == [LeftOut("page marks", "17"), LeftOut("scene breaks", "oOo")]


def test_of_a_library(make_library: Callable[..., Path]) -> None:
    """The same words, from the record and the scenes."""
    store = open_store(make_library(WORK))
    ((identity, record),) = store.works().items()
    words = " ".join(record_texts(record, store.scenes(identity))).split()
    assert sorted(words) == sorted(" ".join(HELD).split())
