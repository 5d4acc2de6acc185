"""Words that kept lines part are found whole, over the line's end; hyphens that belong stay."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill

import pytest

from fabula.index import build
from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.metadata.parted_words import with_parted_words
from fabula.search import Library
from ....growth import grows_evenly

# Lines of a poem, so that every reader keeps them; their words stand elsewhere in the text.
VERSE = """\
I then wished to make sure of my
misfortune, she to get posses-
sion of me. He was well-
known, and master of the win-
dow that was shut behind him
when nobody of the house was there"""
PROSE = "The possession of it. A well-known man. A window. Nobody of the house had asked what they wanted to know."


def verse(text: str) -> tuple[Chapter, ...]:
    return (Chapter((Block(BlockKind.VERSE, text), Block(BlockKind.PARAGRAPH, PROSE))),)


def test_what_the_work_shows() -> None:
    """A word that stands whole elsewhere is marked; a compound stays as it is."""
    (chapter,) = with_parted_words(verse(VERSE))
    marked = VERSE.replace("-\n", "-\xad\n").replace("well-\xad", "well-")
    assert [block.text for block in chapter.blocks] == [marked, PROSE]


def test_works_without_such_lines_are_the_same_objects() -> None:
    """Nothing is copied for most works."""
    chapters = verse("two lines -- \nof verse")
    assert with_parted_words(chapters)[0] is chapters[0]


@pytest.mark.parametrize("unit", ["a-\n", "window win-\ndow\n", "-\n"])
def test_any_verse_is_marked_in_linear_time(unit: str) -> None:
    """A hostile file is read like any other."""
    assert grows_evenly(lambda size: with_parted_words(verse(unit * (size // len(unit)))), 80_000)


TEXT = f"{fill(3 * PROSE, 70)}\n\n{VERSE}\n\n{fill(3 * PROSE, 70)}\n"


def page(lines: str) -> str:
    return f"<html><body><p>{PROSE}</p><p>{lines}</p></body></html>"


FILES: dict[str, str] = {
    "story.txt": TEXT,
    "story.jsonl": json.dumps({"title": "T", "authors": ["A"], "text": TEXT}),
    "story.html": page(VERSE.replace("\n", "<br>\n")),
    "pre.html": page("</p><pre>" + VERSE + "</pre><p>End."),
    "story.md": f"{PROSE}\n\n" + VERSE.replace("\n", "\\\n") + "\n",
    "story.fb2": '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section>'
    f"<p>{PROSE}</p><poem><stanza>" + "".join(f"<v>{line}</v>" for line in VERSE.split("\n")) + "</stanza></poem>"
    "</section></body></FictionBook>",
}


@pytest.mark.parametrize("name", FILES)
def test_parted_words_are_found_in_any_format(tmp_path: Path, name: str) -> None:
    """The whole word is found, alone and in a phrase, and marked over the line's end; compounds are found both ways."""
    (tmp_path / name).write_text(FILES[name], "utf-8")
    build(tmp_path / "library", [tmp_path / name])
    with Library.open(tmp_path / "library") as library:
        for query, marked in (
            ('"get possession of me"', "get posses-\xad\nsion of me"),
            ('"the window that"', "the win-\xad\ndow that"),
            ('"well known and"', "well-\nknown, and"),
            ('"well-known and"', "well-\nknown, and"),
        ):
            (hit,) = library.search(query).hits
            assert [hit.scene.text[start:end] for start, end in hit.matches] == [marked]
