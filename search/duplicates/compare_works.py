"""What each work of a group has beside the first one of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64
from .results import DuplicateKind, DuplicateWork, TextPart
from .scene_table import SceneTable
from .shared_weights import changes
from .shown import shown_key, why_shown


class _Scene(NamedTuple):
    """A scene, as the table has it: `near_text` is its class."""

    text: int
    near_text: int
    words: int
    is_story: bool


class _WorkScenes(NamedTuple):
    """The scenes of a work; `texts` has none that is not known."""

    scenes: list[_Scene]
    texts: set[int]
    near_texts: set[int]


class ComparedWorks:
    """Compares works by their scenes. Takes about 20 µs for a work of twenty scenes."""

    def __init__(self, table: SceneTable, spare: Set[int], uncertain: Set[int]) -> None:
        self._table = table
        self._spare = spare
        self._uncertain = uncertain
        self._own_words = _own_words(table).tolist()

    def group(self, kind: DuplicateKind, shares: Mapping[int, float]) -> tuple[DuplicateWork, ...]:
        """The works of a group, each with its share: the first one, then those that are compared with it, by length."""
        first, *others = shares
        shown = self._shown(kind, first, others)
        first_scenes = self._scenes(first)
        ordered = [first, *sorted(others)]
        return tuple(self._compare(first_scenes, work, shares[work], shown.get(work, "")) for work in ordered)

    def _compare(self, first: _WorkScenes, work: int, share: float, why: str) -> DuplicateWork:
        own = self._scenes(work)
        same = alike = 0
        only, again = [], []
        seen: set[int] = set()
        for scene in own.scenes:
            if scene.text in first.texts:
                same += scene.is_story
            elif scene.near_text in first.near_texts:
                alike += scene.is_story
            else:
                only.append(scene)
            if scene.text and scene.text in seen:
                again.append(scene)
            seen.add(scene.text)
        lacks = [
            scene for scene in first.scenes if scene.text not in own.texts and scene.near_text not in own.near_texts
        ]
        return DuplicateWork(
            work=self._table.records[work],
            share=share,
            same=same,
            alike=alike,
            only=_part(only),
            lacks=_part(lacks),
            again=_part(again),
            own_words=self._own_words[work],
            is_shown=bool(why),
            why_shown=why,
            is_spare=work in self._spare,
            is_certain=work not in self._uncertain,
        )

    def _scenes(self, work: int) -> _WorkScenes:
        table = self._table
        place = slice(int(table.edges[work]), int(table.edges[work + 1]))
        columns = (table.texts, table.classes, table.lengths, table.story)
        scenes = list(map(_Scene, *(column[place].tolist() for column in columns)))
        return _WorkScenes(scenes, {scene.text for scene in scenes} - {0}, {scene.near_text for scene in scenes})

    def _shown(self, kind: DuplicateKind, first: int, others: list[int]) -> dict[int, str]:
        """The works whose copies results show, each with the reason."""
        records = self._table.records
        if kind in (DuplicateKind.SAME, DuplicateKind.EDITIONS):
            best, next_best, *_ = sorted([first, *others], key=lambda work: shown_key(records[work]))
            return {best: why_shown(records[best], records[next_best])}
        if kind is not DuplicateKind.CONTAINED:
            return {}
        # The parts share nothing with each other: of each the better of it and of the whole is shown.
        shown: dict[int, str] = {}
        for part in others:
            best, next_best = sorted([first, part], key=lambda work: shown_key(records[work]))
            shown.setdefault(best, why_shown(records[best], records[next_best]))
        return shown


def _part(scenes: Sequence[_Scene]) -> TextPart:
    stories = sum(scene.is_story for scene in scenes)
    return TextPart(stories, len(scenes) - stories, sum(scene.words for scene in scenes))


def _own_words(table: SceneTable) -> I64:
    """int64[works]: the words of scenes that no other work has word for word."""
    order = np.lexsort((table.works, table.texts))
    texts, works = table.texts[order], table.works[order]
    starts = np.flatnonzero(changes(texts))
    lengths = np.diff(np.append(starts, len(texts)))
    # Works are ascending within a text.
    is_own_text = works[starts] == works[starts + lengths - 1]
    is_own = np.repeat(is_own_text, lengths) | (texts == 0)
    words: I64 = np.bincount(works[is_own], table.lengths[order][is_own], len(table.records)).astype(np.int64)
    return words
