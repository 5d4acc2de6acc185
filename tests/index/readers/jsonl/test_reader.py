"""JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import build
from fabula.index.errors import PartlyRead, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.files.source import Source
from fabula.index.model import BlockKind, Metadata, Work
from fabula.index.readers.jsonl import JsonlReader

Write = Callable[..., Source]
READER = JsonlReader()
DOCS = Path(__file__).parents[4] / "docs"

EVERYTHING: dict[str, Any] = {
    "title": "The  Lamp",
    "authors": ["Mara Vell", "Odo"],
    "language": "Deutsch",
    "fandoms": ["Salt Road"],
    "relationships": ["Odo/Vell"],
    "characters": ["Odo", "Vell"],
    "tags": ["Fluff, of a kind"],
    "warnings": ["None"],
    "categories": ["Gen"],
    "rating": "Teen",
    "series": "Salt",
    "series_number": "2",
    "more_series": ["Lamps"],
    "status": "Completed",
    "stated_words": 12,
    "stated_chapters": "1/1",
    "publisher": "Ferry Press",
    "published": "2019-10-31T10:00:00Z",
    "updated": "2020-01-02",
    "summary": "<p>A lamp is lit.</p>",
    "address": "https://x.org/lamp",
    "identifier": "lamp-1",
    "text": "She lit the lamp.\n\n* * *\n\nIt went out.\n",
    "shelf": "not read",
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines, objects among them as JSON, and give the source."""

    def lines(*written: object, name: str = "a.jsonl") -> Source:
        path = tmp_path / name
        encoded = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in written]
        path.write_bytes(b"\n".join(encoded))
        return FileSource.at(path)

    return lines


def texts(work: Work, *kinds: BlockKind) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks if block.kind in kinds]


def test_every_key_is_read(write: Write) -> None:
    """The work has every field that docs/formats.md lists."""
    (work,) = READER.read(write(EVERYTHING))
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell", "Odo"))
    assert work.metadata == Metadata(
        language="de", fandoms=("Salt Road",), relationships=("Odo/Vell",), characters=("Odo", "Vell"),
        tags=("Fluff, of a kind",), warnings=("None",), categories=("Gen",), rating="Teen", series="Salt",
        series_number="2", more_series=("Lamps",), status="Completed", stated_words=12, stated_chapters="1/1",
        publisher="Ferry Press", published="2019-10-31", updated="2020-01-02", summary="A lamp is lit.",
        address="https://x.org/lamp", identifier="lamp-1",
    )  # fmt: skip
    assert texts(work, BlockKind.PARAGRAPH) == ["She lit the lamp.", "It went out."]
    assert texts(work, BlockKind.BREAK) == ["* * *"]


def test_the_documentation_lists_every_key() -> None:
    """Each key is in the table, and the example in the page is read."""
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    table = page.split("## JSON Lines")[1].split("```json")[0]
    for name in EVERYTHING.keys() - {"shelf"} | {"chapters", "format"}:
        assert f"`{name}`" in table, name
    example = json.loads(page.split("```json\n")[1].split("\n```")[0])
    assert example["title"] == "The Lamp"


@pytest.mark.parametrize(
    ("kind", "text"),
    [("html", "<p>She <b>left</b>.</p><hr><p>He stayed.</p>"), ("markdown", "She *left*.\n\n---\n\nHe stayed.\n")],
)
def test_marked_texts(write: Write, kind: str, text: str) -> None:
    """HTML and Markdown are read as such."""
    (work,) = READER.read(write({"text": text, "format": kind}))
    assert texts(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]
    assert len(texts(work, BlockKind.BREAK)) == 1


def test_chapters_in_a_list(write: Write) -> None:
    """Chapters have their titles, or numbers where they have none."""
    (work,) = READER.read(write({"chapters": [{"title": "Noon", "text": "She left."}, {"text": "He stayed."}]}))
    assert [(c.number, c.title, c.blocks[0].text) for c in work.chapters] == [
        (1, "Noon", "She left."),
        (2, "Chapter 2", "He stayed."),
    ]


def test_bad_lines_are_named_and_keep_no_other_from_being_read(write: Write) -> None:
    """All good works come first; then the numbers of the bad lines, with the reason for each."""
    good = {"title": "One", "text": "She left."}
    deep = b"[" * 100_000
    source = write(good, b"", b"{", b"[1]", {"title": 3, "text": "x"}, b'{"text": "\xff"}', {"title": "T"}, deep, good)
    titles: list[str] = []
    with pytest.raises(PartlyRead) as caught:
        for work in READER.read(source):
            titles.append(work.title)
    assert titles == ["One", "One"]
    message = str(caught.value)
    assert message.startswith("6 of its 8 works cannot be read: line 3: it is no JSON")
    assert 'line 4: it is no JSON object; line 5: its "title" is no string; line 6: it is not UTF-8' in message
    assert message.endswith('line 7: it lacks "text", the text of the work; and 1 more')


@pytest.mark.parametrize(("written", "reason"), [((), "empty"), ((b" ", b"\t"), "blanks"), ((b"{",), "no JSON")])
def test_nothing_is_refused_as_nothing(write: Write, written: tuple[bytes, ...], reason: str) -> None:
    """A file without a work says why."""
    with pytest.raises(UnreadableSource, match=reason):
        list(READER.read(write(*written)))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"text": "x", "authors": 3}, "authors"), ({"text": "x", "tags": [1]}, "tags"),
        ({"text": "x", "format": "rtf"}, "format"), ({"text": ["x"]}, "text"), ({"chapters": ["x"]}, "chapter 1"),
        ({"chapters": [{"text": "a"}, {"title": "b"}]}, "chapter 2"), ({"text": "..."}, "no words"),
    ],
)  # fmt: skip
def test_wrong_types_say_which(write: Write, value: object, reason: str) -> None:
    """The reason names the key that is wrong."""
    with pytest.raises(UnreadableSource, match=reason):
        list(READER.read(write(value)))


def test_a_mark_at_the_head_and_lone_surrogates(write: Write) -> None:
    """A byte order mark is no part of the JSON, and half a character breaks nothing."""
    line = b'\xef\xbb\xbf{"text": "She \\ud83d left.", "author": "Odo", "fandom": "Salt"}'
    (work,) = READER.read(write(line))
    assert work.authors == ("Odo",) and work.metadata.fandoms == ("Salt",)
    assert re.fullmatch(r"She . left\.", texts(work, BlockKind.PARAGRAPH)[0])
    "".join(texts(work, BlockKind.PARAGRAPH)).encode()


@pytest.mark.slow
def test_a_library_keeps_the_good_works_and_names_the_bad_lines(tmp_path: Path) -> None:
    """Readable lines are indexed; each other line fails until it is mended."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "a.jsonl"
    lines = [json.dumps({"title": f"Tale {number}", "text": f"Lamp {number} is lit."}) for number in range(3)]
    path.write_text("\n".join([*lines[:2], "{", lines[2]]))
    for added in (3, 0):
        receipt = build(tmp_path / "library", [folder])
        assert (receipt.added, receipt.works, receipt.complete) == (added, 3, False)
        assert receipt.skipped[0].reason.startswith("1 of its 4 works cannot be read: line 3: it is no JSON")
    path.write_text("\n".join(lines))
    assert build(tmp_path / "library", [folder]).complete
    assert build(tmp_path / "library", [folder]).unchanged == 3


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*EVERYTHING, "x"]), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(json_values | st.binary(max_size=30), max_size=4))
def test_any_lines_are_works_or_reasons(tmp_path: Path, values: list[object]) -> None:
    """The reader gives works or a reason for any line."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(v if isinstance(v, bytes) else json.dumps(v).encode() for v in values))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    """Strings under other keys, and what the format of the text leaves out."""
    record = {"text": "She [left](x.html).", "format": "markdown", "mood": "glum", "more": [{"a": "b"}, 3]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (work,) = READER.read(FileSource.at(tmp_path / "a.jsonl"))
    assert {left.rule: " ".join(left.text.split()) for left in work.left_out} == {
        "settings": "markdown",
        "other keys": "b glum",
        "link addresses": "x.html",
    }


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_words_in_angle_brackets_are_words(tmp_path: Path, kind: str) -> None:
    """Whatever the text is marked with, a name that is no element is no markup."""
    text = "<p><System> You <b>win</b>, <<REBIRTH>>.</p>" if kind == "html" else "<System> You **win**, <<REBIRTH>>."
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "format": kind}))
    (work,) = READER.read(FileSource.at(tmp_path / "a.jsonl"))
    assert work.chapters[0].blocks[0].text == "<System> You win, <<REBIRTH>>."
