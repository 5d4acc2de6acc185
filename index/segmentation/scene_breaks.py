"""The rule where scenes break: at an explicit break, a heading, the end of a chapter, and a wide gap of blank lines.

How wide the gap must be is learned from the work itself (scene_gap.py). Readers mark ornaments ("* * *") as BREAK
blocks (readers/structure/breaks.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fabula.index.model import Block, BlockKind, Chapter, SceneKind

# No text has so many blank lines in a row.
_NO_GAP = 1 << 62


@dataclass(slots=True)
class Run:
    """Consecutive blocks between two breaks of a chapter. `cut`: its beginning is not the author's (cuts.py)."""

    chapter: Chapter
    blocks: list[Block] = field(default_factory=list)
    kind: SceneKind = SceneKind.STORY
    cut: bool = False


def split_at_breaks(chapter: Chapter, gap: int | None) -> Iterator[Run]:
    """The runs of a chapter in which `gap` blank lines break scenes (None: no number of them does).

    Notes and illustrations that the reader marked become paratext runs of their own, without breaking the scene: those
    before its story come before it, those within or after it come after it.
    """
    before, story, after = _empty_runs(chapter)
    has_prose = False
    least = _NO_GAP if gap is None else gap
    for block in chapter.blocks:
        kind = block.kind
        # Nearly all blocks are paragraphs that continue a scene.
        if kind is BlockKind.PARAGRAPH and (block.gap is None or block.gap < least) and block.text.strip():
            story.blocks.append(block)
            has_prose = True
            continue
        if kind is BlockKind.NOTE or kind is BlockKind.ILLUSTRATION:
            (after if story.blocks else before).blocks.append(block)
            continue
        # Headings in a row ("PART TWO", "THE SEA"), with ornaments or space below, open one scene with the text below.
        if has_prose and _is_scene_break(block, gap):
            yield from (run for run in (before, story, after) if run.blocks)
            before, story, after = _empty_runs(chapter)
            has_prose = False
        if kind is not BlockKind.BREAK and block.text.strip():
            story.blocks.append(block)
            has_prose = has_prose or kind is not BlockKind.HEADING
    yield from (run for run in (before, story, after) if run.blocks)


def _is_scene_break(block: Block, gap: int | None) -> bool:
    is_wide = gap is not None and block.gap is not None and block.gap >= gap
    return is_wide or block.kind is BlockKind.BREAK or block.kind is BlockKind.HEADING


def _empty_runs(chapter: Chapter) -> tuple[Run, Run, Run]:
    return Run(chapter, kind=SceneKind.PARATEXT), Run(chapter), Run(chapter, kind=SceneKind.PARATEXT)
