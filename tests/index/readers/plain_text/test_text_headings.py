"""Headings are found in a plain text, and some of them open chapters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import Block, BlockKind, Work
from fabula.index.readers.plain_text.reader import TextReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()


def story(work: Work) -> list[Block]:
    return [block for chapter in work.chapters for block in chapter.blocks]


def test_chapters_open_at_their_headings(read: Read) -> None:
    """Labelled headings open chapters; a title on the next line belongs to them; prologues are not counted."""
    work = read(
        READER,
        "Prologue\n\nIt rained that day.\n\n\nCHAPTER I\n\nDOWN THE RIVER\n\nShe left at noon.\n\n\n"
        "CHAPTER II.\nThe Lamp\n\nHe stayed there.\n\n\nEpilogue\n\nIt rained again.\n",
    )
    assert [(c.number, c.title) for c in work.chapters] == [
        (None, "Prologue"),
        (1, "CHAPTER I: DOWN THE RIVER"),
        (2, "CHAPTER II: The Lamp"),
        (None, "Epilogue"),
    ]
    assert [block.level for block in story(work) if block.kind is BlockKind.HEADING] == [1, 1, 1, 1]


def test_parts_go_to_the_head_of_their_first_chapter(read: Read) -> None:
    """A part without a text of its own is no chapter."""
    work = read(
        READER,
        "PART ONE\n\n\nChapter 1\n\nShe left.\n\n\nChapter 2\n\nHe stayed.\n\n\n"
        "PART TWO\n\n\nChapter 3\n\nEnd of it.\n",
    )
    assert [c.title for c in work.chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert work.chapters[2].blocks[0].text == "PART TWO"


def test_parts_below_chapters_are_sections(read: Read) -> None:
    """If there are more parts than chapters, the parts belong to the chapters."""
    parts = "".join(f"Part {number}\n\nShe left at noon.\n\n\n" for number in (1, 2, 3))
    work = read(READER, f"CHAPTER I\n\n\n{parts}CHAPTER II\n\n\n{parts}")
    assert [c.title for c in work.chapters] == ["CHAPTER I", "CHAPTER II"]
    assert [b.text for b in work.chapters[1].blocks if b.level == 2] == ["Part 1", "Part 2", "Part 3"]


def test_numerals_open_chapters_only_without_higher_headings(read: Read) -> None:
    """Bare numerals are chapters of a file without labels, and sections of one with them."""
    alone = read(READER, "I\n\nShe left.\n\nII\n\nHe stayed.\n")
    assert [c.title for c in alone.chapters] == ["I", "II"]
    under = read(READER, "CHAPTER 1\n\nI\n\nShe left.\n\nII\n\nHe stayed.\n\nCHAPTER 2\n\nI\n\nIt rained.\n", "b.txt")
    assert [c.title for c in under.chapters] == ["CHAPTER 1", "CHAPTER 2"]
    assert [b.text for b in under.chapters[0].blocks if b.level == 2] == ["I", "II"]


def test_a_table_of_contents_opens_no_chapter(read: Read, blocks: Blocks) -> None:
    """The contents are a note, and the titles that they list are headings later."""
    work = read(
        READER,
        "CONTENTS\n\n    The Ferry        3\n    The Long Night  19\n    Morning         40\n\n\n\n"
        "The Ferry\n\nShe left at noon, and it rained.\n\n\n\nThe Long Night\n\nHe stayed, and it rained.\n\n\n\n"
        "Morning\n\nNobody came at all.\n",
    )
    assert [c.title for c in work.chapters if c.number] == ["The Ferry", "The Long Night", "Morning"]
    assert "The Long Night 19" in " ".join(blocks(work, BlockKind.NOTE))


def test_one_table_may_follow_another(read: Read) -> None:
    """The last entry above a list of pictures is no heading, with a number in figures or words."""
    listed = "".join(f"CHAPTER {n}. She Leaves at Noon.\n\n" for n in ("I", "II", "THE LAST"))
    chapters = "".join(f"CHAPTER {n}\n\nShe left at noon, and it rained.\n\n\n\n" for n in ("I", "II", "THE LAST"))
    work = read(READER, f"CONTENTS\n\n{listed}\n\n\nILLUSTRATIONS.\n\nA lamp\n\nA ferry\n\n\n\n\n{chapters}")
    assert [c.title for c in work.chapters if c.title] == ["CHAPTER I", "CHAPTER II", "CHAPTER THE LAST"]


def test_headings_in_a_row_are_a_list(read: Read) -> None:
    """A list of chapters without the word "contents" opens none of them."""
    listed = "\n\n".join(f"CHAPTER {n}" for n in ("I", "II", "III", "IV"))
    work = read(READER, f"{listed}\n\n\n\nCHAPTER I\n\nShe left.\n\n\nCHAPTER II\n\nHe stayed.\n")
    assert [c.title for c in work.chapters if c.title] == ["CHAPTER I", "CHAPTER II"]


@pytest.mark.parametrize(
    "line", ["Part of her knew.", "Book I was reading", "I", "Chapter one of his life was over.", "Act one way."]
)
def test_sentences_are_no_headings(read: Read, line: str) -> None:
    """A line that only begins like a heading is story."""
    work = read(READER, f"She waited for him.\n\n{line} And so on it went.\n\nHe came to her.\n")
    assert [c.title for c in work.chapters] == [""]


def test_capitals_are_a_heading_only_above_a_text(read: Read) -> None:
    """Titles in capitals open the stories of a collection; a signature at the end opens nothing."""
    collection = read(
        READER, "THE FERRY\n\nShe left at noon.\n\n\n\nTHE LAMP\n\nHe stayed.\n\n\n\nTHE ROAD\n\nIt rained.\n"
    )
    assert [c.title for c in collection.chapters] == ["THE FERRY", "THE LAMP", "THE ROAD"]
    signed = read(READER, "She left.\n\nHe stayed.\n\n\nMV-OTH\n", "b.txt")
    assert [c.title for c in signed.chapters] == [""]


def test_a_label_and_its_number_may_be_on_two_lines(read: Read) -> None:
    """ "CHAPTER" above "1" is the heading of a chapter, however often it comes."""
    chapters = "".join(f"      CHAPTER\n         {number}\n\n\nShe left at noon.\n\n\n\n" for number in range(1, 6))
    work = read(READER, chapters)
    assert [chapter.title for chapter in work.chapters] == [f"CHAPTER {number}" for number in range(1, 6)]


def test_some_numbered_chapters_may_have_titles(read: Read) -> None:
    """A row of numerals is one row of chapters, though only later ones have a title."""
    titles = ["I", "II", "III\n\nTHE LAMP", "IV", "V\n\nTHE ROAD", "VI"]
    work = read(READER, "".join(f"{title}\n\nShe left at noon.\n\n\n\n" for title in titles))
    assert [chapter.title for chapter in work.chapters] == ["I", "II", "III: THE LAMP", "IV", "V: THE ROAD", "VI"]


@pytest.mark.parametrize(
    "head",
    [
        "chapter.00{} The Blue Door", "Chapter-0{}: The Blue Door", "Ch. {} – The Blue Door",
        "[Chapter {}]", "Vol. 2 Chapter {}", "Episode {}: the blue door", "Глава {}. Синяя дверь", "บทที่ {}",
        "الفصل {}", "80{}화. 문", "제{}장",
    ],
)  # fmt: skip
def test_heads_of_web_novels_open_chapters(read: Read, head: str) -> None:
    """Whatever stands between the label and the number, in whatever language."""
    story = "She went in by it and did not come back before supper was long over.\n\nNobody had asked for her.\n\n\n"
    work = read(READER, "".join(f"{head.format(number)}\n\n{story}" for number in range(1, 5)))
    assert [chapter.number for chapter in work.chapters] == [1, 2, 3, 4]


def test_a_label_without_a_number_is_story(read: Read) -> None:
    """A paragraph that begins with such a word stays where it is."""
    work = read(READER, "Chapter and verse he gave them.\n\nEpisode followed episode.\n\nPart of it was true.\n")
    assert [chapter.title for chapter in work.chapters] == [""]
