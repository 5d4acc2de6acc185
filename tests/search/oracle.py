"""A brute-force search: every scene is read, and the query's meaning is tried on its words. Slow, short and right.

It shares the analysis (what a word is) with the search and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from fabula.index import Scene, WorkRecord
from fabula.index.analysis import stem, words

Predicate = Callable[[Scene, WorkRecord], bool]


def scene_words(scene: Scene, work: WorkRecord, stemmed: bool) -> list[str]:
    found = words(scene.text)
    return [stem(word, work.language) for word in found] if stemmed else found


def has_phrase(text: str, *, stemmed: bool = False, slop: int = 0) -> Predicate:
    """The words of `text` in order, with at most `slop` others among them."""

    def holds(scene: Scene, work: WorkRecord) -> bool:
        wanted = words(text)
        if stemmed:
            wanted = [stem(word, "en") for word in wanted]
        own = scene_words(scene, work, stemmed)
        if not slop:
            size = len(wanted)
            return any(own[at : at + size] == wanted for at in range(len(own) - size + 1))
        places = [[at for at, word in enumerate(own) if word == one] for one in wanted]
        return _ascending(places, len(wanted) - 1 + slop)

    return holds


def _ascending(places: Sequence[Sequence[int]], width: int) -> bool:
    """Every way of taking a place from each list is tried."""
    flat = sorted({place for one in places for place in one})
    return any(
        chosen[-1] - chosen[0] <= width and all(place in one for place, one in zip(chosen, places, strict=True))
        for chosen in combinations(flat, len(places))
    )


def has_words(text: str) -> Predicate:
    """All words of `text` in any order, by their stems."""

    def holds(scene: Scene, work: WorkRecord) -> bool:
        own = set(scene_words(scene, work, True))
        return all(stem(word, "en") in own for word in words(text))

    return holds


def search(scenes: Iterable[tuple[Scene, WorkRecord]], predicate: Predicate) -> set[str]:
    return {scene.id for scene, work in scenes if predicate(scene, work)}
