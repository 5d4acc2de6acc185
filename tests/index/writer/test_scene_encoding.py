"""What a segment keeps of scenes makes the scenes again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fabula.index import BlockKind, Scene, SceneKind
from fabula.index.codec.records import scene_from_bytes
from fabula.index.model import ChapterRef, Paragraph
from fabula.index.writer.scene_encoding import encode_scenes

TEXT = st.text(max_size=40)
NUMBER = st.integers(0, 2**40)
SCENES = st.builds(
    Scene,
    id=TEXT,
    work_id=TEXT,
    kind=st.sampled_from(SceneKind),
    number=st.none() | st.integers(1, 2**40),
    order=NUMBER,
    chapter=st.none() | st.builds(ChapterRef, st.none() | NUMBER, TEXT),
    text=TEXT,
    paragraphs=st.just(()),
    words=NUMBER,
    path=TEXT,
    cut=st.booleans(),
)
# Texts in which blank lines part paragraphs, or nearly, and paragraphs that are those pieces, or nearly.
PIECED = st.lists(st.sampled_from(["a", "é", "", "\n", "\n\n", " "]), max_size=8).map("".join)


@st.composite
def scenes_in_paragraphs(draw: st.DrawFn, *, is_whole: bool = False) -> Scene:
    text = draw(PIECED)
    edges = [0]
    for piece in text.split("\n\n"):
        edges += [edges[-1] + len(piece), edges[-1] + len(piece) + 2]
    kinds = st.sampled_from([BlockKind.PARAGRAPH] * 5 + [BlockKind.VERSE])
    paragraphs = [Paragraph(s, e, draw(kinds)) for s, e in zip(edges[0:-1:2], edges[1::2], strict=True)]
    if not is_whole and draw(st.booleans()):
        paragraphs.pop(draw(st.integers(0, len(paragraphs) - 1)))
    return replace(draw(SCENES), text=text, paragraphs=tuple(paragraphs))


@given(
    st.lists(scenes_in_paragraphs(is_whole=True), min_size=1, max_size=5)
    | st.lists(SCENES | scenes_in_paragraphs(), min_size=1, max_size=5)
)
def test_encoded_scenes_come_back(scenes: list[Scene]) -> None:
    """Heads and texts make the scenes again, and paragraphs begin where they do in the texts' bytes."""
    encoded = encode_scenes(scenes)
    begins, at = [], 0
    for scene, head, text, begin in zip(scenes, encoded.heads, encoded.texts, encoded.begins.tolist(), strict=True):
        assert begin == at and encoded.joined[at : at + len(text)] == text == scene.text.encode()
        begins += [at + len(scene.text[: p.start].encode()) for p in scene.paragraphs]
        at += len(text) + 1
        again = scene_from_bytes(
            head + text, scene_id=scene.id, work_id=scene.work_id, kind=scene.kind, order=scene.order, words=scene.words
        )
        assert again == (scene if scene.paragraphs else replace(scene, paragraphs=again.paragraphs))
    assert encoded.paragraphs.tolist() == begins
