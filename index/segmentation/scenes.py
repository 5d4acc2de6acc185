"""Turns the blocks of a work into scenes.

Breaks split the work into runs (scene_breaks.py); notes and sign-offs are set apart (paratext_runs.py); a very long run
is cut at paragraph ends and marked as not the author's (cuts.py), and no scene is longer than 30,000 characters, unless
it is one word (long_text.py). Every block but a break is in exactly one scene.
Scenes that a file states are taken as they are (stated_scenes.py), and cut only if they are too long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fabula.index.identity import scene_id
from fabula.index.model import Block, Chapter, ChapterRef, Paragraph, Scene, SceneKind, Work
from .block_words import BlockWords
from .cuts import MAX_PARAGRAPH_WORDS, cut_points, split_paragraph
from .long_text import MAX_SCENE_CHARACTERS, split_text
from .paratext_runs import set_paratext_apart
from .scene_breaks import Run, split_at_breaks
from .scene_gap import scene_gap
from .stated_scenes import stated_runs

# Characters: a blank line.
_BETWEEN_BLOCKS = 2


def segment(work: Work, work_id: str) -> tuple[Scene, ...]:
    """The scenes of `work`, paratext included, in reading order; () for a work without words."""
    stated = stated_runs(work.chapters)
    runs = stated or _split_runs(work.chapters)
    block_words = BlockWords(block for run in runs for block in run.blocks)
    if not stated:
        runs = set_paratext_apart(runs, block_words)
    return tuple(_scenes([piece for run in runs for piece in _pieces(run, block_words)], work_id, block_words))


def _split_runs(chapters: Sequence[Chapter]) -> list[Run]:
    gap = scene_gap(block for chapter in chapters for block in chapter.blocks)
    return [run for chapter in chapters for run in split_at_breaks(chapter, gap)]


def _pieces(run: Run, block_words: BlockWords) -> Iterator[Run]:
    """`run`, cut into pieces if it is too long."""
    blocks, lengths = run.blocks, block_words.counts(run.blocks)
    if max(lengths, default=0) > MAX_PARAGRAPH_WORDS:
        blocks = [piece for block, length in zip(blocks, lengths, strict=True) for piece in _split(block, length)]
        lengths = block_words.counts(blocks)
    starts = cut_points(lengths)
    is_cut = run.cut
    for start, end in pairwise([*starts, len(blocks)]):
        for piece in _short_enough(blocks[start:end]):
            yield Run(run.chapter, piece, run.kind, cut=is_cut)
            is_cut = True


def _split(block: Block, length: int) -> list[Block]:
    """`block`, split if it is too long for a paragraph."""
    if length <= MAX_PARAGRAPH_WORDS:
        return [block]
    return [replace(block, text=text) for text in split_paragraph(block.text, length)]


def _short_enough(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of one scene, or of several if it had too many characters. Nearly all scenes stay as they are."""
    if _layout_size(blocks) <= MAX_SCENE_CHARACTERS:
        yield list(blocks)
        return
    size, piece = -_BETWEEN_BLOCKS, list[Block]()
    for part in (part for block in blocks for part in _split_characters(block)):
        size += len(part.text) + _BETWEEN_BLOCKS
        if piece and size > MAX_SCENE_CHARACTERS:
            yield piece
            size, piece = len(part.text), []
        piece.append(part)
    if piece:
        yield piece


def _layout_size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks) + _BETWEEN_BLOCKS * (len(blocks) - 1)


def _split_characters(block: Block) -> list[Block]:
    if len(block.text) <= MAX_SCENE_CHARACTERS:
        return [block]
    return [replace(block, text=text) for text in split_text(block.text)]


def _scenes(runs: Sequence[Run], work_id: str, block_words: BlockWords) -> Iterator[Scene]:
    equal_scenes: Counter[str] = Counter()
    number = order = 0
    for run in runs:
        folded = block_words.folded(run.blocks)
        if not folded:
            continue
        text, paragraphs = _layout(run.blocks)
        identifier = scene_id(work_id, [folded])
        equal_scenes[identifier] += 1
        # As identity.numbered does, but in linear time: a file may hold a hundred thousand equal scenes.
        if equal_scenes[identifier] > 1:
            identifier = f"{identifier}.{equal_scenes[identifier]}"
        is_story = run.kind is SceneKind.STORY
        number += is_story
        chapter = run.chapter
        has_chapter = chapter.number is not None or chapter.title != ""
        yield Scene(
            id=identifier,
            work_id=work_id,
            kind=run.kind,
            number=number if is_story else None,
            order=order,
            chapter=ChapterRef(chapter.number, chapter.title) if has_chapter else None,
            text=text,
            paragraphs=paragraphs,
            words=block_words.total(run.blocks),
            path=chapter.path,
            cut=run.cut,
        )
        order += 1


def _layout(blocks: Sequence[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """The texts of the blocks joined by blank lines, and the span of each."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    start = 0
    for block in blocks:
        text = block.text.strip("\n")
        if not text:
            continue
        texts.append(text)
        paragraphs.append(Paragraph(start, start + len(text), block.kind))
        start += len(text) + _BETWEEN_BLOCKS
    return "\n\n".join(texts), tuple(paragraphs)
