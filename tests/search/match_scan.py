"""A scan for all matches in spoken stories: the meaning of a query on the words of each scene, slow and short."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from fabula.index.analysis import words
from .spoken_stories import Allowed, SpokenScene, Utterance, anywhere

Run = tuple[int, int]
Finder = Callable[[SpokenScene], Iterable[Run]]


def phrase(text: str, allowed: Allowed = anywhere, *, stemmed: bool = False) -> Finder:
    """The words in a row, all of them where it is allowed."""

    def find(scene: SpokenScene) -> Iterator[Run]:
        wanted, scene_words = _forms(text, stemmed), list(scene.forms(stemmed))
        for at in range(len(scene_words) - len(wanted) + 1):
            places = range(at, at + len(wanted))
            if scene_words[at : at + len(wanted)] == wanted and all(allowed(scene.utterance_at(p)) for p in places):
                yield at, at + len(wanted) - 1

    return find


def interrupted(text: str, allowed: Allowed = anywhere, *, stemmed: bool = False, turns: bool = True) -> Finder:
    """The words in a row in what is said, over narration between two or more pieces of a turn, or of a scene."""

    def find(scene: SpokenScene) -> Iterator[Run]:
        wanted, scene_words = _forms(text, stemmed), scene.forms(stemmed)
        speeches: dict[int, list[tuple[Utterance, int]]] = {}
        for utterance in scene.utterances:
            places = [(utterance, place) for place in range(utterance.first, utterance.last + 1)]
            speeches.setdefault(utterance.turn if turns else 0, []).extend(places)
        for speech in speeches.values():
            for at in range(len(speech) - len(wanted) + 1):
                run = speech[at : at + len(wanted)]
                if (
                    [scene_words[place] for _, place in run] == wanted
                    and run[0][0] != run[-1][0]
                    and all(allowed(utterance) for utterance, _ in run)
                ):
                    yield run[0][1], run[-1][1]

    return find


def near(text: str, slop: int, allowed: Allowed = anywhere, *, stemmed: bool = False) -> Finder:
    """From each first word on the nearest of each next word, if at most `slop` others are among them."""

    def find(scene: SpokenScene) -> Iterator[Run]:
        wanted, scene_words = _forms(text, stemmed), scene.forms(stemmed)
        places = [at for at in range(len(scene_words)) if allowed(scene.utterance_at(at))]
        for first in places:
            last: int | None = first if scene_words[first] == wanted[0] else None
            for word in wanted[1:]:
                before = last
                last = next(
                    (at for at in places if before is not None and at > before and scene_words[at] == word), None
                )
            if last is not None and last - first - len(wanted) + 1 <= slop:
                yield first, last

    return find


def utterances(allowed: Allowed) -> Finder:
    """All that is said where it is allowed."""
    return lambda scene: [(each.first, each.last) for each in scene.utterances if allowed(each)]


def any_of(*finders: Finder) -> Finder:
    return lambda scene: [run for find in finders for run in find(scene)]


def all_of(*finders: Finder) -> Finder:
    """The matches of each, in scenes that have all."""

    def find(scene: SpokenScene) -> list[Run]:
        found = [list(each(scene)) for each in finders]
        return [run for runs in found for run in runs] if all(found) else []

    return find


def without(finder: Finder, absent: Finder) -> Finder:
    return lambda scene: [] if list(absent(scene)) else finder(scene)


def joined(runs: Iterable[Run]) -> list[Run]:
    """In order; what overlaps is one."""
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def scan(finders: Sequence[Finder], scenes: Sequence[SpokenScene]) -> list[tuple[str, int, int]]:
    """(scene, first, last) of the matches of the first of the finders that has any."""
    for find in finders:
        found = [(scene.id, *run) for scene in scenes for run in joined(find(scene))]
        if found:
            return found
    return []


def _forms(text: str, stemmed: bool) -> list[str]:
    scene = SpokenScene("", words(text), [])
    return list(scene.forms(stemmed))
