"""The lines of a plain text become paragraphs, verse, breaks and notes."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from fabula.index.model import Block, BlockKind, Work
from fabula.index.readers.plain_text.reader import TextReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()

WRAPPED = """\
The lamp had stood in the window of the ferry house for as long as Mara
could remember, and nobody in the well-known village at the river's mouth-
piece had ever asked who lit it--
not once, in all the years that she had lived there under the hill and
its bare trees.

"You would have been my choice," she said, and put the lamp down on the
table between them, where it smoked.

    O lamp, O lamp,
    who lit thee first,
    and who will put
    thee out?

He did not answer for so long that the ferry had crossed the river and
come back before he spoke again to her.
"""


def story(work: Work) -> list[Block]:
    return [block for chapter in work.chapters for block in chapter.blocks]


def test_wrapped_lines_become_paragraphs(read: Read, blocks: Blocks) -> None:
    """Lines cut at a margin are joined; hyphens and dashes at their ends stay, without a blank."""
    paragraphs = blocks(read(READER, WRAPPED), BlockKind.PARAGRAPH)
    assert len(paragraphs) == 3
    assert "as long as Mara could remember" in paragraphs[0]
    assert "river's mouth-piece had ever asked who lit it--not once" in paragraphs[0]
    assert paragraphs[1].endswith("put the lamp down on the table between them, where it smoked.")


def test_verse_keeps_its_lines(read: Read, blocks: Blocks) -> None:
    """A run of short lines among wrapped prose is verse."""
    assert blocks(read(READER, WRAPPED), BlockKind.VERSE) == [
        "O lamp, O lamp,\nwho lit thee first,\nand who will put\nthee out?"
    ]


def test_gaps_are_counted(read: Read) -> None:
    """Every block has the number of blank lines before it, and they make no blocks."""
    work = read(READER, "One came.\n\nTwo came.\n\n\n\nThree came, and it was late.\nFour came.\n")
    assert [block.gap for block in story(work)] == [0, 1, 3, 0]
    assert {block.kind for block in story(work)} == {BlockKind.PARAGRAPH}


def test_a_layout_is_learned_from_all_of_a_file(read: Read, blocks: Blocks) -> None:
    """Wrapped prose around a book of verse, or after it, is prose; the verse between keeps its lines."""
    prose = textwrap.fill(("She walked along the river until the lamp was out of sight. " * 9), 72) + "\n\n"
    verse = "O lamp, O lamp,\nwho lit thee first,\nand who will put\nthee out?\n\n"
    work = read(READER, prose * 1_500 + verse * 5_000 + prose * 1_500)
    assert (len(blocks(work, BlockKind.PARAGRAPH)), len(blocks(work, BlockKind.VERSE))) == (3_000, 5_000)


def test_one_paragraph_a_line(read: Read) -> None:
    """Long lines are paragraphs, with or without blank lines between them."""
    lines = [f"{number} " + "She walked along the river until the lamp was out of sight. " * 4 for number in range(9)]
    assert len(story(read(READER, "\n".join(lines)))) == 9
    assert len(story(read(READER, "\n\n".join(lines), "b.txt"))) == 9


def test_indents_begin_paragraphs_where_blank_lines_do_not(read: Read) -> None:
    """The oldest convention: a paragraph begins with an indent."""
    paragraph = (
        "    The lamp had stood in the window of the ferry house for as long as\n"
        "anybody could remember, and nobody in the whole village had ever asked\n"
        "who lit it.\n"
        '    "Never once," said Mara.\n'
    )
    work = read(READER, paragraph * 6)
    assert len(story(work)) == 12
    assert story(work)[1].text == '"Never once," said Mara.'


@pytest.mark.parametrize("ornament", ["***", "* * *", "oOo", "----"])
def test_a_break_separates_paragraphs_marked_by_indents(read: Read, blocks: Blocks, ornament: str) -> None:
    """The first paragraph after it begins without an indent, as in print."""
    scene = "She walked along the shore until it was dark, and nobody had lit the\nlamp at the ferry, nor would they."
    later = "\n".join(f"   {scene}" for _ in range(5))
    work = read(TextReader(), f"{scene}\n{later}\n{ornament}\n{scene}\n{later}\n")
    assert blocks(work, BlockKind.BREAK) == [ornament]
    assert len(blocks(work, BlockKind.PARAGRAPH)) == 12


@pytest.mark.parametrize("ornament", ["* * *", "***", "~*~", "oOo", "---", "⁂", "#"])
def test_breaks_keep_their_spelling(read: Read, ornament: str) -> None:
    """An ornament alone is a break."""
    work = read(READER, f"She left.\n\n{ornament}\n\nHe stayed.\n")
    assert [(b.kind, b.text) for b in story(work)][1] == (BlockKind.BREAK, ornament)


def test_italics_and_pictures_lose_their_marks(read: Read, blocks: Blocks) -> None:
    """Underscores around words go; the caption of a picture is a block; names with underscores stay."""
    work = read(
        READER, "He was _not_ there, _not\nat all_, said some_file_name.\n\n[Illustration: The _lamp_]\n\nShe left.\n"
    )
    assert "He was not there, not at all, said some_file_name." in " ".join(
        b.text.replace("\n", " ") for b in story(work)
    )
    assert blocks(work, BlockKind.ILLUSTRATION) == ["The lamp"]


def test_thousands_of_pictures_may_stand_in_one_paragraph(read: Read, blocks: Blocks) -> None:
    """What follows the last of them is the text; a reader that calls itself for each would end at a thousand."""
    work = read(READER, "The lamp burned all night.\n\n" + "[Illustration] " * 3_000 + "She left.\n")
    assert len(blocks(work, BlockKind.ILLUSTRATION)) == 3_000
    assert blocks(work, BlockKind.PARAGRAPH)[-1] == "She left."
