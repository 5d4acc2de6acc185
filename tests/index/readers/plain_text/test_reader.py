"""Plain text files are read, or refused for a reason."""

from __future__ import annotations

import re
import string
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


def test_work_knows_where_it_comes_from(read: Read, tmp_path: Path) -> None:
    """Reader, path, root and digest are those of the source."""
    work = read(READER, "She left.\n")
    source = FileSource.at(tmp_path / "story.txt")
    assert (work.reader, work.path, work.source, work.digest) == ("text", "story.txt", str(tmp_path), source.digest())


def test_the_first_heading_is_the_title_of_a_text_without_another(read: Read) -> None:
    """It is then no chapter of its own; a text without a heading has no title."""
    story = "She left at noon, and it rained.\n\nNobody came.\n"
    lone = read(READER, f"THE LAMP\n\n{story}")
    assert (lone.title, lone.metadata.title_source) == ("THE LAMP", "heading")
    assert [(chapter.number, chapter.title) for chapter in lone.chapters] == [(None, "")]
    novel = read(READER, f"THE LAMP\n\n\nCHAPTER I\n\n{story}\n\nCHAPTER II\n\n{story}", "b.txt")
    assert (novel.title, [chapter.title for chapter in novel.chapters if chapter.number]) == (
        "THE LAMP", ["CHAPTER I", "CHAPTER II"],
    )  # fmt: skip
    for number, text in enumerate((story, f"CHAPTER I\n\n{story}", f"THE LAMP\nby Mara Vell\n\n{story}")):
        work = read(READER, text, f"{number}.txt")
        assert work.metadata.title_source == ""
        assert work.title == ("THE LAMP" if number == 2 else "")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
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
def test_sniffing_by_content_then_name(tmp_path: Path, name: str, data: bytes, expected: bool) -> None:
    """Text files and text without a suffix are claimed; code, data and other formats are not."""
    (tmp_path / name).write_bytes(data)
    assert (READER.sniff(FileSource.at(tmp_path / name)) > 0) is expected
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
    """The reason is in plain words."""
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


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(piece, st.integers(1, 5)), min_size=1, max_size=25))
def test_no_word_is_lost(tmp_path: Path, parts: list[tuple[str, int]]) -> None:
    """Every word of a file is in exactly one block."""
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


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_files_give_a_work_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    """No bytes make the reader fail without a reason."""
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
def test_hostile_repetition_is_read_in_linear_time(reads_evenly: Callable[[object, str, str], bool], unit: str) -> None:
    """Nothing that is repeated takes more than its length allows."""
    assert reads_evenly(READER, unit, "story.txt")


@pytest.mark.parametrize("unit", ["word ", "_a ", "[Illustration ", "I. ", "chapter i ", "a\n\n", " \n x"])
def test_hostile_repetition_is_a_work(read: Read, unit: str) -> None:
    """If there are words in it."""
    assert read(READER, unit * 5_000).chapters
