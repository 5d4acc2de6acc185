"""Note marks typed as text, in works of any format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import Block, BlockKind, Chapter, Work
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.readers.jsonl import JsonlReader
from fabula.index.readers.light_markup.asciidoc import AsciidocReader
from fabula.index.readers.light_markup.markdown import MarkdownReader
from fabula.index.readers.light_markup.org import OrgReader
from fabula.index.readers.marks.typed_note_marks import without_typed_marks
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.readers.rtf.reader import RtfReader
from fabula.index.readers.xml_books.fb2 import Fb2Reader
from fabula.index.readers.xml_books.tei import TeiReader
from ....growth import grows_evenly

P, N = BlockKind.PARAGRAPH, BlockKind.NOTE


def cleaned(*blocks: str | tuple[BlockKind, str]) -> tuple[list[str], list[str]]:
    made = tuple(Block(P, one) if isinstance(one, str) else Block(*one) for one in blocks)
    (chapter,), marks = without_typed_marks([Chapter(made)])
    return [block.text for block in chapter.blocks], marks


@pytest.mark.parametrize("raised", ["¹", "²", "¹²", "²³", "⁴"])
@pytest.mark.parametrize("after", [" over.", ", over.", ".", "—over.", ""])
def test_raised_numbers(raised: str, after: str) -> None:
    """Behind a word or the end of a sentence; no note is needed, as no word ends in one."""
    assert cleaned(f"The heron flew{raised}{after}") == ([f"The heron flew{after}"], [raised])
    assert cleaned(f"“The heron flew.”{raised} Then") == (["“The heron flew.” Then"], [raised])


@pytest.mark.parametrize(
    "text", ["x² and m²", "12 km² of sea", "10⁶ bees", "3¹⁄₂ miles", "3¹/₂ miles", "E = mc²", "² is two", "H₂O"]
)
def test_powers_stay(text: str) -> None:
    """Powers, fractions, and numbers that stand alone."""
    assert cleaned(text) == ([text], [])


def test_the_number_of_a_note_is_parted_from_its_text() -> None:
    """ "¹The heron" would be one word."""
    assert cleaned("flew¹ over", (N, "¹The heron is a bird."))[0] == ["flew over", "¹ The heron is a bird."]


@pytest.mark.parametrize("note", ["[7] A bird.", "[Footnote 7: A bird.]", "{7} A bird.", "(7) A bird."])
def test_bracketed_numbers_that_a_note_has(note: str) -> None:
    """One that a note of the work begins with is a mark; others are not."""
    assert cleaned("It flew[7] over, Strength[12] up.", note) == (["It flew over, Strength[12] up.", note], ["[7]"])
    assert cleaned("It flew{7} over, see(7) on.", note)[0][0] == "It flew over, see on."


def test_bracketed_numbers_that_count_up() -> None:
    """One, two, three, or anew in each chapter: marks whose notes are elsewhere."""
    assert cleaned("It flew[1] over{2} the weir.", "Then[3] it left.")[0] == ["It flew over the weir.", "Then it left."]
    assert cleaned("It flew[1] over.", "Then[1] it left.")[0] == ["It flew over.", "Then it left."]


@pytest.mark.parametrize(
    "text", ["Wit[9] Luck[3]", "Floor[1] Floor[2]", "a [1] b", "501(c)(3)", "see (1)", "f(1) = 2", "a[1]b"]
)
def test_other_bracketed_numbers_stay(text: str) -> None:
    """Values of a game, sections of a law, numbers apart from words."""
    assert cleaned(text, "The end.") == ([text, "The end."], [])


def test_numbered_notes_of_the_format() -> None:
    """A note without brackets around its number, where the format says it is a note."""
    assert cleaned("It flew[4] over.", (N, "4. A bird."))[0][0] == "It flew over."
    assert cleaned("It flew[4] over.", "4. A bird.")[0][0] == "It flew[4] over."


def test_chapters_lose_them_in_title_and_heading_alike() -> None:
    """A chapter's title and its heading stay equal."""
    heading = Block(BlockKind.HEADING, "The Heron¹", 1)
    (chapter,), _ = without_typed_marks([Chapter((heading, Block(P, "It flew.")), "The Heron¹", 1)])
    assert (chapter.title, chapter.blocks[0].text) == ("The Heron", "The Heron")


@pytest.mark.parametrize(
    ("reader", "name", "text"),
    [
        (TextReader(), "a.txt", "The heron flew[1] over the weir. It left² then.\n\n[1] A bird."),
        (HtmlReader(), "a.html", "<p>The heron flew[1] over the weir. It left² then.</p><p>[1] A bird.</p>"),
        (MarkdownReader(), "a.md", "The heron flew\\[1\\] over the weir. It left² then.\n\n\\[1\\] A bird."),
        (
            Fb2Reader(),
            "a.fb2",
            "<FictionBook><body><section><p>The heron flew[1] over the weir. It left² then.</p><p>[1] A bird.</p>"
            "</section></body></FictionBook>",
        ),
    ],
)
def test_every_format(read: Callable[..., Work], reader: object, name: str, text: str) -> None:
    """They are taken out of the work, whatever it was read from, and told."""
    work = read(reader, text, name)
    found = [block.text for chapter in work.chapters for block in chapter.blocks]
    assert "The heron flew over the weir. It left then." in found
    assert any(one.rule == "note marks" and one.text == "[1] ²" for one in work.left_out)


@pytest.mark.parametrize(
    ("reader", "name", "text"),
    [
        (MarkdownReader(), "a.md", "It flew<sup>1</sup> over the 10<sup>th</sup> x<sup>2</sup>."),
        (MarkdownReader(), "a.md", "It flew^1^ over the 10^th^ x^2^."),
        (OrgReader(), "a.org", "It flew^{1} over the 10^{th} x^{2}."),
        (AsciidocReader(), "a.adoc", "It flew^1^ over the 10^th^ x^2^."),
        (
            Fb2Reader(),
            "a.fb2",
            "<FictionBook><body><section><p>It flew<sup>1</sup> over the 10<sup>th</sup> x<sup>2</sup>.</p>"
            "</section></body></FictionBook>",
        ),
        (
            TeiReader(),
            "a.xml",
            "<TEI><text><body><p>It flew<hi rend='superscript'>1</hi> over the 10<hi rend='sup'>th</hi> x"
            "<hi rend='sup'>2</hi>.</p></body></text></TEI>",
        ),
        (
            TeiReader(),
            "a.xml",
            "<TEI><text><body><p>It flew<ref target='#n'>1</ref> over the 10th x².</p></body></text></TEI>",
        ),
        (RtfReader(), "a.rtf", r"{\rtf1 It flew{\super 1} over the 10{\super th} x\up6 2\up0 .\par}"),
        (RtfReader(), "a.rtf", r"{\rtf1 It flew\super [1]\nosupersub  over the 10\super th\plain  x{\super 2}.\par}"),
        (JsonlReader(), "a.jsonl", '{"format": "html", "text": "<p>It flew<sup>1</sup> over the 10<sup>th</sup> x²."}'),
    ],
)
def test_superscripts_of_every_format(read: Callable[..., Work], reader: object, name: str, text: str) -> None:
    """What a format raises is a mark behind a word, a power behind a variable, and letters where it is letters."""
    work = read(reader, text, name)
    (found,) = [block.text for chapter in work.chapters for block in chapter.blocks]
    assert found in ("It flew over the 10th x².", "It flew over the 10th x2.")
    assert "note marks" in [one.rule for one in work.left_out]


def test_time_grows_as_the_text() -> None:
    """Brackets and raised numbers without end."""
    for unit in ("flew[1] ", "[", "a¹", "¹", "(1)", "x[1"):
        assert grows_evenly(lambda times, unit=unit: cleaned(unit * times, "[1] b"), 20_000), unit
