"""The words of a selection by a scan of its texts: as lists of words, none of which runs on into the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from fabula.index import add_works
from fabula.index.analysis import words
from fabula.index.model import SceneKind
from fabula.search import Library
from fabula.search.highlight.joined_words import JoinedWords
from ..spoken_stories import CAST, assign_speakers, spoken_scenes, spoken_work


class Place(NamedTuple):
    """A word of a scene."""

    scene: str
    position: int
    word: str


def make_library(folder: Path) -> None:
    """Three segments with speakers, and works in two of them that were replaced."""
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
    add_works(folder, [spoken_work(seed) for seed in range(20, 23)])
    assign_speakers(folder)


def streams(library: Library, filters: Mapping[str, str]) -> Iterator[list[Place]]:
    """Scenes, narration without interruption, or turns of speech, of the works that the filters name."""
    for work in library.works():
        if filters.get("work", work.id) == work.id and filters.get("author", work.authors[0]) == work.authors[0]:
            scenes = library.scenes(work.id)
            if filters.get("in") == "notes":
                for scene in scenes:
                    if scene.kind is SceneKind.PARATEXT:
                        yield [Place(scene.id, at, word) for at, word in enumerate(words(scene.text))]
                continue
            for spoken in spoken_scenes(scenes):
                places = [Place(spoken.id, at, word) for at, word in enumerate(spoken.words)]
                if filters.get("in") == "narration":
                    keys = [spoken.utterance_at(at) is None for at in range(len(places))]
                    yield from runs(places, keys)
                elif "in" in filters or "speaker" in filters:
                    said = [(place, spoken.utterance_at(place.position)) for place in places]
                    # What lies between two pieces of a turn is skipped, unless somebody else says it.
                    kept = [(place, utterance) for place, utterance in said if utterance is not None]
                    name = filters.get("speaker", "")
                    wanted = {number for number, member in enumerate(CAST, 1) if name in member.name}
                    wanted |= set() if name else {0}
                    keys = [utterance.turn + 1 if utterance.speaker in wanted else 0 for _, utterance in kept]
                    yield from runs([place for place, _ in kept], keys)
                else:
                    yield places


def runs(places: Iterable[Place], keys: Iterable[int]) -> Iterator[list[Place]]:
    """Neighbours with the same key, unless that is 0."""
    for key, run in groupby(zip(places, keys, strict=True), key=lambda pair: pair[1]):
        if key:
            yield [place for place, _ in run]


def selected(library: Library, filters: Mapping[str, str]) -> set[Place]:
    return {place for stream in streams(library, filters) for place in stream}


def shown(word: str) -> str:
    """A word, or several with blanks between them, as answers show it."""
    return JoinedWords.of(["en"]).text(word.split())


def frequencies(library: Library, filters: Mapping[str, str]) -> Counter[str]:
    return Counter(place.word for place in selected(library, filters))


def ngrams(library: Library, filters: Mapping[str, str], size: int) -> Counter[str]:
    return Counter(
        " ".join(place.word for place in stream[at : at + size])
        for stream in streams(library, filters)
        for at in range(len(stream) - size + 1)
    )
