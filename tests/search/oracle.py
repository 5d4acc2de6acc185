"""A brute-force search that checks the meaning of a query on the words of every scene. Slow, short and right.

It shares the analysis (what a word is) with the search and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations

from fabula.index import Scene, WorkRecord
from fabula.index.analysis import stem, words

Predicate = Callable[[Scene, WorkRecord], bool]


def scene_words(scene: Scene, work: WorkRecord, stemmed: bool) -> Sequence[str]:
    return _words_of(scene.text, work.language if stemmed else None)


@cache
def _words_of(text: str, stemming: str | None) -> list[str]:
    """The words of a scene, or their stems in the language `stemming`. Every query asks for those of every scene."""
    return words(text) if stemming is None else [stem(word, stemming) for word in words(text)]


def has_phrase(text: str, *, stemmed: bool = False, slop: int = 0) -> Predicate:
    """The words of `text` in order, with at most `slop` others among them."""
    phrase = words(text)
    if stemmed:
        phrase = [stem(word, "en") for word in phrase]

    def matches(scene: Scene, work: WorkRecord) -> bool:
        text_words = scene_words(scene, work, stemmed)
        if not slop:
            size = len(phrase)
            return any(text_words[at : at + size] == phrase for at in range(len(text_words) - size + 1))
        positions = [[at for at, word in enumerate(text_words) if word == wanted] for wanted in phrase]
        return _ascending(positions, len(phrase) - 1 + slop)

    return matches


def _ascending(positions: Sequence[Sequence[int]], width: int) -> bool:
    """Tries every choice of one position per word."""
    flat = sorted({position for word in positions for position in word})
    return any(
        chosen[-1] - chosen[0] <= width
        and all(position in word for position, word in zip(chosen, positions, strict=True))
        for chosen in combinations(flat, len(positions))
    )


def has_words(text: str) -> Predicate:
    """All words of `text` in any order, by their stems."""
    wanted = {stem(word, "en") for word in words(text)}

    def matches(scene: Scene, work: WorkRecord) -> bool:
        return wanted.issubset(scene_words(scene, work, True))

    return matches


def search(scenes: Iterable[tuple[Scene, WorkRecord]], predicate: Predicate) -> set[str]:
    """The ids of the scenes that match."""
    return {scene.id for scene, work in scenes if predicate(scene, work)}
