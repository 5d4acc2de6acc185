"""Sets notes and sign-offs apart from the story, by their place in a chapter and by the rules of paratext.py."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.model import BlockKind, SceneKind
from .block_words import BlockWords
from .paratext import is_label, is_note, is_sign_off
from .scene_breaks import Run


def set_paratext_apart(runs: Sequence[Run], block_words: BlockWords) -> list[Run]:
    """`runs` of a work with notes and sign-offs marked as paratext, or split off from a story run.

    block_words  has the words of their blocks.

    Marks runs in place. A work is never left without any story.
    """
    story = [index for index, run in enumerate(runs) if run.kind is SceneKind.STORY]
    by_chapter: dict[int, list[int]] = {}
    for index in story:
        by_chapter.setdefault(id(runs[index].chapter), []).append(index)
    paratext: list[int] = []
    for indices in by_chapter.values():
        first, last = indices[0], indices[-1]
        if is_note(runs[first].blocks, block_words, alone=first == last):
            paratext.append(first)
        if last != first and (
            is_note(runs[last].blocks, block_words) or is_sign_off(runs[last].blocks, last_of_work=last == story[-1])
        ):
            paratext.append(last)
    if len(paratext) < len(story):
        for index in paratext:
            runs[index].kind = SceneKind.PARATEXT
    return _split_ends(runs)


def _split_ends(runs: Sequence[Run]) -> list[Run]:
    """`runs` with labelled notes and a closing "The End" split off from the ends of story runs.

    At the ends of a chapter any label counts; at the breaks inside it only one that no story uses.
    """
    story = [run for run in runs if run.kind is SceneKind.STORY]
    first = {id(run.chapter): run for run in reversed(story)}
    last = {id(run.chapter): run for run in story}
    split: list[Run] = []
    for run in runs:
        if run.kind is SceneKind.STORY:
            chapter = id(run.chapter)
            split += _split_run(run, first=run is first[chapter], last=run is last[chapter])
        else:
            split.append(run)
    return split


def _split_run(run: Run, *, first: bool, last: bool) -> list[Run]:
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
        Run(run.chapter, blocks[headings:head], SceneKind.PARATEXT),
        Run(run.chapter, blocks[:headings] + blocks[head:tail]),
        Run(run.chapter, blocks[tail:], SceneKind.PARATEXT),
    ]
    return [part for part in parts if part.blocks]
