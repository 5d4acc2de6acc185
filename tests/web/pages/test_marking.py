"""Pieces of text for the templates: all of the text, the spans marked, one anchor a match."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import BlockKind, Paragraph, Scene, SceneKind
from fabula.search import Span
from fabula.web.pages.marking import Piece, mark_paragraphs, mark_text


def scene_of(*paragraphs: str) -> Scene:
    spans = []
    start = 0
    for text in paragraphs:
        spans.append(Paragraph(start, start + len(text), BlockKind.PARAGRAPH))
        start += len(text) + 2
    text = "\n\n".join(paragraphs)
    return Scene("w-s", "w", SceneKind.STORY, 1, 0, None, text, tuple(spans), len(text.split()))


def find(text: str, *words: str) -> list[Span]:
    return [Span(text.index(word), text.index(word) + len(word)) for word in words]


def test_text_is_cut_at_the_spans() -> None:
    """Each span becomes one marked piece, and what stands between them stays plain."""
    assert mark_text("a choice made", [Span(2, 8)]) == (Piece("a "), Piece("choice", True), Piece(" made"))


def test_words_of_one_phrase_are_one_match() -> None:
    """Marks with only spaces or punctuation between them share a match; its anchor is on the first."""
    scene = scene_of("You, would come. My choice is you.")
    (paragraph,), matches = mark_paragraphs(scene, find(scene.text, "You", "would", "choice"))
    assert [(piece.text, piece.anchor) for piece in paragraph.pieces if piece.marked] == [
        ("You", "match"),
        ("would", ""),
        ("choice", "match-2"),
    ]
    assert matches == 2


def test_a_match_over_two_paragraphs_is_marked_in_both() -> None:
    """A span that crosses a paragraph's end is marked on both sides, with one anchor."""
    scene = scene_of("He said my", "choice aloud")
    (first, second), matches = mark_paragraphs(scene, [Span(8, 18)])
    assert first.pieces == (Piece("He said "), Piece("my", True, "match"))
    assert second.pieces == (Piece("choice", True), Piece(" aloud"))
    assert matches == 1


def test_words_in_neighbouring_paragraphs_are_two_matches() -> None:
    """The end of a paragraph separates matches, even without a word between them."""
    scene = scene_of("the end", "the end")
    _, matches = mark_paragraphs(scene, [Span(4, 7), Span(9, 12)])
    assert matches == 2


@given(st.lists(st.text("ab .", min_size=1, max_size=12), min_size=1, max_size=5), st.data())
def test_nothing_is_lost(texts: list[str], data: st.DataObject) -> None:
    """With any marks, the pieces of each paragraph add up to its text, and anchors count up without a gap."""
    scene = scene_of(*texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(scene.text)), unique=True, max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    marked, matches = mark_paragraphs(scene, spans)
    assert ["".join(piece.text for piece in paragraph.pieces) for paragraph in marked] == texts
    anchors = [piece.anchor for paragraph in marked for piece in paragraph.pieces if piece.anchor]
    assert len(anchors) == len(set(anchors)) <= matches
