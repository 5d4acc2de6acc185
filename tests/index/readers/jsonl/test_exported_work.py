"""Lines that an export wrote, and lines that only look so."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import BlockKind, Metadata, SceneKind, UnreadableSource
from fabula.index.model import StatedScene
from fabula.index.readers.jsonl.exported_work import exported_work, is_exported
from fabula.index.segmentation import segment

CHAPTER: dict[str, Any] = {
    "title": "Noon,  at last",
    "number": 2,
    "path": "b.xhtml",
    "blocks": [["paragraph", " She  left. "], ["break", "***"], ["note", "Thanks!"]],
    "scenes": [{"id": "x", "kind": "story", "blocks": 1, "cut": True}, {"kind": "paratext", "blocks": 1}],
}
LINE: dict[str, Any] = {
    "fabula": "work", "id": "0123456789ab.2", "title": " The  Lamp", "authors": ["Mara  Vell", ""], "tags": ["a", "a"],
    "summary": "<i>lit</i>", "published": "soon", "stated_words": 3, "language": "en", "language_source": "text",
    "reader": "epub", "path": "../up/a.epub", "source": "/home/ann", "digest": "00ff", "added": "2026-11-30T10:00:00Z",
    "chapters": [CHAPTER],
}  # fmt: skip


def with_chapter(**change: object) -> dict[str, Any]:
    return {**LINE, "chapters": [{**CHAPTER, **change}]}


def test_everything_is_read_as_it_is() -> None:
    """No blank, tag or date is mended; a detected language is detected anew."""
    exported = exported_work(LINE)
    work = exported.work
    assert (exported.id, exported.added) == ("0123456789ab.2", "2026-11-30T10:00:00Z")
    assert (work.title, work.authors, work.reader, work.path) == (
        " The  Lamp", ("Mara  Vell", ""), "epub", "../up/a.epub",
    )  # fmt: skip
    assert work.metadata == Metadata(tags=("a", "a"), summary="<i>lit</i>", published="soon", stated_words=3)
    (chapter,) = work.chapters
    assert (chapter.title, chapter.number, chapter.path) == ("Noon,  at last", 2, "b.xhtml")
    assert (chapter.blocks[0].kind, chapter.blocks[0].text) == (BlockKind.PARAGRAPH, " She  left. ")
    assert chapter.scenes == (StatedScene(SceneKind.STORY, 1, cut=True), StatedScene(SceneKind.PARATEXT, 1))


def test_other_lines_are_not_taken_for_exported_ones() -> None:
    """Only the mark of an export makes one."""
    assert is_exported(LINE) and not is_exported({**LINE, "fabula": "report"})
    assert not is_exported({name: value for name, value in LINE.items() if name != "fabula"})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({**LINE, "id": 3}, '"id" is no string'), ({**LINE, "path": ["a"]}, '"path"'),
        ({**LINE, "source": "/" * 10_000}, '"source" is longer than 8,192'), ({**LINE, "tags": "a"}, '"tags"'),
        ({**LINE, "chapters": {}}, '"chapters"'), ({**LINE, "chapters": ["a"]}, "chapter 1 is no JSON object"),
        (with_chapter(number=-1), '"number"'), (with_chapter(number=True), '"number"'),
        (with_chapter(number=10**40), '"number"'), (with_chapter(blocks=[["song", "a"]]), '"blocks"'),
        (with_chapter(blocks=[["paragraph", 3]]), '"blocks"'), (with_chapter(blocks=None), '"blocks"'),
        (with_chapter(scenes=[]), '"scenes"'), (with_chapter(scenes=[{"kind": "story", "blocks": 1}]), "scenes"),
        (with_chapter(scenes=[{"kind": "story", "blocks": 3}]), "scenes"),
        (with_chapter(scenes=[{"kind": "song", "blocks": 2}]), "scenes"),
        (with_chapter(scenes=[{"kind": "story", "blocks": 2.0}]), "no number of blocks"),
        (with_chapter(scenes=[{"kind": "story", "blocks": -1}, {"kind": "story", "blocks": 3}]), "no number of blocks"),
        (with_chapter(scenes=[["story", 2]]), "scenes"), (with_chapter(blocks=[["break", "* * *"]]), "scenes"),
        (with_chapter(blocks=[["verse", "…"], ["note", "!"]]), "no words"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_says_so(line: dict[str, Any], reason: str) -> None:
    """The reason names the key."""
    with pytest.raises(UnreadableSource, match=reason):
        exported_work(line)


@pytest.mark.parametrize(
    "identity", ["", "../../etc", "0123456789AB", "0123456789ab.0", "0123456789ab.9999999999", "0123456789ab\n"]
)
def test_what_cannot_be_an_id_is_none(identity: str) -> None:
    """The work then gets one as any other does; a date that is none is left out, too."""
    exported = exported_work({**LINE, "id": identity, "added": "yesterday"})
    assert (exported.id, exported.added) == ("", "")


def test_half_characters_are_mended() -> None:
    """As in all other works, so that everything can be encoded."""
    line = {**LINE, "path": "a\ud83d", "title": "\ud83d", "chapters": [{**CHAPTER, "title": "\udd25"}]}
    work = exported_work(line).work
    assert "\ufffd" == work.title == work.chapters[0].title and work.path == "a\ufffd"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LINE, *CHAPTER, "kind"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*LINE, *CHAPTER]), values)
def test_any_value_under_any_key_is_a_work_or_a_reason(key: str, value: Any) -> None:
    """Whatever a line holds it gives scenes or says why not."""
    line = json.loads(json.dumps({**LINE, key: value} if key in LINE else with_chapter(**{key: value})))
    try:
        exported = exported_work(line)
    except UnreadableSource as error:
        assert str(error)
    else:
        assert segment(exported.work, "w")


def test_many_small_scenes_take_room_in_proportion() -> None:
    """A line cannot state more scenes than it has blocks."""
    count = 2_000
    line = with_chapter(blocks=[["paragraph", "a"]] * count, scenes=[{"kind": "story", "blocks": 1}] * count)
    tracemalloc.start()
    assert len(segment(exported_work(line).work, "w")) == count
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
