"""Outcomes as bytes: what goes in comes out, and what came out of a process that was taken over does no harm."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, SkipKind, Skipped, Work
from fabula.index.ingest import Begun, Outcome, Read, SegmentedWork, Unchanged, segment_work
from fabula.index.ingest.wire import Kind, encoded, frame, frames, outcome_of, work_of

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
    st.builds(Skipped, TEXT, st.sampled_from(SkipKind), TEXT),
    st.builds(Unchanged, TEXT),
    st.builds(
        Read, TEXT, st.lists(WORKS.map(segment_work), max_size=3).map(tuple), st.lists(TEXT, max_size=3).map(tuple)
    ),
)


def decoded(data: bytes) -> list[Outcome]:
    buffer = bytearray(data)
    found: list[Outcome] = []
    works: list[SegmentedWork] = []
    for kind, content in frames(buffer):
        if kind is Kind.WORK:
            works.append(work_of(content))
        else:
            found.append(outcome_of(kind, content, tuple(works)))
            works = []
    return found


@given(st.lists(OUTCOMES, max_size=4))
def test_what_is_sent_arrives(outcomes: list[Outcome]) -> None:
    """Every outcome, with any text in it, comes out as it went in."""
    data = b"".join(part for outcome in outcomes for part in encoded(outcome))
    assert decoded(data) == outcomes


@given(st.lists(OUTCOMES, min_size=1, max_size=3), st.integers(1, 50))
def test_pieces_make_no_difference(outcomes: list[Outcome], size: int) -> None:
    """Frames are found whole however the bytes come in."""
    data = b"".join(part for outcome in outcomes for part in encoded(outcome))
    buffer = bytearray()
    whole = []
    for start in range(0, len(data), size):
        buffer += data[start : start + size]
        whole += list(frames(buffer))
    assert b"".join(frame(*one) for one in whole) == data and not buffer


@given(OUTCOMES, st.data())
def test_mutated_frames_are_outcomes_or_refused(outcome: Outcome, data: st.DataObject) -> None:
    """No bytes do more than raise ValueError, and what is taken holds nothing but what it should."""
    base = bytearray(b"".join(encoded(outcome)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(base) - 1))
        base[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not base:
            return
    try:
        found = decoded(bytes(base))
    except ValueError:
        return
    for one in found:
        assert isinstance(one.path, str)
        for cut in one.works if isinstance(one, Read) else ():
            for scene in cut.scenes:
                assert all(0 <= start <= end <= len(scene.text) for start, end, _ in scene.paragraphs)
                assert scene.id.startswith(cut.identity)


@given(st.binary(max_size=200))
@example(b'{"identity":1}')
@example(b"[" * 200)
def test_garbage_is_refused(data: bytes) -> None:
    """Bytes that are no JSON, or JSON of another shape, are ValueErrors."""
    for kind in Kind:
        try:
            outcome_of(kind, data, ())
        except ValueError:
            pass
        else:
            raise AssertionError(kind)
    try:
        work_of(data)
    except ValueError:
        return
    raise AssertionError
