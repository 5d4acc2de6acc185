"""Example queries from the library itself, so that each finds something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple

from fabula.index.errors import FabulaError
from fabula.index.model import WorkRecord
from fabula.search.library import Library
from fabula.web.wording import author_names

# Four to nine words of speech: long enough to be in one story only, short enough for a link.
_SPEECH = re.compile(r"[“\"]((?:[\w’'-]+[,;]? ){3,8}[\w’'-]+)[.!?,]?[”\"]")
_LONG_WORD = re.compile(r"\b[^\W\d_]{6,12}\b")


class Example(NamedTuple):
    """A query and what it is an example of."""

    query: str
    meaning: str


class Examples:
    """The examples of a library, made once for each generation."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_generation: dict[int, tuple[Example, ...]] = {}

    def of(self, library: Library) -> tuple[Example, ...]:
        """Up to four queries that find something; none for an empty library."""
        generation = library.generation
        with self._lock:
            if generation not in self._by_generation:
                examples = tuple(example for example in _candidates(library) if _has_results(library, example))
                self._by_generation = {generation: examples}
            return self._by_generation[generation]


def _has_results(library: Library, example: Example) -> bool:
    try:
        return library.search(example.query, limit=1).total > 0
    except FabulaError:  # leave out an example that fails; the page works without it
        return False


def _candidates(library: Library) -> Iterator[Example]:
    works = [work for work in library.works() if work.scenes]
    if not works:
        return
    # From different stories if there are several.
    first, second, third, fourth = (works[len(works) * quarter // 4] for quarter in range(4))
    line = _line(library, first)
    if line:
        yield Example(f'"{line}"', "exactly these words")
    pair = _pair(library, second)
    if pair:
        yield Example(pair, "words anywhere in a scene")
    if third.title and '"' not in third.title:
        yield Example(f'title:"{third.title}"', "everything in one story")
    if fourth.authors and '"' not in fourth.authors[0]:
        yield Example(f'author:"{fourth.authors[0]}"', f"everything by {author_names(fourth)}")


def _line(library: Library, work: WorkRecord) -> str:
    """A line of speech, or the first words of the work."""
    scenes = [scene for scene in library.scenes(work.id) if scene.number]
    for scene in scenes[:20]:
        speech = _SPEECH.search(scene.text)
        if speech:
            return speech[1]
    return " ".join(re.findall(r"[\w’'-]+", scenes[0].text[:400])[:6]) if scenes else ""


def _pair(library: Library, work: WorkRecord) -> str:
    """The first and the last of the long words in the first thousand letters of a scene."""
    for scene in library.scenes(work.id):
        words = [word.lower() for word in _LONG_WORD.findall(scene.text[:1000])]
        if scene.number and len(set(words)) > 1:
            return f"{words[0]} {next(word for word in reversed(words) if word != words[0])}"
    return ""
