"""Project Gutenberg's words around a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import BlockKind, Work
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.plain_text.reader import TextReader
from ....growth import grows_evenly

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


CHAPTER = "CHAPTER I\n\nShe left at noon.\n\nHe stayed.\n\nNobody came.\n\n\n"


@pytest.mark.parametrize(
    "words",
    [
        "Special thanks are due to Odo Finch for the proofreading of this etext.\n\n\n\nTHE LAMP\n\nby Mara Vell",
        "[This e-text comes in two forms. Use the one that works.\n\n  --If quotation marks are curly, it is that.\n\n"
        "Letters in another type are shown +so+.]",
        "***\n\n\nScanner's Notes: What this is and is not.\n\nThe long letters were changed to short ones.\n\n"
        "If you find errors, write to me. I wish to make this the best\netext possible. My address is odo@example.com.",
        "Ebook Editor’s Note\n\nThe cover was not part of the first edition.\n\nSee the introduction.",
        "Original Transcriber’s Note: It follows the first edition in every error.",
    ],
)
def test_notes_of_volunteers_above_a_book_are_no_story(read: Read, blocks: Blocks, words: str) -> None:
    """Thanks, how to use the file, what a scanner did: whatever speaks of the file, and what stands above that."""
    work = read(TextReader(), f"{HEADER}{START}\n\nProduced by Somebody\n\n\n{words}\n\n\n\n\n{CHAPTER}\n\n{LICENCE}")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon.", "He stayed.", "Nobody came."]


def test_a_story_of_files_is_story(read: Read, blocks: Blocks) -> None:
    """Once a chapter has begun, or somebody has spoken, an ebook is part of the story."""
    for opening in ("CHAPTER I", "“Wait,” she said."):
        work = read(TextReader(), f"{HEADER}{START}\n\n{opening}\n\nHe sold an ebook.\n\nNobody came.\n\n\n{LICENCE}")
        assert blocks(work, BlockKind.PARAGRAPH)[-2:] == ["He sold an ebook.", "Nobody came."]


@pytest.mark.parametrize(
    "head",
    [
        "Typographical errors corrected by the etext transcriber:",
        "Errata Noted by Transcriber:",
        "ORIGINAL TRANSCRIBER’S NOTES:",
        "Transcriber's Notes",
    ],
)
def test_a_list_of_corrections_ends_a_book(read: Read, blocks: Blocks, head: str) -> None:
    """However many there are, as they are short beside the book."""
    story = "\n\n".join(f"She walked along the shore for the {n}th time, and nobody spoke. " * 9 for n in range(150))
    errors = "\n\n".join(f"Page {n}, changed ' to \" in the line." for n in range(90))
    work = read(TextReader(), f"{HEADER}{START}\n\nCHAPTER I\n\n{story}\n\n\n\n{head}\n\n{errors}\n\n\n{LICENCE}")
    assert len(blocks(work, BlockKind.PARAGRAPH)) == 150


def test_a_transcriber_in_a_story_is_story(read: Read, blocks: Blocks) -> None:
    """One who is spoken of has taken no notes."""
    line = "The letter was copied by the transcriber of the abbey, who could not spell."
    work = read(TextReader(), f"{HEADER}{START}\n\n{CHAPTER}{line}\n\nHe slept.\n\n\n{LICENCE}")
    assert line in blocks(work, BlockKind.PARAGRAPH)


def test_old_speeches_without_a_stop_are_no_title_page(read: Read, blocks: Blocks) -> None:
    """The folio ends many of them with nothing."""
    speech = (
        "Odo. If you shall chance to visit the ferry, on the like occasion whereon I am now on foot, you shall see "
        "a great difference betwixt our shore and yours, and will not be content"
    )
    page = "THE LAMP\n\nby Mara Vell"
    work = read(
        TextReader(), f"{HEADER}{START}\n\n{page}\n\n\n{speech}\n\nMara. I think so\n\nThey went.\n\n\n{LICENCE}"
    )
    assert blocks(work, BlockKind.PARAGRAPH)[0] == speech


def test_a_blurb_above_a_transcribers_note_is_story(read: Read, blocks: Blocks) -> None:
    """Magazines open a story with a sentence about it, and the note on its source stands below that."""
    note = "[Transcriber's Note: This etext was produced from If Worlds, 1953.]"
    page = "THE LAMP\n\nBy Mara Vell\n\nNobody knew who lit it, and nobody was told."
    work = read(TextReader(), f"{HEADER}{START}\n\n{page}\n\n{note}\n\n\n{CHAPTER}{LICENCE}")
    assert blocks(work, BlockKind.PARAGRAPH)[0].startswith("Nobody knew who lit it")
    assert note in blocks(work, BlockKind.NOTE)


def test_a_number_in_the_projects_list_is_no_story(read: Read, blocks: Blocks) -> None:
    """Volunteers name the files that they took from."""
    line = "THE LAMP thlmp10.txt or thlmp10.zip [Etext #4711]"
    work = read(TextReader(), f"{HEADER}{START}\n\n{CHAPTER}{line}\n\nThey left.\n\n\n{LICENCE}")
    assert line in blocks(work, BlockKind.NOTE)


_PIECES_OF_MARKS = st.sampled_from(
    ["*** START OF THE PROJECT GUTENBERG EBOOK", "*** END OF THIS PROJECT GUTENBERG", " THE LAMP", " ***", "*", "\n",
     "\n\n", "End of Project Gutenberg’s Lamp", "*END*THE SMALL PRINT!", "  ", "İt rained — ", "and rained", "\n\n\n"]
)  # fmt: skip


@given(st.lists(_PIECES_OF_MARKS, max_size=14).map("".join))
def test_marks_are_found_wherever_they_stand(text: str) -> None:
    """Only the paragraphs from the first to the last name are looked at; no mark stands outside of them."""
    assert gutenberg._isolate_marks(text) == gutenberg._MARKS.sub(r"\n\n\g<0>\n\n", text)


def test_blanks_before_a_mark_are_passed_once() -> None:
    """A paragraph of blanks and line ends, as a page may have of blanks that do not break."""
    assert grows_evenly(
        lambda size: gutenberg.find_bounds(["Project Gutenberg", "\u00a0\n" * size, "A story."]), 20_000
    )
