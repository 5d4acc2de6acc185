"""Notes of FictionBooks: each comes once, and none is lost."""

from __future__ import annotations

from lxml import etree

from fabula.index.readers.html.left_out_text import LeftOutText
from fabula.index.readers.xml_books.fb2_notes import Fb2Notes


def notes_of(markup: str) -> Fb2Notes:
    return Fb2Notes(etree.fromstring(f"<FictionBook><body name='notes'>{markup}</body></FictionBook>"), LeftOutText())


def test_notes_within_notes_come_once() -> None:
    """Each for itself, however deep; text between them is kept."""
    notes = notes_of(
        'Between. <section id="a"><p>Outer.</p><section id="b"><p>Inner.</p></section></section>'
        "<section><section><p>Deep.</p></section> After.</section>"
    )
    assert "a" in notes and "c" not in notes
    assert (notes.take("a"), notes.take("a"), notes.take("c")) == (["Outer."], [], [])
    assert list(notes.rest()) == ["Between.", "Inner.", "Deep.", "After."]


def test_two_notes_of_one_id_are_both_kept() -> None:
    """A link leads to one of them; the other comes last."""
    notes = notes_of('<section id="a"><p>One.</p></section><section id="a"><p>Two.</p></section>')
    assert sorted([*notes.take("a"), *notes.rest()]) == ["One.", "Two."]


def test_deep_notes_cost_no_more_than_their_text() -> None:
    """Two hundred notes in each other."""
    notes = notes_of("".join(f'<section id="n{n}"><p>Note {n}.</p>' for n in range(200)) + "</section>" * 200)
    assert [notes.take(f"n{n}") for n in range(200)] == [[f"Note {n}."] for n in range(200)]
