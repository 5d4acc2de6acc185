"""Outcomes survive the way through bytes, and the bytes of a process that was taken over do no harm."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, RunWarning, SkipKind, Skipped, WarningKind, Work
from fabula.index.ingest.outcome import Begun, Outcome, Read, SegmentedWork, Unchanged
from fabula.index.ingest.read_task import segment_work
from fabula.index.ingest.wire import Kind, decode_outcome, decode_work, encode_frame, encode_outcome, take_frames

TEXT = st.text(st.characters(codec=None), max_size=60)
LINE = TEXT.map(lambda text: " ".join(text.split()))
BLOCKS = st.builds(
    Block, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.NOTE, BlockKind.HEADING]), LINE
)
WORKS = st.builds(
    Work,
    title=TEXT,
    authors=st.lists(TEXT, max_size=3).map(tuple),
    chapters=st.lists(
        st.builds(
            Chapter,
            blocks=st.lists(BLOCKS, max_size=6).map(tuple),
            title=LINE,
            number=st.none() | st.integers(1, 9),
            path=LINE,
        ),
        max_size=4,
    ).map(tuple),
    metadata=st.builds(Metadata, language=LINE, tags=st.lists(LINE).map(tuple), stated_words=st.integers(0, 10**9)),
    reader=LINE,
    path=LINE,
    source=LINE,
    digest=LINE,
)
OUTCOMES = st.one_of(
    st.builds(Begun, TEXT, st.integers(0, 2**40)),
    st.builds(Skipped, TEXT, st.sampled_from(SkipKind), TEXT, st.booleans(), TEXT),
    st.builds(RunWarning, st.sampled_from(WarningKind), TEXT, TEXT, TEXT, st.integers(0, 2**40)),
    st.builds(Unchanged, TEXT),
    st.builds(
        Read,
        TEXT,
        st.lists(WORKS.map(segment_work), max_size=3).map(tuple),
        st.lists(TEXT, max_size=3).map(tuple),
        st.booleans(),
    ),
)


def decode(data: bytes) -> list[Outcome]:
    buffer = bytearray(data)
    outcomes: list[Outcome] = []
    works: list[SegmentedWork] = []
    for kind, content in take_frames(buffer):
        if kind is Kind.WORK:
            works.append(decode_work(content))
        else:
            outcomes.append(decode_outcome(kind, content, tuple(works)))
            works = []
    return outcomes


@pytest.mark.slow
@given(st.lists(OUTCOMES, max_size=4))
def test_outcomes_arrive_as_sent(outcomes: list[Outcome]) -> None:
    """Every outcome, with any text in it, is decoded to an equal one."""
    data = b"".join(frame for outcome in outcomes for frame in encode_outcome(outcome))
    assert decode(data) == outcomes


@pytest.mark.slow
@given(st.lists(OUTCOMES, min_size=1, max_size=3), st.integers(1, 50))
def test_pieces_make_no_difference(outcomes: list[Outcome], size: int) -> None:
    """Frames come out whole however the bytes are cut."""
    data = b"".join(frame for outcome in outcomes for frame in encode_outcome(outcome))
    buffer = bytearray()
    frames = []
    for start in range(0, len(data), size):
        buffer += data[start : start + size]
        frames += take_frames(buffer)
    assert b"".join(encode_frame(*frame) for frame in frames) == data and not buffer


@given(OUTCOMES, st.data())
def test_mutated_frames_are_outcomes_or_refused(outcome: Outcome, data: st.DataObject) -> None:
    """Bytes at worst raise ValueError, and an outcome that is accepted is well-formed."""
    mutated = bytearray(b"".join(encode_outcome(outcome)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(mutated) - 1))
        mutated[start : start + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not mutated:
            return
    try:
        outcomes = decode(bytes(mutated))
    except ValueError:
        return
    for decoded in outcomes:
        assert isinstance(decoded.path, str)
        for work in decoded.works if isinstance(decoded, Read) else ():
            for scene in work.scenes:
                assert all(0 <= start <= end <= len(scene.text) for start, end, _ in scene.paragraphs)
                assert scene.id.startswith(work.identity)


@given(st.binary(max_size=200))
@example(b'{"identity":1}')
@example(b'["",0,[]]')
@example(b"[" * 200)
def test_garbage_is_refused(data: bytes) -> None:
    """Bytes that are no JSON, or JSON of another shape, are ValueErrors."""
    for kind in Kind:
        try:
            decode_outcome(kind, data, ())
        except ValueError:
            pass
        else:
            raise AssertionError(kind)
    try:
        decode_work(data)
    except ValueError:
        return
    raise AssertionError
