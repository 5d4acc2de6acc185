"""What is written down comes back as it was, and nothing else is believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import BlockKind, Metadata, Scene, SceneKind, WorkRecord
from fabula.index.codec.records import work_from_json, work_to_json
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
