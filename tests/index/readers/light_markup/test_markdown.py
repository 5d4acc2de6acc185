"""Markdown files become blocks and metadata."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.light_markup.markdown import MarkdownReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = MarkdownReader()

STORY = """\
---
title: "The Lamp"
author: Mara Vell
fandom: [Salt Road]
end_note: "Thank <b>you</b>."
---

## Noon

She was *not* there, __not__ at all,
and it [rained](http://x.org) on `all` of it.

* * *

**Author's note:** he stayed.

## Night {#night .section}

O lamp,\\
O lamp  \nwho lit thee?

![A lamp](lamp.png)

<div class="x">Markup <b>stays</b> text.</div>

::: {.section}
Nobody came.
:::
"""


def test_markdown_becomes_blocks(read: Read, blocks: Blocks) -> None:
    """Emphasis and links lose their marks; rules are breaks; hard line ends are verse; HTML keeps its words."""
    work = read(READER, STORY, "a.md")
    assert blocks(work, BlockKind.PARAGRAPH) == [
        "She was not there, not at all, and it rained on all of it.",
        "Author's note: he stayed.",
        "Markup stays text.",
        "Nobody came.",
    ]
    assert blocks(work, BlockKind.VERSE) == ["O lamp,\nO lamp\nwho lit thee?"]
    assert len(blocks(work, BlockKind.BREAK)) == 1
    assert blocks(work, BlockKind.ILLUSTRATION) == ["A lamp"]
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "Noon"), (2, "Night")]


def test_front_matter_is_metadata_and_notes(read: Read, blocks: Blocks) -> None:
    """The front matter describes the work, and its notes are not lost."""
    work = read(READER, STORY, "a.md")
    assert (work.title, work.authors, work.metadata.fandoms) == ("The Lamp", ("Mara Vell",), ("Salt Road",))
    assert "end_note: Thank you." in blocks(work, BlockKind.NOTE)


def test_labelled_headings_are_a_header(read: Read, blocks: Blocks) -> None:
    """ "# Title: …" and "## Author: …" name the work; the rule below them is no scene break."""
    work = read(
        READER,
        "# Title: The Lamp\n\n## Author: Mara Vell\n\n## Year: 1898\n\n-------\n\n"
        "#### I\n\nShe left.\n\n#### II\n\nHe stayed.\n",
        "a.md",
    )
    assert (work.title, work.authors, work.metadata.published) == ("The Lamp", ("Mara Vell",), "1898")
    assert [c.title for c in work.chapters if c.number] == ["I", "II"]
    assert blocks(work, BlockKind.BREAK) == []


def test_a_lone_first_heading_is_the_title(read: Read) -> None:
    """The only heading of level 1, at the top, is the title, and no chapter."""
    work = read(READER, "# The Lamp\n\nShe left.\n\nHe stayed.\n", "a.md")
    assert (work.title, [c.number for c in work.chapters]) == ("The Lamp", [None])


def test_tildes_are_breaks_and_no_code(read: Read, blocks: Blocks) -> None:
    """A line of tildes breaks scenes; text after them, in CommonMark the name of a language, is kept."""
    work = read(READER, "She left.\n~~~\nHe stayed.\n\n~~~~~\n\n~~~ It ~~~\n\n```rained\nall day\n```\n", "a.md")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed.", "~~~ It ~~~"]
    assert blocks(work, BlockKind.VERSE) == ["rained\nall day"]
    assert len(blocks(work, BlockKind.BREAK)) == 2


def test_spans_of_pandoc_lose_their_attributes(read: Read, blocks: Blocks) -> None:
    """Words in brackets with a class are words; other brackets stay."""
    text = '"[My [Odo]{.name\nepub:type="x"}]{#a .b}" [sic] [link](http://x.org){.c} {n}\n'
    assert blocks(read(READER, text, "a.md"), BlockKind.PARAGRAPH) == ['"My Odo" [sic] link {n}']


def test_blank_lines_are_counted(read: Read) -> None:
    """Markdown ignores two blank lines, but an author may mean a scene break."""
    work = read(READER, "She left.\n\nHe stayed.\n\n\n\nIt rained.\n", "a.md")
    assert [block.gap for block in work.chapters[0].blocks] == [0, 1, 3]


@pytest.mark.parametrize(("name", "sureness"), [("a.md", 70), ("a.markdown", 70), ("a.txt", 0), ("a.mdx", 0)])
def test_sniffing_by_name(tmp_path: Path, name: str, sureness: int) -> None:
    """Markdown looks like text, so its name decides."""
    (tmp_path / name).write_text("# Title\n")
    assert READER.sniff(FileSource.at(tmp_path / name)) == sureness
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["[", "*a ", "> ", "`", "<a", "![", "(", "\\", "- ", "# a\n", "&a;", "_a*", "]("])
def test_hostile_repetition_is_read_in_bounded_time(
    reads_evenly: Callable[[object, str, str], bool], unit: str
) -> None:
    """Nested quotes, brackets and emphasis do not blow up."""
    assert reads_evenly(READER, unit, "a.md")


paragraph = st.lists(st.text(alphabet="abcdefgh*_`[]()#>-!<~ ", min_size=1, max_size=12), min_size=1, max_size=6).map(
    " ".join
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(paragraph, min_size=1, max_size=8))
def test_no_word_is_lost(tmp_path: Path, paragraphs: list[str]) -> None:
    """With any marks around them, the words come out (except those that a link or tag hides)."""
    text = "\n\n".join(re.sub(r"[\[\]()<>!]", "", paragraph) for paragraph in paragraphs)
    path = tmp_path / "a.md"
    path.write_text(text)
    try:
        (work,) = READER.read(FileSource.at(path))
    except SourceError:
        return
    found = re.findall(r"[a-h]", " ".join(block.text for chapter in work.chapters for block in chapter.blocks))
    assert sorted(found) == sorted(re.findall(r"[a-h]", text))
