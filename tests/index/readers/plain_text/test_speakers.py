"""The names of speakers in a play are text, not headings."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.model import BlockKind, Work
from fabula.index.readers.plain_text.reader import TextReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()


def test_speakers_of_a_play_are_no_headings(read: Read, blocks: Blocks) -> None:
    """Names in capitals above each speech are text; acts and scenes are headings, however many there are."""
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
    """A line that repeats below every story is no heading; the titles and numbers of the stories are."""
    stories = "".join(
        f"{name}\n\nI\n\nShe left at noon.\n\nII\n\nHe stayed.\n\n\n\nCURTAIN\n\nAnd all went home.\n\n\n\n"
        for name in ("THE FERRY", "THE LAMP", "THE ROAD")
    )
    work = read(READER, stories)
    assert [chapter.title for chapter in work.chapters] == ["THE FERRY", "THE LAMP", "THE ROAD"]
    assert blocks(work, BlockKind.HEADING).count("II") == 3
    assert blocks(work, BlockKind.PARAGRAPH).count("CURTAIN") == 3


def test_titles_below_numbers_may_repeat(read: Read) -> None:
    """The letters of a novel have numbers above their titles."""
    letters = "".join(
        f"{number}\n\nLADY SUSAN TO MRS. JOHNSON\n\nI left at noon.\n\n\n\n" for number in ("I", "II", "III", "IV")
    )
    work = read(READER, letters)
    assert [chapter.title for chapter in work.chapters][3] == "IV: LADY SUSAN TO MRS. JOHNSON"
