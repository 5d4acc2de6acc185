"""Org files become blocks and metadata."""

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
from fabula.index.readers.light_markup.org import OrgReader
from fabula.index.segmentation import segment

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = OrgReader()

STORY = """\
#+TITLE: The *Lamp*
#+AUTHOR: Mara Vell
#+DATE: <2019-10-31 Thu>
#+LANGUAGE: en
#+FILETAGS: :fluff:angst:
#+FANDOM: Salt Road
#+OPTIONS: toc:nil
# drafted at night

* Noon :ferry:
:PROPERTIES:
:CUSTOM_ID: noon
:END:
She was /not/ there, *not* at all---and/or it [[http://x.org][rained]]
on =all= of it.[fn:1] He knew[fn:: He did not.] \\ldquo{}it\\rdquo{}.

-----

#+begin_quote
He stayed.
#+end_quote

#+BEGIN_VERSE
O lamp,
O lamp

who lit thee?
#+END_VERSE

** TODO [#A] Later
- one
- two

* Night
A line\\\\
and another.

#+CAPTION: A lamp
[[file:lamp.png]]
* * *
Nobody came.

| a | lamp |
|---+------|
| b | wick |

[fn:1] As it does,
always.
"""


def test_org_becomes_blocks(read: Read, blocks: Blocks) -> None:
    """Marks go, dashes are dashes, rules are breaks, verse keeps its lines, footnotes are set apart."""
    work = read(READER, STORY, "a.org")
    assert blocks(work, BlockKind.PARAGRAPH) == [
        "She was not there, not at all—and/or it rained on all of it. He knew “it”.",
        "He stayed.",
        "- one",
        "- two",
        "Nobody came.",
    ]
    assert blocks(work, BlockKind.VERSE) == [
        "O lamp,\nO lamp",
        "who lit thee?",
        "A line\nand another.",
        "a lamp\nb wick",
    ]
    assert blocks(work, BlockKind.BREAK) == ["-----", "* * *"]
    assert blocks(work, BlockKind.ILLUSTRATION) == ["A lamp"]
    notes = blocks(work, BlockKind.NOTE)
    assert "He did not." in notes and "As it does, always." in notes and "drafted at night" in notes
    assert [(c.number, c.title) for c in work.chapters if c.number] == [(1, "Noon"), (2, "Night")]
    assert blocks(work, BlockKind.HEADING) == ["Noon", "Later", "Night"]


def test_keywords_are_metadata(read: Read) -> None:
    """The keywords describe the work."""
    work = read(READER, STORY, "a.org")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    metadata = work.metadata
    assert (metadata.language, metadata.published, metadata.fandoms, metadata.tags) == (
        "en",
        "2019-10-31",
        ("Salt Road",),
        ("fluff", "angst"),
    )


def test_blocks_that_never_close_lose_nothing(read: Read, blocks: Blocks) -> None:
    """A quote or drawer without an end is read to the end of the file."""
    work = read(READER, "She left.\n\n#+begin_quote\nHe stayed.\n\n:NOTES:\nIt rained.\n", "a.org")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed.", ":NOTES: It rained."]
    work = read(READER, "She left.\n\n:DRAWER:\nIt rained.\n\nIt snowed.\n", "b.org")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "It rained.", "It snowed."]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["a-scandal-in-bohemia", "the-masque-of-the-red-death"])
def test_a_story_has_the_scenes_of_its_markdown(corpus: Path, name: str) -> None:
    """pandoc's org and Markdown of one story give the same words in the same scenes."""
    folder = corpus / "formats" / "made"
    scenes = []
    for reader, suffix in ((READER, "org"), (MarkdownReader(), "md")):
        (work,) = reader.read(FileSource.at(folder / f"{name}.{suffix}"))
        scenes.append([re.findall(r"\w+", scene.text) for scene in segment(work, "w") if scene.number])
    assert len(scenes[0]) > 1 or name.startswith("the-masque")
    assert [len(scene) for scene in scenes[0]] == [len(scene) for scene in scenes[1]]


@pytest.mark.parametrize(("name", "sureness"), [("a.org", 70), ("a.txt", 0), ("org", 0)])
def test_sniffing_by_name(tmp_path: Path, name: str, sureness: int) -> None:
    """Org looks like text, so its name decides."""
    (tmp_path / name).write_text("* Title\n")
    assert READER.sniff(FileSource.at(tmp_path / name)) == sureness
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@pytest.mark.parametrize(
    "unit", ["[[", "*a ", "[fn:", "\\nbsp", "#+begin_quote\n", "<<", "* a\n", ":a:\n", "/a*b_", "| a", "@@", "[fn:: "]
)
def test_hostile_repetition_is_read_in_bounded_time(
    reads_evenly: Callable[[object, str, str], bool], unit: str
) -> None:
    """Nested marks, links and footnotes do not blow up."""
    assert reads_evenly(READER, unit, "a.org")


lines = st.lists(st.text(alphabet="abcdef*/_=~+-[]<>#:|\\@. ", max_size=25), max_size=12)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines)
def test_any_lines_are_read_and_no_word_is_lost(tmp_path: Path, written: list[str]) -> None:
    """With any marks, the letters come out in order (except those that links, tags, drawers and targets hide)."""
    text = "\n".join(re.sub(r"[\[\]<>#:@\\]", "", line) for line in written)
    path = tmp_path / "a.org"
    path.write_text(text)
    try:
        (work,) = READER.read(FileSource.at(path))
    except SourceError as error:
        assert str(error)
        return
    found = re.findall(r"[a-f]", " ".join(block.text for chapter in work.chapters for block in chapter.blocks))
    assert found == re.findall(r"[a-f]", text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*STORY.split("\n"), "[[", ":END:", "#+end_quote", "[fn:1]"]), max_size=30))
def test_shuffled_lines_give_a_work_or_a_reason(tmp_path: Path, written: list[str]) -> None:
    """No order of lines makes the reader fail without a reason."""
    path = tmp_path / "a.org"
    path.write_text("\n".join(written))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)


def test_targets_are_hidden_where_links_lead_to_them(read: Read, blocks: Blocks) -> None:
    """ "<<noon>>" is markup if a link leads there; "<<REBIRTH>>" and "<System>" are words; a radio target is shown."""
    text = """\
<<preface>>

<<part-1>><<noon>>She lit the <<<lamp>>>.

A game called <<REBIRTH>>. <System> You win.

See [[noon][above]].
"""
    assert blocks(read(READER, text, "a.org"), BlockKind.PARAGRAPH) == [
        "She lit the lamp.",
        "A game called <<REBIRTH>>. <System> You win.",
        "See above.",
    ]


def test_what_is_left_out_is_named(read: Read) -> None:
    """Settings, planning, drawers, addresses, marks of notes and names of characters, each by its rule."""
    text = (
        "#+OPTIONS: toc:nil\n* TODO [#A] Noon :sea:\nDEADLINE: <2024-01-01>\n:LOG:\n:key: value\n:END:\n"
        "She [[x.html][rained]]\\ndash{}so[fn:1] @@html:<b>@@.\n\n[fn:1] At noon.\n"
    )
    assert {left.rule: " ".join(left.text.split()) for left in read(READER, text, "a.org").left_out} == {
        "settings": "options toc:nil",
        "planning": "TODO [#A] :sea: DEADLINE: <2024-01-01>",
        "drawers": ":LOG: :key: value :END:",
        "note marks": "[fn:1] fn 1",
        "link addresses": "[[x.html][ ]]",
        "names of characters": "\\ndash{}",
        "tags": "@@html:<b>@@",
    }
