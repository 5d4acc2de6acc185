"""Ordinary prose is what no other rule would take."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from fabula.index.readers.structure.ao3_notes import is_ao3_message
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.collapsing import is_invisible
from fabula.index.readers.structure.ordinary_text import is_ordinary

PARTS = st.sampled_from(
    ["o", "O", "x", "X", "page", "Scene", "line", "section", "story", "chapter", "break", "-", "*", "~", " ", "\n", "m",
     "Please drop by the archive and comment", "(see the end of the chapter for notes)", "http://a.org", "“", "\u200b"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=6).map("".join) | st.text(max_size=8))
@example("Posted originally on the Archive of Our Own at http://archiveofourown.org/works/1.")
def test_ordinary_text_is_nothing_else(text: str) -> None:
    """Oracle: the rules themselves."""
    assert not (is_ordinary(text) and (is_break(text) or is_ao3_message(text) or is_invisible(text) or text.isspace()))


def test_most_prose_is_ordinary() -> None:
    assert all(map(is_ordinary, ["The ferry left.", "“You,” she says.", "A lamp", "I am", "He left"]))
