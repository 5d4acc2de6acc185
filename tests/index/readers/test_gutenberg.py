"""Project Gutenberg's words around a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import BlockKind, Work
from fabula.index.readers.text import TextReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]

HEADER = """\
The Project Gutenberg EBook of The Lamp, by Mara Vell and Odo Finch

This eBook is for the use of anyone anywhere at no cost and with
almost no restrictions whatsoever.

Title: The Lamp
       A Tale of the Ferry

Author: Mara Vell
        Odo Finch

Translator: Nobody At All

Release Date: June 25, 2008 [EBook #4711]

Language: English

"""
START = "*** START OF THIS PROJECT GUTENBERG EBOOK THE LAMP ***\n"
OPENING = """\



Produced by Somebody and the Online Distributed
Proofreading Team at http://www.pgdp.net




THE LAMP

BY MARA VELL

LONDON: FINCH & CO.




CHAPTER I

The lamp had stood in the window for as long as anybody could remember.

"You would have been my choice," she said.


"""
LICENCE = """\
End of Project Gutenberg's The Lamp, by Mara Vell

*** END OF THIS PROJECT GUTENBERG EBOOK THE LAMP ***

*** START: FULL LICENSE ***

THE FULL PROJECT GUTENBERG LICENSE
Please read this before you distribute or use this work. www.gutenberg.org
"""
SMALL_PRINT = """\
***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***
Why is this "Small Print!" statement here?  You know: lawyers.

*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*
"""


def test_only_the_story_is_story(read: Read, blocks: Blocks) -> None:
    """Header, credits, title page and licence are notes; nothing is lost, and nothing is mixed."""
    work = read(TextReader(), HEADER + START + OPENING + LICENCE)
    assert blocks(work, BlockKind.PARAGRAPH) == [
        "The lamp had stood in the window for as long as anybody could remember.",
        '"You would have been my choice," she said.',
    ]
    assert blocks(work, BlockKind.HEADING) == ["CHAPTER I"]
    notes = " ".join(blocks(work, BlockKind.NOTE))
    assert all(
        words in notes for words in ("no restrictions", "Produced by Somebody", "FINCH & CO", "FULL PROJECT GUTENBERG")
    )


def test_header_fills_the_metadata(read: Read) -> None:
    """Title over two lines, both authors, language, date and number; translators are left out."""
    work = read(TextReader(), HEADER + START + OPENING + LICENCE)
    assert work.title == "The Lamp A Tale of the Ferry"
    assert work.authors == ("Mara Vell", "Odo Finch")
    assert work.metadata.language == "en"
    assert work.metadata.published == "2008-06-25"
    assert work.metadata.address == "https://www.gutenberg.org/ebooks/4711"


def test_old_header_with_small_print(read: Read, blocks: Blocks) -> None:
    """The etexts of the 1990s have no START: their small print ends the header, and a dated line names them."""
    work = read(
        TextReader(),
        "***The Project Gutenberg's Etext of The Lamp***\n\nThe Lamp\n\nby Mara Vell\n\nJuly, 1999  [Etext #1234]\n\n\n"
        f"{SMALL_PRINT}\n\n\nShe left at noon.\n\n\nHe stayed.\n\n\nEnd of this Project Gutenberg Etext of The Lamp\n",
    )
    assert (work.title, work.authors, work.metadata.published) == ("The Lamp", ("Mara Vell",), "1999-07")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon.", "He stayed."]


def test_small_print_at_the_end_is_no_header(read: Read, blocks: Blocks) -> None:
    """Some files carry the small print after the text, which must not become all header."""
    work = read(TextReader(), f"{HEADER}{START}\n\nShe left at noon.\n\n\n{LICENCE}\n\n{SMALL_PRINT}")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon."]


def test_mark_over_two_lines_and_without_blank_lines(read: Read, blocks: Blocks) -> None:
    """A long title breaks the mark; the text may follow it at once."""
    long = "*** START OF THE PROJECT GUTENBERG EBOOK THE LAMP, BEING A\nTALE OF THE FERRY ***\nShe left at noon.\n"
    assert blocks(read(TextReader(), HEADER + long + LICENCE), BlockKind.PARAGRAPH) == ["She left at noon."]


@pytest.mark.parametrize(
    "note",
    [
        "[Transcriber's Note: spelling was kept.\n\nAs was the rest.]\n",
        "Transcriber's Note:\n\nSpelling was kept.\n\nAs was the rest.\n\n\n",
    ],
)
def test_transcribers_notes_are_notes(read: Read, blocks: Blocks, note: str) -> None:
    """In brackets or under a heading, over several paragraphs."""
    work = read(
        TextReader(),
        f"{HEADER}{START}\n\n{note}\n\nCHAPTER I\n\nShe left at noon.\n\nHe stayed.\n\nNobody came.\n\n\n{LICENCE}",
    )
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon.", "He stayed.", "Nobody came."]
    assert "As was the rest" in " ".join(blocks(work, BlockKind.NOTE))


def test_a_story_may_name_the_project(read: Read, blocks: Blocks) -> None:
    """Where no header or mark is, a mention is story."""
    text = "\n\n".join(["She left."] * 20) + "\n\nHe had read it on Project Gutenberg.\n"
    assert blocks(read(TextReader(), text), BlockKind.PARAGRAPH)[-1] == "He had read it on Project Gutenberg."
