"""Titles are found by the space around them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.analysis import words
from fabula.index.model import BlockKind, SceneKind, Work
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.segmentation import segment

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]

PROSE = "\n\n".join(
    f"She walked along the shore for the {n}th time, and the gulls\nwent up like paper. “Not yet,” said the old man."
    for n in range(6)
)


def chapters(*titles: str, above: int = 4, below: int = 2) -> str:
    """A text with these titles, and as many blank lines around them."""
    return ("\n" * (above + 1)).join(f"{title}" + "\n" * (below + 1) + PROSE for title in titles)


def stories(work: Work) -> list[str]:
    return [scene.text for scene in segment(work, "w") if scene.kind is SceneKind.STORY]


def test_a_title_between_wide_gaps_opens_a_chapter(read: Read) -> None:
    """Title case, four blank lines above and two below, as Project Gutenberg sets them: no scene of its own."""
    work = read(TextReader(), chapters("The Ferry", "Le Chevalier d’Harmental", "Who Lit the Lamp?"))
    assert [chapter.title for chapter in work.chapters] == [
        "The Ferry",
        "Le Chevalier d’Harmental",
        "Who Lit the Lamp?",
    ]
    assert [words(text)[:2] for text in stories(work)] == [["the", "ferry"], ["le", "chevalier"], ["who", "lit"]]


def test_titles_within_labelled_chapters_open_scenes(read: Read) -> None:
    """ "Second Story" below "CHAPTER I" is a heading inside the chapter, however often it repeats."""
    inner = chapters("First Story", "Second Story", "Third Story", above=2)
    work = read(TextReader(), "\n\n\n\n\n".join(f"CHAPTER {n}\n\n\n\n{inner}" for n in ("I", "II", "III")))
    assert [chapter.number for chapter in work.chapters] == [1, 2, 3]
    assert len(stories(work)) == 9


def test_names_above_scenes_are_no_chapters(read: Read, blocks: Blocks) -> None:
    """The name above each scene, whose point of view it has, repeats."""
    work = read(TextReader(), chapters("Ilse", "Maren", "Ilse", "Maren", "Ilse", "Maren", above=2))
    assert len(stories(work)) == 6
    assert blocks(work, BlockKind.HEADING) == ["Ilse", "Maren"] * 3


@pytest.mark.parametrize("line", ["“Never!”", "She was gone.", "And then she went", "The End", "By Mara Vell", "* * *"])
def test_other_lines_between_wide_gaps_are_no_titles(read: Read, blocks: Blocks, line: str) -> None:
    """Speech, sentences, sign-offs and names are no headings."""
    work = read(TextReader(), f"{PROSE}\n\n\n\n{line}\n\n\n\n{PROSE}")
    assert blocks(work, BlockKind.HEADING) == []


def test_space_everywhere_means_nothing(read: Read, blocks: Blocks) -> None:
    """A list of names with as much space around them is no row of titles."""
    assert (
        blocks(read(TextReader(), "\n\n\n".join(["Ilse Maren", "Odo Finch", "Mara Vell"] * 9)), BlockKind.HEADING) == []
    )
