"""Rich text becomes chapters and metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.rtf.reader import RtfReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = RtfReader()


def rtf(body: str, head: str = "") -> str:
    return (
        f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Times;}}{{\\f1\\fcharset204 Times Cyr;}}}}{head}{body}}}"
    )


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"caf\'e9 \ldblquote Oh\rdblquote\emdash he said", "café “Oh”—he said"),
        (r"\u8220?You,\u8221? she said", "“You,” she said"),
        (r"{\uc2\u233\'c3\'a9}t\u233 e", "été"),
        (r"{\uc0\u233}t\'e9", "été"),
        (r"{\f1\'cf\'f0\'e8\'e2\'e5\'f2}, \'e9", "Привет, é"),
        (r"\u-10179?\u-8704? star", "😀 star"),
        (r"a\~b \{c\} \\d", "a\xa0b {c} \\d"),
        ("one\r\n two", "one two"),
        (r"{\i it}alic and \b bold\b0  words", "italic and bold words"),
        (r"{\upr{old}{\*\ud{n\u233?w}}} text", "néw text"),
    ],
)
def test_letters(read: Read, blocks: Blocks, written: str, expected: str) -> None:
    """Bytes in the code page of their font, code units with stand-ins, signs with names."""
    assert blocks(read(READER, rtf(written + r"\par"), "a.rtf"), BlockKind.PARAGRAPH) == [expected]


def test_headings(read: Read) -> None:
    """By outline level, or by a style of that name; the title above them is the work's."""
    head = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs5 Strong;}}"
    body = (
        r"{\pard\qc\b The Lamp\par}{\pard\s1 Noon\par}\pard\plain She left.\par"
        r"{\pard\outlinelevel0 Night\par}\pard He stayed.\par"
    )
    work = read(READER, rtf(body, head), "a.rtf")
    assert work.title == "The Lamp"
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "Noon"), (2, "Night")]


def test_dropped_text(read: Read, blocks: Blocks) -> None:
    """Headers, pictures, comments, field codes, hidden and deleted text, list numbers, unknown destinations go."""
    body = (
        r"{\header HEAD}{\pict 0102}{\*\unknown{deep} X}{\field{\*\fldinst PAGE}{\fldrslt She}} left{\v HIDDEN}"
        r"{\deleted GONE}{\*\annotation{\pard COMMENT\par}}.\par{\listtext 1.\tab}{\pntext 2.}He stayed.\par"
        r"{\bin5 }}}}}}after\par"
    )
    work = read(READER, rtf(body), "a.rtf")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed.", "after"]


def test_notes_boxes_tables_and_pictures(read: Read) -> None:
    """Notes and text boxes follow their paragraph; cells are paragraphs; a picture is its description."""
    body = (
        r"She{\super\chftn{\footnote\pard\plain{\super\chftn} At noon.\par And {\i again}.}} left."
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard Boxed.\par}}{\shprslt Boxed.}}\par"
        r"\trowd\intbl One cell.\cell Another.\cell\row"
        r"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv A lamp}}}0102}}{\nonshppict{\pict 01}}\par"
    )
    assert story(read(READER, rtf(body), "a.rtf")) == [
        ("paragraph", "She left."),
        ("note", "At noon. And again."),
        ("paragraph", "Boxed."),
        ("paragraph", "One cell."),
        ("paragraph", "Another."),
        ("illustration", "A lamp"),
    ]


def test_breaks_and_verse(read: Read) -> None:
    """Ornaments, an empty centred line and a drawn line break scenes; line breaks in short lines are verse."""
    body = (
        r"a a\par\pard\qc * * *\par\pard b b\par{\pard\qc\par}c c\par{\pard\brdrb\brdrs\par}d d\page\par "
        r"O lamp\line of the ferry\par"
    )
    assert story(read(READER, rtf(body), "a.rtf")) == [
        ("paragraph", "a a"), ("break", "* * *"), ("paragraph", "b b"), ("break", ""), ("paragraph", "c c"),
        ("break", ""), ("paragraph", "d d"), ("verse", "O lamp\nof the ferry"),
    ]  # fmt: skip


def test_properties(read: Read) -> None:
    """The information group."""
    info = (
        r"{\info{\title The Lamp}{\author Mara V\'e9ll}{\keywords lamps, rain}{\doccomm It rains.}"
        r"{\creatim\yr2019\mo10\dy31\hr10}{\revtim\yr2020\mo1\dy2}}"
    )
    work = read(READER, rtf(r"She left.\par", info), "a.rtf")
    assert (work.title, work.authors, work.metadata.tags) == ("The Lamp", ("Mara Véll",), ("lamps", "rain"))
    assert (work.metadata.published, work.metadata.updated) == ("2019-10-31", "2020-01-02")
    assert (work.metadata.summary, work.reader) == ("It rains.", "rtf")


def test_the_last_paragraph_needs_no_end(read: Read, blocks: Blocks) -> None:
    """Some programs omit it."""
    assert blocks(read(READER, rtf(r"One.\par Two."), "a.rtf"), BlockKind.PARAGRAPH) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rtf("She left.")[:-1], "incomplete"),
        (rtf("{" * 100_000 + "}" * 100_000), "nested"),
        (rtf(r"{\pict 0102}"), "no words"),
        ("She left.", "no rich text"),
        (rtf(r"\bin99999999 She left.\par"), "incomplete"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: str, reason: str) -> None:
    """A cut file, deep groups, pictures alone, a wrong length."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.rtf")


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([
    "{", "}", "\\par ", "\\u8220?", "\\u", "\\uc0 ", "\\'e9", "\\'", "\\", "x y", "\\*", "\\footnote ", "\\shptxt ",
    "\\info",
    "\\title ", "\\sn ", "\\sv ", "\\stylesheet", "\\s1 ", "\\fonttbl", "\\f1", "\\fcharset204 ", "\\fldinst TOC",
    "\\ud", "\\upr",
    "\\bin3 ", "\\cell", "\\pard", "\\u-10179", "\\fcharset999", "\\ansicpg0", "\\ansicpg1200 ",
    "\\outlinelevel99", "\xff",
]), max_size=40))  # fmt: skip
def test_damaged_files_give_a_work_or_a_reason(tmp_path: Path, pieces: list[str]) -> None:
    """Any tokens in any order."""
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf("One.\\par " + "".join(pieces)).encode("latin-1"))
    try:
        for work in READER.read(FileSource.at(path)):
            assert work.chapters
    except SourceError as error:
        assert str(error)
