"""Publishers' lists around a book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.readers.structure.advertisements import is_advertisement

Read = Callable[..., Work]

PROSE = "She lit the lamp and went down to the ferry, where nobody was waiting for her. " * 15
BOOK = (
    f"BY THE SAME AUTHOR\n\nTHE FERRY      2s. 6d. net\n\nTHE LAMP       1s. net\n\n\nCHAPTER I\n\n{PROSE}\n\n\n"
    f"CHAPTER II\n\n{PROSE}\n\n\n\nWORKS BY MARA VELL\n\nTHE FERRY. Cloth, 2s. 6d.\n\nTHE LAMP. With a map.\n"
)


def test_lists_around_a_book_are_no_chapters(read: Read) -> None:
    """A publisher's list before the first chapter or after the last is a note."""
    work = read(TextReader(), BOOK)
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["CHAPTER I", "CHAPTER II"]
    notes = [block.text for chapter in work.chapters for block in chapter.blocks if block.kind is BlockKind.NOTE]
    assert notes[:2] == ["BY THE SAME AUTHOR", "THE FERRY 2s. 6d. net"] and "THE LAMP. With a map." in notes


def test_a_story_under_such_a_line_is_a_story(read: Read) -> None:
    """A long section is no list, nor is a text without anything else."""
    work = read(TextReader(), f"PUBLISHED BY THE FERRYMAN\n\n{PROSE * 9}\n\n\nCHAPTER II\n\n{PROSE}\n")
    assert sum(block.kind is BlockKind.PARAGRAPH for chapter in work.chapters for block in chapter.blocks) == 2
    alone = read(TextReader(), "BY THE SAME AUTHOR\n\nShe left.\n\nHe stayed.\n")
    assert any(block.kind is BlockKind.PARAGRAPH for chapter in alone.chapters for block in chapter.blocks)


def test_lists_on_pages_are_no_chapters(read: Read) -> None:
    """The same holds for headings of HTML."""
    page = (
        "<h2>By the same author</h2><p>The Ferry</p><p>The Lamp</p>"
        f"<h2>Chapter I</h2><p>{PROSE}</p><h2>Chapter II</h2><p>{PROSE}</p><h2>Also by the same author</h2><p>Oars</p>"
    )
    work = read(HtmlReader(), f"<html><body>{page}</body></html>", "a.html")
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["Chapter I", "Chapter II"]
    notes = [block.text for chapter in work.chapters for block in chapter.blocks if block.kind is BlockKind.NOTE]
    assert notes == ["By the same author", "The Ferry", "The Lamp", "Also by the same author", "Oars"]


@pytest.mark.parametrize("line", ["By the river", "STORIES OF THE SEA", "THE PUBLISHER", "List of sorrows", "UNIFORM"])
def test_titles_are_no_lists(line: str) -> None:
    """A similar heading opens a chapter."""
    assert not is_advertisement(line)


def test_stage_directions_are_no_titles_of_acts(read: Read) -> None:
    """ "Enter Chorus" under "ACT II" is what happens on the stage; under "CHAPTER II" it is a title."""
    text = (
        "ACT I\n\n{above}\n\nODO.\nShe left.\n\nVELL.\nHe stayed.\n\n\nACT II\n\n_Enter Chorus._\n\nODO.\nIt rained.\n"
    )
    work = read(TextReader(), text.format(above="Scene; a ferry by night."))
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["ACT I", "ACT II"]
    work = read(TextReader(), f"CHAPTER I\n\nENTER HOLMES\n\n{PROSE}\n\n\nCHAPTER II\n\nEXIT HOLMES\n\n{PROSE}\n")
    assert [chapter.title for chapter in work.chapters][-1] == "CHAPTER II: EXIT HOLMES"


@pytest.mark.corpus
def test_a_printed_list_opens_no_chapter(corpus: Path) -> None:
    """ "BY THE SAME AUTHOR" stands before the first chapter of a novel, and is none."""
    path = next(corpus.rglob("The Inimitable Jeeves.txt"))
    (work,) = TextReader().read(FileSource.at(path))
    titles = [chapter.title for chapter in work.chapters if chapter.number]
    assert titles[0].startswith("CHAPTER I: JEEVES") and not any(map(is_advertisement, titles))
