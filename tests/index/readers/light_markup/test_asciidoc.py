"""AsciiDoc files become blocks and metadata."""

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
from fabula.index.readers.light_markup.asciidoc import AsciidocReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = AsciidocReader()

STORY = """\
:toc:
= The _Lamp_
Mara Vell <mara@x.org>; Odo Ferryman
v1.2, 2019-10-31: first light
:lang: en
:keywords: fluff, angst
:hero: Odo

[colophon]
== Copyright

Nobody owns this.

=== More of it

Nobody at all.

== Noon

She was _not_ there, *not* at all--and {hero} said
"`no`".footnote:[He did not.]

'''

[verse, Odo]
____
O lamp,
O lamp

who lit thee?
____

// a comment
.The letter
****
Come home.

Soon.
****

image::lamp.png[A lamp]

Night
-----

* one
* two

A line +
and another.

++++
<p>Raw <b>words</b>.</p>
++++

////
Left out.
////

[Illustration]

|===
|a |lamp
|b |wick
|===

THE END
"""


def test_asciidoc_becomes_blocks(read: Read, blocks: Blocks) -> None:
    """Marks go, rules are breaks, verse keeps its lines, and nothing in a block of any kind is lost."""
    work = read(READER, STORY, "a.adoc")
    assert blocks(work, BlockKind.PARAGRAPH) == [
        "She was not there, not at all—and Odo said “no”.",
        "The letter",
        "Come home.",
        "Soon.",
        "* one",
        "* two",
        "Raw words.",
        "[Illustration]",
        "THE END",
    ]
    assert blocks(work, BlockKind.VERSE) == [
        "O lamp,\nO lamp",
        "who lit thee?",
        "A line\nand another.",
        "a lamp\nb wick",
    ]
    assert blocks(work, BlockKind.BREAK) == ["'''", "****", "****"]
    assert blocks(work, BlockKind.ILLUSTRATION) == ["A lamp"]
    notes = blocks(work, BlockKind.NOTE)
    assert all(note in notes for note in ("Nobody owns this.", "Nobody at all.", "He did not.", "Left out."))
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "Noon"), (2, "Night")]


def test_the_header_is_metadata(read: Read) -> None:
    """Title, authors, date and attributes describe the work."""
    work = read(READER, STORY, "a.adoc")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell", "Odo Ferryman"))
    metadata = work.metadata
    assert (metadata.language, metadata.published, metadata.tags) == ("en", "2019-10-31", ("fluff", "angst"))


def test_blocks_that_never_close_lose_nothing(read: Read, blocks: Blocks) -> None:
    """A block without an end is read to the end of the file."""
    work = read(READER, "She left.\n\n____\nHe stayed.\n\nIt rained.\n", "a.adoc")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed.", "It rained."]


def test_attributes_that_refer_to_each_other_do_not_grow(read: Read, blocks: Blocks) -> None:
    """The value of an attribute is inserted as it is."""
    bomb = "".join(f":a{n}: {{a{n - 1}}}{{a{n - 1}}}\n" for n in range(1, 40))
    work = read(READER, f"= T\n:a0: ha\n{bomb}\nShe laughed: {{a39}}.\n", "a.adoc")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She laughed: {a38}{a38}."]


@pytest.mark.corpus
def test_books_have_their_chapters(corpus: Path) -> None:
    """GITenberg's books have their chapters, verse and title."""
    folder = corpus / "formats" / "gitenberg"
    (alice,) = READER.read(FileSource.at(folder / "Alice-s-Adventures-in-Wonderland_11" / "book.asciidoc"))
    assert (alice.title, alice.authors) == ("Alice’s Adventures in Wonderland", ("Lewis Carroll",))
    assert sum(chapter.number is not None for chapter in alice.chapters) == 12
    assert sum(block.kind is BlockKind.VERSE for chapter in alice.chapters for block in chapter.blocks) > 15
    (pride,) = READER.read(FileSource.at(folder / "Pride-and-Prejudice_1342" / "book.asciidoc"))
    assert sum(chapter.number is not None for chapter in pride.chapters) == 61


@pytest.mark.parametrize(("name", "sureness"), [("a.adoc", 70), ("a.asciidoc", 70), ("a.txt", 0)])
def test_sniffing_by_name(tmp_path: Path, name: str, sureness: int) -> None:
    """AsciiDoc looks like text, so its name decides."""
    (tmp_path / name).write_text("= Title\n")
    assert READER.sniff(FileSource.at(tmp_path / name)) == sureness
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@pytest.mark.parametrize(
    "unit", ["[", "*a ", "footnote:[", "{a}", "____\n", "<<", "== a\n", "[a]\n", "_a*b`", "|===\n", "+++", '"`a', "'`"]
)
def test_hostile_repetition_is_read_in_bounded_time(
    reads_evenly: Callable[[object, str, str], bool], unit: str
) -> None:
    """Nested marks, links and blocks do not blow up."""
    assert reads_evenly(READER, unit, "a.adoc")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="abcdef*_`#+-^~'\"=|. ", max_size=25), max_size=12))
def test_any_lines_are_read_and_no_word_is_lost(tmp_path: Path, written: list[str]) -> None:
    """With any marks, the letters come out in order."""
    text = "\n".join(written)
    path = tmp_path / "a.adoc"
    path.write_text(text)
    try:
        (work,) = READER.read(FileSource.at(path))
    except SourceError as error:
        assert str(error)
        return
    found = re.findall(r"[a-f]", " ".join(block.text for chapter in work.chapters for block in chapter.blocks))
    wanted = re.findall(r"[a-f]", text)
    # Counted from the front: [-0:] is everything, and a title without letters still has its label.
    assert found[len(found) - len(wanted) :] == wanted


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*STORY.split("\n"), "--", "----", "....", "[quote]", "endif::[]"]), max_size=30))
def test_shuffled_lines_give_a_work_or_a_reason(tmp_path: Path, written: list[str]) -> None:
    """No order of lines makes the reader fail without a reason."""
    path = tmp_path / "a.adoc"
    path.write_text("\n".join(written))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)


def test_references_that_lead_nowhere_are_words(read: Read, blocks: Blocks) -> None:
    """Ids, titles of sections and other documents are places; "<<REBIRTH>>" is none. Only HTML is markup in a pass."""
    text = """\
= The Lamp

== A Salt Road

[#noon]
She read <<noon,the note>> of <<_a_salt_road,him>> and <<A Salt Road>>.

A game called <<REBIRTH>>, +++<u>here</u> <System>+++ You win.

++++
<p><System> You <b>lose</b>.</p>
++++
"""
    assert blocks(read(READER, text, "a.adoc"), BlockKind.PARAGRAPH) == [
        "She read the note of him and A Salt Road.",
        "A game called <<REBIRTH>>, here <System> You win.",
        "<System> You lose.",
    ]


def test_what_is_left_out_is_named(read: Read) -> None:
    """Settings, mail addresses, attributes of blocks, anchors, marks of notes and macros, each by its rule."""
    text = """\
= The Lamp
Mara Vell <mara@salt.org>
:toc:

[[noon]]
[role="lead"]
She link:x.html[rained].footnote:[At noon.] pass:[<b>So</b>]
ifdef::web[]
it {mdash} did.
endif::[]
"""
    assert {left.rule: " ".join(left.text.split()) for left in read(READER, text, "a.adoc").left_out} == {
        "link addresses": "<mara@salt.org> link:x.html[ ]",
        "settings": "toc ifdef::web[] endif::[]",
        "link targets": "[[noon]]",
        "attributes": '[role="lead"]',
        "note marks": "footnote:",
        "macros": "pass:[<b> </b>]",
        "names of characters": "{mdash}",
    }
