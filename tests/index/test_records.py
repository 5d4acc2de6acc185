"""What is written down comes back as it was, and nothing else is believed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import BlockKind, Metadata, Scene, SceneKind, WorkRecord
from fabula.index.errors import LibraryDamaged
from fabula.index.model import ChapterRef, Paragraph
from fabula.index.records import (
    encode_scene,
    scene_from_bytes,
    scene_from_json,
    scene_to_json,
    work_from_json,
    work_to_json,
)

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


# Texts in which blank lines part paragraphs, or nearly, and paragraphs that are those pieces, or nearly.
PIECED = st.lists(st.sampled_from(["a", "é\ud800", "", "\n", "\n\n", " "]), max_size=8).map("".join)


@st.composite
def scenes_in_paragraphs(draw: st.DrawFn) -> Scene:
    text = draw(PIECED)
    edges = [0]
    for piece in text.split("\n\n"):
        edges += [edges[-1] + len(piece), edges[-1] + len(piece) + 2]
    kinds = st.sampled_from([BlockKind.PARAGRAPH] * 5 + [BlockKind.VERSE])
    paragraphs = [Paragraph(s, e, draw(kinds)) for s, e in zip(edges[0:-1:2], edges[1::2], strict=True)]
    if draw(st.booleans()):
        paragraphs.pop(draw(st.integers(0, len(paragraphs) - 1)))
    return replace(draw(SCENES), text=text, paragraphs=tuple(paragraphs))


@given(SCENES.map(lambda scene: replace(scene, paragraphs=())) | scenes_in_paragraphs())
def test_encoded_scenes_come_back(scene: Scene) -> None:
    """Head and text make the scene again, and paragraphs begin where they do in the text's bytes."""
    head, text, starts = encode_scene(scene)
    assert starts == [len(scene.text[: p.start].encode("utf-8", "surrogatepass")) for p in scene.paragraphs]
    again = scene_from_bytes(
        head + text,
        scene_id=scene.id,
        work_id=scene.work_id,
        kind=scene.kind,
        order=scene.order,
        words=scene.words,
    )
    assert again == (scene if scene.paragraphs else replace(scene, paragraphs=again.paragraphs))


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
