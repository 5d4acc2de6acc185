"""The runs of works whose files state their scenes: an export of a library has them as they were."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from fabula.index.model import BlockKind, Chapter
from .scene_breaks import Run


def stated_runs(chapters: Iterable[Chapter]) -> list[Run]:
    """The runs that the chapters state, in order; [] if they state none. Raises ValueError if they lack a block."""
    runs: list[Run] = []
    for chapter in chapters:
        blocks = iter([block for block in chapter.blocks if block.kind is not BlockKind.BREAK])
        for scene in chapter.scenes:
            run = Run(chapter, list(islice(blocks, scene.blocks)), scene.kind, scene.cut)
            if len(run.blocks) != scene.blocks:
                raise ValueError("a scene has more blocks than its chapter")
            runs.append(run)
        if chapter.scenes and next(blocks, None) is not None:
            raise ValueError("a block is in no scene of its chapter")
    return runs
