"""A snippet has the line ends that an author meant, and no others."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import BlockKind, Paragraph
from fabula.search.highlight import scene_snippet
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.results import Snippet

PARAGRAPH, VERSE, HEADING, BREAK = BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.HEADING, BlockKind.BREAK


def shown(*blocks: tuple[BlockKind, str], runs: tuple[Run, ...] = ()) -> Snippet:
    paragraphs, start = [], 0
    for kind, text in blocks:
        paragraphs.append(Paragraph(start, start + len(text), kind))
        start += len(text) + 2
    return scene_snippet(SceneTerms.of_text("\n\n".join(text for _, text in blocks)), runs, paragraphs)


@pytest.mark.parametrize(
    "lines",
    [
        ("“Where is she?” he said.", "“Gone.”", "“Then so am I.”"),
        ("« Où est-elle ? » dit-il.", "« Partie. »"),
        ("— Где она?", "— Ушла."),
        ("「彼女はどこ」", "「もういない」"),
    ],
)
def test_dialogue_keeps_its_paragraphs(lines: tuple[str, ...]) -> None:
    """In English, French, Russian and Japanese: a line end in the text, elements in HTML."""
    snippet = shown(*((PARAGRAPH, line) for line in lines), runs=(Run(1, 2),))
    assert snippet.text.split("\n") == list(lines)
    assert snippet.html.count("<p>") == snippet.html.count("</p>") == len(lines)


def test_wrapped_lines_run_on() -> None:
    """The width of a page is no layout; one paragraph needs no element."""
    snippet = shown((PARAGRAPH, "The heron flew\nover the  harbour\nat noon."), runs=(Run(1, 1),))
    assert snippet.text == "The heron flew over the harbour at noon."
    assert "<p>" not in snippet.html


def test_verse_keeps_its_lines() -> None:
    """Marks run over the end of a line and of a paragraph, closed and opened again in HTML."""
    verse = "Low light, slow light,\n  bring the herring home"
    snippet = shown((VERSE, verse), (PARAGRAPH, "She sang."), runs=(Run(3, 4), Run(7, 8)))
    assert snippet.text == "Low light, slow light,\nbring the herring home\nShe sang."
    assert snippet.html == (
        "<p>Low light, slow <mark>light,</mark><br><mark>bring</mark> the herring <mark>home</mark></p>"
        "<p><mark>She</mark> sang.</p>"
    )
    assert [snippet.text[a:b] for a, b in snippet.highlights] == ["light,\nbring", "home\nShe"]


def test_headings_and_ornaments_are_lines() -> None:
    """They are paragraphs, too."""
    assert shown((HEADING, "One"), (PARAGRAPH, "It rained."), (BREAK, "***"), (PARAGRAPH, "It froze.")).text == (
        "One\nIt rained.\n***\nIt froze."
    )


@given(
    st.lists(
        st.tuples(st.sampled_from([PARAGRAPH, VERSE]), st.text(alphabet="ab .\n<“", min_size=1, max_size=120)),
        min_size=1, max_size=8,
    ),
    st.data(),
)  # fmt: skip
def test_any_layout(blocks: list[tuple[BlockKind, str]], data: st.DataObject) -> None:
    """Only white space differs from the scene; HTML is the same text; marks are matches."""
    words = sum(len(text.replace(".", " ").replace("<", " ").replace("“", " ").split()) for _, text in blocks)
    runs = (
        (Run(place, place) for place in data.draw(st.sets(st.integers(0, words - 1), max_size=4)) if words)
        if words
        else ()
    )
    snippet = shown(*blocks, runs=tuple(sorted(runs)))
    whole = "".join("".join(text for _, text in blocks).split())
    assert "".join(snippet.text.split()).strip("…") in whole
    plain = snippet.html
    for tag in ("<mark>", "</mark>", "<p>", "</p>", "<br>"):
        plain = plain.replace(tag, "\n" if tag in ("</p>", "<br>") else "")
    assert "".join(unescape(plain).split()) == "".join(snippet.text.split())
    assert all(snippet.text[a:b].strip() for a, b in snippet.highlights)
