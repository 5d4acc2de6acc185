"""Plain text."""

from __future__ import annotations

import re
import string
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
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
    """Every block knows how many blank lines stood before it, and nothing else is made of them."""
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
    """The oldest habit: a paragraph begins with an indent."""
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
def test_a_break_parts_lines_that_only_indents_part(read: Read, blocks: Blocks, ornament: str) -> None:
    """The first paragraph after it begins without an indent, as in print."""
    scene = "She walked along the shore until it was dark, and nobody had lit the\nlamp at the ferry, nor would they."
    later = "\n".join(f"   {scene}" for _ in range(5))
    work = read(TextReader(), f"{scene}\n{later}\n{ornament}\n{scene}\n{later}\n")
    assert blocks(work, BlockKind.BREAK) == [ornament]
    assert len(blocks(work, BlockKind.PARAGRAPH)) == 12


@pytest.mark.parametrize("ornament", ["* * *", "***", "~*~", "oOo", "---", "⁂", "#"])
def test_breaks_keep_their_spelling(read: Read, ornament: str) -> None:
    """An ornament alone is a break, wherever it stands."""
    work = read(READER, f"She left.\n\n{ornament}\n\nHe stayed.\n")
    assert [(b.kind, b.text) for b in story(work)][1] == (BlockKind.BREAK, ornament)


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


def test_parts_stand_at_the_head_of_their_first_chapter(read: Read) -> None:
    """A part without a text of its own is no chapter."""
    work = read(
        READER,
        "PART ONE\n\n\nChapter 1\n\nShe left.\n\n\nChapter 2\n\nHe stayed.\n\n\n"
        "PART TWO\n\n\nChapter 3\n\nEnd of it.\n",
    )
    assert [c.title for c in work.chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert work.chapters[2].blocks[0].text == "PART TWO"


def test_parts_under_chapters_are_sections(read: Read) -> None:
    """Where parts are more than chapters, the chapters hold the parts."""
    parts = "".join(f"Part {number}\n\nShe left at noon.\n\n\n" for number in (1, 2, 3))
    work = read(READER, f"CHAPTER I\n\n\n{parts}CHAPTER II\n\n\n{parts}")
    assert [c.title for c in work.chapters] == ["CHAPTER I", "CHAPTER II"]
    assert [b.text for b in work.chapters[1].blocks if b.level == 2] == ["Part 1", "Part 2", "Part 3"]


def test_numerals_open_chapters_only_where_nothing_larger_does(read: Read) -> None:
    """Bare numerals are chapters of a file without labels, and sections of one with them."""
    alone = read(READER, "I\n\nShe left.\n\nII\n\nHe stayed.\n")
    assert [c.title for c in alone.chapters] == ["I", "II"]
    under = read(READER, "CHAPTER 1\n\nI\n\nShe left.\n\nII\n\nHe stayed.\n\nCHAPTER 2\n\nI\n\nIt rained.\n", "b.txt")
    assert [c.title for c in under.chapters] == ["CHAPTER 1", "CHAPTER 2"]
    assert [b.text for b in under.chapters[0].blocks if b.level == 2] == ["I", "II"]


def test_a_table_of_contents_opens_no_chapter(read: Read, blocks: Blocks) -> None:
    """What the contents list is a note, and what they name is a heading when it comes."""
    work = read(
        READER,
        "CONTENTS\n\n    The Ferry        3\n    The Long Night  19\n    Morning         40\n\n\n\n"
        "The Ferry\n\nShe left at noon, and it rained.\n\n\n\nThe Long Night\n\nHe stayed, and it rained.\n\n\n\n"
        "Morning\n\nNobody came at all.\n",
    )
    assert [c.title for c in work.chapters if c.number] == ["The Ferry", "The Long Night", "Morning"]
    assert "The Long Night 19" in " ".join(blocks(work, BlockKind.NOTE))


def test_one_table_may_follow_another(read: Read) -> None:
    """The last entry above a list of pictures is no heading, in whatever words it is numbered."""
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
    """What only begins like a heading is story."""
    work = read(READER, f"She waited for him.\n\n{line} And so on it went.\n\nHe came to her.\n")
    assert [c.title for c in work.chapters] == [""]


def test_capitals_head_a_story_only_if_a_text_follows(read: Read) -> None:
    """Titles in capitals open the stories of a collection; a signature at the end opens nothing."""
    collection = read(
        READER, "THE FERRY\n\nShe left at noon.\n\n\n\nTHE LAMP\n\nHe stayed.\n\n\n\nTHE ROAD\n\nIt rained.\n"
    )
    assert [c.title for c in collection.chapters] == ["THE FERRY", "THE LAMP", "THE ROAD"]
    signed = read(READER, "She left.\n\nHe stayed.\n\n\nMV-OTH\n", "b.txt")
    assert [c.title for c in signed.chapters] == [""]


def test_speakers_of_a_play_head_nothing(read: Read, blocks: Blocks) -> None:
    """Names in capitals above each speech are text; acts and scenes are headings, in whatever number they come."""
    speeches = "".join(
        f"{name}\n\nIt is {word} pepper, and there is too much of it in the soup.\n\n\n"
        for word in ("black", "white", "red", "green")
        for name in ("ALICE", "COOK", "WHITE QUEEN")
    )
    rare = "FROG FOOTMAN\n\nFrom the Queen.\n\n\n"
    act = f"SCENE I\n\n{speeches}{rare}SCENE II\n\n{speeches}SCENE III\n\n{speeches}"
    work = read(READER, f"ACT I\n\n\n{act}ACT II\n\n\n{act}ACT III\n\n\n{act}")
    assert [chapter.title for chapter in work.chapters] == ["ACT I", "ACT II", "ACT III"]
    assert blocks(work, BlockKind.HEADING) == [
        text for n in ("I", "II", "III") for text in (f"ACT {n}", "SCENE I", "SCENE II", "SCENE III")
    ]
    assert blocks(work, BlockKind.PARAGRAPH).count("ALICE") == 36
    assert blocks(work, BlockKind.PARAGRAPH).count("FROG FOOTMAN") == 3


def test_titles_that_repeat_in_a_collection_are_text(read: Read, blocks: Blocks) -> None:
    """What stands under every story heads nothing; the stories' titles do, and so do their numbers."""
    stories = "".join(
        f"{name}\n\nI\n\nShe left at noon.\n\nII\n\nHe stayed.\n\n\n\nCURTAIN\n\nAnd all went home.\n\n\n\n"
        for name in ("THE FERRY", "THE LAMP", "THE ROAD")
    )
    work = read(READER, stories)
    assert [chapter.title for chapter in work.chapters] == ["THE FERRY", "THE LAMP", "THE ROAD"]
    assert blocks(work, BlockKind.HEADING).count("II") == 3
    assert blocks(work, BlockKind.PARAGRAPH).count("CURTAIN") == 3


def test_titles_under_numbers_may_repeat(read: Read) -> None:
    """The letters of a novel, told apart by their numbers."""
    letters = "".join(
        f"{number}\n\nLADY SUSAN TO MRS. JOHNSON\n\nI left at noon.\n\n\n\n" for number in ("I", "II", "III", "IV")
    )
    work = read(READER, letters)
    assert [chapter.title for chapter in work.chapters][3] == "IV: LADY SUSAN TO MRS. JOHNSON"


def test_a_label_and_its_number_may_stand_on_two_lines(read: Read) -> None:
    """ "CHAPTER" above "1" is a chapter's head, as often as it comes."""
    chapters = "".join(f"      CHAPTER\n         {number}\n\n\nShe left at noon.\n\n\n\n" for number in range(1, 6))
    work = read(READER, chapters)
    assert [chapter.title for chapter in work.chapters] == [f"CHAPTER {number}" for number in range(1, 6)]


def test_some_numbered_chapters_may_have_titles(read: Read) -> None:
    """A row of numerals is one row of chapters, though only later ones have a title."""
    titles = ["I", "II", "III\n\nTHE LAMP", "IV", "V\n\nTHE ROAD", "VI"]
    work = read(READER, "".join(f"{title}\n\nShe left at noon.\n\n\n\n" for title in titles))
    assert [chapter.title for chapter in work.chapters] == ["I", "II", "III: THE LAMP", "IV", "V: THE ROAD", "VI"]


def test_labelled_header_fills_the_metadata(read: Read, blocks: Blocks) -> None:
    """Two labels or more at the head are a header: metadata, and notes that are no story."""
    work = read(
        READER,
        "Title: The Lamp\nAuthor: Mara Vell\nFandom: Salt Road\nRating: T\nSummary: A lamp is lit.\n\n\nShe left.\n",
    )
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    assert work.metadata.fandoms == ("Salt Road",)
    assert work.metadata.summary == "A lamp is lit."
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left."]
    assert "Salt Road" in " ".join(blocks(work, BlockKind.NOTE))


def test_title_and_name_are_a_header(read: Read, blocks: Blocks) -> None:
    """ "TITLE" and "by NAME" say who wrote what; one label alone says nothing."""
    work = read(READER, "The Lamp\nby Mara Vell\n\nShe left.\n")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    alone = read(READER, "Note: this is long.\n\nShe left.\n", "b.txt")
    assert (alone.title, len(blocks(alone, BlockKind.PARAGRAPH))) == ("", 2)


def test_italics_and_pictures_lose_their_marks(read: Read, blocks: Blocks) -> None:
    """Underscores around words go; a picture's caption is kept apart; names with underscores stay."""
    work = read(
        READER, "He was _not_ there, _not\nat all_, said some_file_name.\n\n[Illustration: The _lamp_]\n\nShe left.\n"
    )
    assert "He was not there, not at all, said some_file_name." in " ".join(
        b.text.replace("\n", " ") for b in story(work)
    )
    assert blocks(work, BlockKind.ILLUSTRATION) == ["The lamp"]


def test_work_knows_where_it_comes_from(read: Read, tmp_path: Path) -> None:
    """Reader, path, root and digest are those of the source."""
    work = read(READER, "She left.\n")
    source = FileSource.at(tmp_path / "story.txt")
    assert (work.reader, work.path, work.source, work.digest) == ("text", "story.txt", str(tmp_path), source.digest())


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt", b"She left.", True),
        ("a.text", b"She left.", True),
        ("Mrs. Dalloway", b"She left.", True),
        ("a", b"She left.", True),
        ("a.txt", b"\x00\x01\x02", True),
        ("a", b"\x00\x01\x02", False),
        ("a", b"", False),
        (".hidden", b"She left.", False),
        ("a.css", b"p { }", False),
        ("a.json", b"{}", False),
        ("a.py", b"x = 1", False),
        ("a", b"<!DOCTYPE html><p>x", False),
        ("a.opf", b"<package/>", False),
    ],
)
def test_sniffing_by_content_then_name(tmp_path: Path, name: str, data: bytes, wanted: bool) -> None:
    """Text files and suffixless text are wanted; code, data and other formats are not."""
    (tmp_path / name).write_bytes(data)
    assert (READER.sniff(FileSource.at(tmp_path / name)) > 0) is wanted
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "blanks"),
        (b"\x00\x01" * 50, "binary data"),
        (b"PK\x03\x04....", "zip archive"),
        (b"* * *\n", "no words"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: bytes, reason: str) -> None:
    """A reason that a person understands."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data)


words_ = st.text(alphabet=string.ascii_letters, min_size=1, max_size=9)
line = st.lists(words_, min_size=1, max_size=14).map(" ".join)
piece = st.one_of(
    line,
    st.lists(line, min_size=1, max_size=6).map("\n".join),
    st.lists(line, min_size=1, max_size=4).map(lambda lines: "\n".join("    " + text for text in lines)),
    st.sampled_from(
        ["* * *", "CHAPTER I", "CHAPTER II", "CONTENTS", "Prologue", "IV", "THE END", "_so_ it goes", "by Mara Vell"]
    ),
    st.sampled_from(
        ["[Illustration: a lamp]", "Title: Lamp\nAuthor: Vell", "Transcriber's Note:", "well-\nknown--\nso"]
    ),
)


def all_words(text: str) -> list[str]:
    return sorted(re.findall(r"[a-z]+", text.lower()))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(piece, st.integers(1, 5)), min_size=1, max_size=25))
def test_no_word_is_ever_lost(tmp_path: Path, parts: list[tuple[str, int]]) -> None:
    """Every word of a file is in exactly one block, whatever its layout."""
    text = "".join(part + "\n" * gap for part, gap in parts)
    path = tmp_path / "story.txt"
    path.write_text(text)
    try:
        (work,) = READER.read(FileSource.at(path))
    except UnreadableSource:
        assert not all_words(text.replace("[Illustration:", ""))
        return
    found = " ".join(block.text for block in story(work))
    # The tag of a picture is markup where it stands alone.
    assert all_words(found.replace("[Illustration:", "")) == all_words(text.replace("[Illustration:", ""))
    assert all("\n" not in block.text for block in story(work) if block.kind is not BlockKind.VERSE)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_files_give_a_work_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    """No bytes make the reader fail in any way of its own."""
    base = bytearray((WRAPPED + "CHAPTER I\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n").encode())
    for _ in range(data.draw(st.integers(0, 30))):
        place = data.draw(st.integers(0, len(base) - 1))
        base[place : place + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=6)) or b" "
    path = tmp_path / "story.txt"
    path.write_bytes(bytes(base))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)


@pytest.mark.parametrize(
    "unit", ["word ", "_a ", "* ", "[Illustration ", "I. ", "chapter i ", "“", "-\n", "a\n\n", ".", "\n", " \n x"]
)
def test_hostile_repetition_is_read_in_linear_time(read: Read, unit: str) -> None:
    """Half a megabyte of anything repeated is read in a second or so; quadratic time would be hours."""
    try:
        work = read(READER, unit * (500_000 // len(unit)))
    except UnreadableSource:
        return
    assert work.chapters
