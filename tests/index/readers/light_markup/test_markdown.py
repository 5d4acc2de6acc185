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
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*a ",
        "> ",
        "`",
        "<a",
        "![",
        "(",
        "\\",
        "- ",
        "# a\n",
        "&a;",
        "_a*",
        "](",
        "^[",
        "[^a",
        "[^a]: ",
        "|-|\n",
        "<a> ",
    ],
)
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


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("A game called <<REBIRTH>>, *the* <hello there>.", ["A game called <<REBIRTH>>, the <hello there>."]),
        ("<System> *You* win.\n\n<System>\n\nHe smiled.", ["<System> You win.", "<System>", "He smiled."]),
        ("That went well. </sarcasm>\nI </3 it.", ["That went well. </sarcasm> I </3 it."]),
        ("<Имя> ушла. <???> <!BOSS>", ["<Имя> ушла. <???> <!BOSS>"]),
        ("`<System>` and <b>bold</b> <span class='x'>words</span>", ["<System> and bold words"]),
        ("<spoiler>\n\nShe left.\n\n</spoiler>", ["She left."]),
        ("She <odo@salt.org> <https://salt.org> left.", ["She odo@salt.org https://salt.org left."]),
        ("<div>The <Level Up> came.</div>", ["The <Level Up> came."]),
        ("<Style> was all.\n\nHe had <Object>.", ["<Style> was all.", "He had <Object>."]),
        ("<!-- She left.\n\nHe stayed.", ["<!-- She left.", "He stayed."]),
    ],
)
def test_words_in_angle_brackets_are_words(read: Read, blocks: Blocks, text: str, paragraphs: list[str]) -> None:
    """Only elements of HTML, and elements that are closed, are markup."""
    assert blocks(read(READER, text, "a.md"), BlockKind.PARAGRAPH) == paragraphs


NOTES = """\
The king[^1] rode out^[At *dawn*.] with nine men.[^long]

By noon he had seven.[^1]

[^1]: A king in name only.
[^long]: Of whom two

    deserted.

[^unused]: Nobody calls this.

Night came.[^gone]
"""


def test_footnotes_stand_apart(read: Read) -> None:
    """A note follows the first text that refers to it; a note without a mark is kept, and a mark without a note."""
    work = read(READER, NOTES, "a.md")
    assert [(block.kind.value, block.text, block.gap) for block in work.chapters[0].blocks] == [
        ("paragraph", "The king rode out with nine men.", 0),
        ("note", "A king in name only.", 0),
        ("note", "At dawn.", 0),
        ("note", "Of whom two", 0),
        ("note", "deserted.", 0),
        ("paragraph", "By noon he had seven.", 1),
        ("paragraph", "Night came.[^gone]", 1),
        ("note", "Nobody calls this.", 0),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| Stat | Value |\n|---|:-:|\n| Wit | 9 | keen |",
        "Stat | Value\n--- | ---\nWit | 9 | keen",
        "| Stat | Value |\n| Wit | 9 | keen |\n|-----|----|",
        "+------+-------+\n| Stat | Value |\n+======+=======+\n| Wit  | 9 | keen |\n+------+-------+",
    ],
)
def test_rows_of_tables_are_lines(read: Read, blocks: Blocks, table: str) -> None:
    """Tables of GitHub, without a frame, without a head and pandoc's grids; no cell is lost."""
    assert blocks(read(READER, f"He read it.\n\n{table}\n\nHe slept.", "a.md"), BlockKind.VERSE) == [
        "Stat Value\nWit 9 keen"
    ]


def test_notes_that_refer_to_each_other(read: Read, blocks: Blocks) -> None:
    """A chain of many notes, and a circle, come to an end; each note comes once."""
    chain = "\n".join(f"[^{n}]: Note {n}.[^{n + 1}]\n" for n in range(1_200))
    work = read(READER, f"She left.[^0]\n\n{chain}\n[^1200]: The last.[^0]\n", "a.md")
    assert blocks(work, BlockKind.NOTE) == [*(f"Note {n}." for n in range(1_200)), "The last."]


def test_deep_quotes_are_read(read: Read, blocks: Blocks) -> None:
    """Letters that quote letters that quote letters."""
    assert blocks(read(READER, "> " * 30 + "She left.", "a.md"), BlockKind.PARAGRAPH) == ["She left."]


def test_numbers_of_lists_are_words(read: Read, blocks: Blocks) -> None:
    """A paragraph that begins with a year is no list to its author."""
    text = "1986. What a year.\n\n- a lamp\n- ~~an oar~~\n"
    assert blocks(read(READER, text, "a.md"), BlockKind.PARAGRAPH) == ["1986. What a year.", "a lamp", "an oar"]


def test_what_is_left_out_is_named(read: Read) -> None:
    """Addresses and titles of links, labels of notes, attributes of pandoc, comments of front matter."""
    text = (
        "---\ntitle: The Lamp # a draft\n---\n\n## Noon {#noon .a}\n\n"
        'She [rained](x.html "Title") on ![it](y.png) [all][day].[^n]\n\n[day]: z.html\n[^n]: At noon.\n\n'
        "[He]{.b} stayed.\n"
    )
    left_out = {left.rule: " ".join(left.text.split()) for left in read(READER, text, "a.md").left_out}
    assert left_out == {
        "comments": "# a draft",
        "attributes": "[ ]{.b} {#noon .a}",
        "link addresses": "DAY z.html x.html Title y.png DAY",
        "note marks": "n n",
    }


def test_answers_in_brackets_are_no_links(read: Read, blocks: Blocks) -> None:
    """ "[Odo]: No." is a line of a play; only an address makes it the definition of a link."""
    text = "[Odo]: No.\n\n[Vell]: Never!\n\n[lamp]: lamp.html\n\nThe [lamp] is [here][lamp].\n"
    assert blocks(read(READER, text, "a.md"), BlockKind.PARAGRAPH) == [
        "[Odo]: No.",
        "[Vell]: Never!",
        "The lamp is here.",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<q>Come in,</q> said Tam & Odo.", ["“Come in,” said Tam & Odo."]),
        ("It<span class='pagenum'>[12]</span> flew *over* <b>the</b> weir.", ["It flew over the weir."]),
        ("She <span style='display:none'>never </span>left &lt;home&gt;.", ["She left <home>."]),
        ("<i>O lamp,</i>  \nO <u>lamp</u>", ["O lamp,\nO lamp"]),
        ("<i>O lamp</i>\nthat burns", ["O lamp that burns"]),
        ("<span id=pg5 epub:type=pagebreak>But</span> of course.", ["But of course."]),
    ],
)
def test_tags_in_a_line_are_read_as_in_a_page(read: Read, text: str, lines: list[str]) -> None:
    """Quotations, marks and hidden words of HTML within a line; other signs are words."""
    work = read(MarkdownReader(), f"She wrote:\n\n{text}", "a.md")
    assert [block.text for chapter in work.chapters for block in chapter.blocks][1:] == lines
