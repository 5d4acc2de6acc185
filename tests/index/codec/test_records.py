"""What is written down comes back as it was, and nothing else is believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import BlockKind, Metadata, Scene, SceneKind, WorkRecord
from fabula.index.codec.records import chapter_from_bytes, scene_from_bytes, work_from_json, work_to_json
from fabula.index.errors import LibraryDamaged
from fabula.index.model import ChapterRef, Paragraph
from ...stock_whoosh.scene_json import scene_from_json, scene_to_json

TEXT = st.text(max_size=40)
NUMBER = st.integers(0, 2**40)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
SCENES = st.builds(
    Scene,
    id=TEXT,
    work_id=TEXT,
    kind=st.sampled_from(SceneKind),
    number=st.none() | NUMBER,
    order=NUMBER,
    chapter=st.none() | st.builds(ChapterRef, st.none() | NUMBER, TEXT),
    text=TEXT,
    paragraphs=st.lists(st.builds(Paragraph, NUMBER, NUMBER, st.sampled_from(BlockKind)), max_size=3).map(tuple),
    words=NUMBER,
    path=TEXT,
    cut=st.booleans(),
)
WORKS = st.builds(
    WorkRecord,
    **dict.fromkeys(("id", "title", "language", "reader", "path", "source", "digest"), TEXT),
    **dict.fromkeys(("chapters", "scenes", "notes", "words", "size"), NUMBER),
    authors=TEXTS,
    metadata=st.builds(Metadata, language=TEXT, fandoms=TEXTS, tags=TEXTS, summary=TEXT),
)


@given(SCENES)
def test_scenes_come_back(scene: Scene) -> None:
    """Any scene survives the way through JSON."""
    assert scene_from_json(scene_to_json(scene)) == scene


@given(WORKS)
def test_works_come_back(work: WorkRecord) -> None:
    """Any record survives the way through JSON."""
    assert work_from_json(work_to_json(work)) == work


JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "text", "metadata", "x"]), inner)
    ),
    max_leaves=6,
).map(json.dumps)


@given(st.one_of(JSON, TEXT))
def test_anything_else_is_damage(text: str) -> None:
    """What is no record is named as damage, whatever it is."""
    for read in (scene_from_json, work_from_json):
        with pytest.raises(LibraryDamaged):
            read(text)


WORK = WorkRecord("0f", "Rain", ("Ann",), Metadata(tags=("AU",)), "en", "html", "a", "/s", "00", 1, 2, 0, 9, 90)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, value) for name in ("id", "title", "path", "digest") for value in (1, None, ["a"], True)],
        *[(name, value) for name in ("words", "scenes", "size") for value in (-1, True, 1.5, "3", 10**30, None)],
        *[("authors", value) for value in ("Ann", [1], [None], [["Ann"]], {})],
        *[("metadata", value) for value in ([], {"tags": "AU"}, {"tags": [1]}, {"rating": 3}, {"colour": "red"})],
        ("imported", 1),
        ("colour", "red"),
    ],
)
def test_values_of_other_types_are_damage(name: str, value: object) -> None:
    """The error names the file and the key, so that nothing but texts and numbers comes into answers."""
    plain = {**json.loads(work_to_json(WORK)), name: value}
    with pytest.raises(LibraryDamaged, match=rf"in a\.seg cannot be read: ({name}|it has keys)"):
        work_from_json(json.dumps(plain), "a.seg")


@pytest.mark.parametrize("missing", ["id", "metadata", "words"])
def test_a_record_without_a_key_is_damage(missing: str) -> None:
    """Keys of the metadata may be missing: an earlier Fabula knew fewer."""
    plain = json.loads(work_to_json(WORK))
    del plain["metadata"]["summary"]
    assert work_from_json(json.dumps(plain)) == WORK
    del plain[missing]
    with pytest.raises(LibraryDamaged, match=f"{missing} is missing"):
        work_from_json(json.dumps(plain))


@pytest.mark.parametrize(
    ("head", "chapter"),
    [
        ('[1, [3, "Rain"], "", 0, []]', ChapterRef(3, "Rain")),
        ('[1, [null, "Rain"], "", 0, []]', ChapterRef(None, "Rain")),
        ('[1, null, "", 0, []]', None),
    ],
)
def test_a_chapter_is_read_by_itself(head: str, chapter: ChapterRef | None) -> None:
    """As with the whole scene."""
    assert chapter_from_bytes(f"{head}\nOne.".encode()) == chapter == read_scene(head).chapter


@given(st.one_of(JSON, TEXT, st.just("[1, [3], 0]"), st.just("[1, [3, 4]]"), st.just("[1, true]"), st.just("[]")))
def test_any_other_head_has_no_chapter(head: str) -> None:
    """It is damage, or its second value is null or a chapter, whatever else is in it."""
    try:
        found = chapter_from_bytes(f"{head}\nOne.".encode(), "a.seg")
    except LibraryDamaged as damage:
        assert "a.seg" in str(damage)
    else:
        second = json.loads(head)[1]
        assert found == (None if second is None else ChapterRef(*second))
    with pytest.raises(LibraryDamaged):
        chapter_from_bytes(head.encode().replace(b"\n", b" "))


def read_scene(head: str, text: str = "One.\n\nTwo.") -> Scene:
    content = f"{head}\n{text}".encode()
    return scene_from_bytes(
        content, scene_id="0f-1", work_id="0f", kind=SceneKind.STORY, order=0, words=2, file="a.seg"
    )


@pytest.mark.parametrize(
    "head",
    [
        # A number that would run as a regular expression where a chapter is named.
        '[1,["(a+)+!","Rain"],"",0,[]]',
        '[1,["[","Rain"],"",0,[]]',
        '[1,[1,null],"",0,[]]',
        '[1,[1],"",0,[]]',
        '["1",null,"",0,[]]',
        '[1,null,["../../etc/passwd"],0,[]]',
        '[1,null,"","yes",[]]',
        "[1,null,[],0,[]]",
        '[1,null,"",0,[0,99]]',
        '[1,null,"",0,[-1,0]]',
        '[1,null,"",0,[2,0]]',
        '[1,null,"",0,[0]]',
        '[1,null,"",0,[[0,4,0],5,6]]',
        '[1,null,"",0,[[0,4,9]]]',
        '[1,null,"",0,[[4,0,0]]]',
        '[1,null,"",0,[[0,6,0],[4,9,0]]]',
        '[1,null,"",0,[[0,99,0]]]',
        '[1,null,"",0,' + "[" * 5_000,
        "[]",
        "{}",
        "",
    ],
)
def test_heads_of_scenes_that_make_no_sense_are_damage(head: str) -> None:
    """Numbers are numbers, and paragraphs lie in the text, one after the other."""
    with pytest.raises(LibraryDamaged, match=r"A scene in a\.seg cannot be read: ."):
        read_scene(head)


def test_heads_that_make_sense() -> None:
    """A chapter that counts from 0, kinds by place, paragraphs that are not what blank lines part."""
    scene = read_scene('[1,[0,"Rain"],"a.html",1,[1,2]]')
    assert scene.chapter == ChapterRef(0, "Rain") and scene.cut and scene.path == "a.html"
    assert [paragraph.kind for paragraph in scene.paragraphs] == [BlockKind.PARAGRAPH, BlockKind.VERSE]
    assert read_scene('[null,null,"",0,[[0,10,1]]]').paragraphs == (Paragraph(0, 10, BlockKind.PARAGRAPH),)
