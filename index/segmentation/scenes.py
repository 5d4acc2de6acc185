"""A work's blocks to its scenes.

The rule: an explicit break, a heading and a chapter's end always part scenes; a gap of blank lines does where the
work's own habits say so (habits.py); a very long run is cut at paragraph ends and marked as not the author's (cuts.py).
Paratext (paratext.py) stands apart. Nothing is lost: every block but a break is in exactly one scene.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fabula.index.identity import scene_id
from fabula.index.model import Block, BlockKind, Chapter, ChapterRef, Paragraph, Scene, SceneKind, Work

from .block_words import Counted
from .cuts import LONGEST_PARAGRAPH, cut, parted
from .scene_gap import scene_gap
from .paratext import is_label, is_note, is_sign_off

__all__ = ["segment"]


@dataclass(slots=True)
class _Run:
    """Consecutive blocks between two breaks of a chapter. `cut` marks a beginning that is not the author's."""

    chapter: Chapter
    blocks: list[Block] = field(default_factory=list)
    kind: SceneKind = SceneKind.STORY
    cut: bool = False


def segment(work: Work, work_id: str) -> tuple[Scene, ...]:
    """The scenes of `work`, paratext included, in reading order; () for a work without words."""
    gap = scene_gap(block for chapter in work.chapters for block in chapter.blocks)
    runs = [run for chapter in work.chapters for run in _runs(chapter, gap)]
    _set_apart(runs)
    counted = Counted(block for run in runs for block in run.blocks)
    return tuple(_scenes([piece for run in runs for piece in _pieces(run, counted)], work_id, counted))


def _runs(chapter: Chapter, gap: int | None) -> Iterator[_Run]:
    """The runs of one chapter. What the reader marked as notes comes as runs of its own, without parting the story.

    Notes before a run of story stand before it, those within it and after it stand after it.
    """
    before, story, after = _blank(chapter)
    for block in chapter.blocks:
        if block.kind in (BlockKind.NOTE, BlockKind.ILLUSTRATION):
            (after if story.blocks else before).blocks.append(block)
            continue
        wide = gap is not None and block.gap is not None and block.gap >= gap
        parts = block.kind in (BlockKind.BREAK, BlockKind.HEADING) or wide
        # Headings in a row ("PART TWO", "THE SEA"), and ornaments or space below one, open one scene with what follows.
        if parts and _has_prose(story.blocks):
            yield from (run for run in (before, story, after) if run.blocks)
            before, story, after = _blank(chapter)
        if block.kind is not BlockKind.BREAK and block.text.strip():
            story.blocks.append(block)
    yield from (run for run in (before, story, after) if run.blocks)


def _blank(chapter: Chapter) -> tuple[_Run, _Run, _Run]:
    return _Run(chapter, kind=SceneKind.PARATEXT), _Run(chapter), _Run(chapter, kind=SceneKind.PARATEXT)


def _has_prose(blocks: Sequence[Block]) -> bool:
    return any(block.kind is not BlockKind.HEADING for block in blocks)


def _set_apart(runs: list[_Run]) -> None:
    """Mark the notes and sign-offs among `runs`, in place; a work is never left without any story."""
    story = [index for index, run in enumerate(runs) if run.kind is SceneKind.STORY]
    by_chapter: dict[int, list[int]] = {}
    for index in story:
        by_chapter.setdefault(id(runs[index].chapter), []).append(index)
    found: list[int] = []
    for indices in by_chapter.values():
        first, last = indices[0], indices[-1]
        if is_note(runs[first].blocks, alone=first == last):
            found.append(first)
        if last != first and (
            is_note(runs[last].blocks) or is_sign_off(runs[last].blocks, last_of_work=last == story[-1])
        ):
            found.append(last)
    if len(found) < len(story):
        for index in found:
            runs[index].kind = SceneKind.PARATEXT
    runs[:] = _parted(runs)


def _parted(runs: Sequence[_Run]) -> list[_Run]:
    """`runs` with labelled notes and a closing "The End" taken from the ends of story runs, as runs of their own.

    Where a chapter begins or ends any label will do; at the breaks inside it only one that is sure to be a note's.
    """
    story = [run for run in runs if run.kind is SceneKind.STORY]
    first = {id(run.chapter): run for run in reversed(story)}
    last = {id(run.chapter): run for run in story}
    found: list[_Run] = []
    for run in runs:
        if run.kind is SceneKind.STORY:
            chapter = id(run.chapter)
            found += _parts(run, first=run is first[chapter], last=run is last[chapter])
        else:
            found.append(run)
    return found


def _parts(run: _Run, *, first: bool, last: bool) -> list[_Run]:
    blocks = run.blocks
    headings = 0
    while headings < len(blocks) and blocks[headings].kind is BlockKind.HEADING:
        headings += 1
    head = headings
    while head < len(blocks) - 1 and is_label(blocks[head], sure=not first):
        head += 1
    tail = len(blocks)
    while tail > head + 1 and (
        is_label(blocks[tail - 1], sure=not last) or is_sign_off(blocks[tail - 1 : tail], last_of_work=False)
    ):
        tail -= 1
    parts = [
        _Run(run.chapter, blocks[headings:head], SceneKind.PARATEXT),
        _Run(run.chapter, blocks[:headings] + blocks[head:tail]),
        _Run(run.chapter, blocks[tail:], SceneKind.PARATEXT),
    ]
    return [part for part in parts if part.blocks]


def _pieces(run: _Run, counted: Counted) -> Iterator[_Run]:
    """`run`, or the pieces of one that is too long."""
    blocks, lengths = run.blocks, [counted.count(block) for block in run.blocks]
    if max(lengths, default=0) > LONGEST_PARAGRAPH:
        blocks = [piece for block, length in zip(blocks, lengths, strict=True) for piece in _short(block, length)]
        lengths = [counted.count(block) for block in blocks]
    starts = cut(lengths)
    for start, end in pairwise([*starts, len(blocks)]):
        yield _Run(run.chapter, blocks[start:end], run.kind, cut=start > 0)


def _short(block: Block, length: int) -> list[Block]:
    """`block`, or the pieces of one that is too long for a paragraph."""
    return [replace(block, text=text) for text in parted(block.text, length)] if length > LONGEST_PARAGRAPH else [block]


def _scenes(runs: Sequence[_Run], work_id: str, counted: Counted) -> Iterator[Scene]:
    alike: Counter[str] = Counter()
    number = order = 0
    for run in runs:
        folded = [words for block in run.blocks if (words := counted.folded(block))]
        if not folded:
            continue
        text, paragraphs = _layout(run.blocks)
        scene = scene_id(work_id, folded)
        alike[scene] += 1
        # As identity.numbered does; but a file may hold a hundred thousand scenes alike, and that looks at them all.
        if alike[scene] > 1:
            scene = f"{scene}.{alike[scene]}"
        is_story = run.kind is SceneKind.STORY
        number += is_story
        chapter = run.chapter
        unchaptered = chapter.number is None and not chapter.title
        yield Scene(
            id=scene,
            work_id=work_id,
            kind=run.kind,
            number=number if is_story else None,
            order=order,
            chapter=None if unchaptered else ChapterRef(chapter.number, chapter.title),
            text=text,
            paragraphs=paragraphs,
            words=sum(counted.count(block) for block in run.blocks),
            path=chapter.path,
            cut=run.cut,
        )
        order += 1


def _layout(blocks: Sequence[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """The blocks' texts joined by blank lines, and where each stands."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    start = 0
    for block in blocks:
        text = block.text.strip("\n")
        if not text:
            continue
        texts.append(text)
        paragraphs.append(Paragraph(start, start + len(text), block.kind))
        start += len(text) + 2
    return "\n\n".join(texts), tuple(paragraphs)
