"""A work's blocks to its scenes.

The rule: an explicit break, a heading and a chapter's end always part scenes; a gap of blank lines does where the
work's own habits say so (habits.py); a very long run is cut at paragraph ends and marked as not the author's (cuts.py).
Paratext (paratext.py) stands apart. Nothing is lost: every block but a break is in exactly one scene.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..analysis import words
from ..identity import numbered, scene_id
from ..model import Block, BlockKind, Chapter, ChapterRef, Paragraph, Scene, SceneKind, Work
from .cuts import cut
from .habits import scene_gap
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
    return tuple(_scenes([piece for run in runs for piece in _pieces(run)], work_id))


def _runs(chapter: Chapter, gap: int | None) -> Iterator[_Run]:
    """The runs of one chapter. What the reader marked as notes comes as runs of its own, without parting the story."""
    story = _Run(chapter)
    notes = _Run(chapter, kind=SceneKind.PARATEXT)
    for block in chapter.blocks:
        if block.kind in (BlockKind.NOTE, BlockKind.ILLUSTRATION):
            notes.blocks.append(block)
            continue
        wide = gap is not None and block.gap is not None and block.gap >= gap
        parts = block.kind in (BlockKind.BREAK, BlockKind.HEADING) or wide
        # Headings in a row ("PART TWO", "THE SEA"), and ornaments or space below one, open one scene with what follows.
        if parts and _has_prose(story.blocks):
            yield from (run for run in (notes, story) if run.blocks)
            story, notes = _Run(chapter), _Run(chapter, kind=SceneKind.PARATEXT)
        if block.kind is not BlockKind.BREAK and block.text.strip():
            story.blocks.append(block)
    yield from (run for run in (notes, story) if run.blocks)


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
        if is_note(runs[first].blocks):
            found.append(first)
        if last != first and (
            is_note(runs[last].blocks) or is_sign_off(runs[last].blocks, last_of_work=last == story[-1])
        ):
            found.append(last)
    if len(found) < len(story):
        for index in found:
            runs[index].kind = SceneKind.PARATEXT
    _part_labelled(runs)


def _part_labelled(runs: list[_Run]) -> None:
    """Take labelled notes and a closing "The End" from the ends of story runs, as runs of their own, in place."""
    index = 0
    while index < len(runs):
        run = runs[index]
        if run.kind is SceneKind.STORY and len(run.blocks) > 1:
            head = 0
            while head < len(run.blocks) - 1 and is_label(run.blocks[head]):
                head += 1
            tail = len(run.blocks)
            while tail > head + 1 and (
                is_label(run.blocks[tail - 1]) or is_sign_off(run.blocks[tail - 1 :], last_of_work=False)
            ):
                tail -= 1
            parts = [
                _Run(run.chapter, run.blocks[:head], SceneKind.PARATEXT),
                _Run(run.chapter, run.blocks[head:tail]),
                _Run(run.chapter, run.blocks[tail:], SceneKind.PARATEXT),
            ]
            parts = [part for part in parts if part.blocks]
            runs[index : index + 1] = parts
            index += len(parts)
        else:
            index += 1


def _pieces(run: _Run) -> Iterator[_Run]:
    """`run`, or the pieces of one that is too long."""
    starts = cut([len(words(block.text)) for block in run.blocks])
    for start, end in pairwise([*starts, len(run.blocks)]):
        yield _Run(run.chapter, run.blocks[start:end], run.kind, cut=start > 0)


def _scenes(runs: Sequence[_Run], work_id: str) -> Iterator[Scene]:
    taken: set[str] = set()
    number = order = 0
    for run in runs:
        text, paragraphs = _layout(run.blocks)
        folded = words(text)
        if not folded:
            continue
        scene = numbered(scene_id(work_id, folded), taken)
        taken.add(scene)
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
            words=len(folded),
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
