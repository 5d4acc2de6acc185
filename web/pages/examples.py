"""Example queries made from the library itself, so that each of them finds something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple

from fabula.index.errors import FabulaError
from fabula.index.model import WorkRecord
from fabula.search.library import Library
from fabula.web.wording import author_names

__all__ = ["Example", "Examples"]

# Four to nine words of speech: long enough to be one line of one story, short enough for a link.
_SPEECH = re.compile(r"[“\"]((?:[\w’'-]+[,;]? ){3,8}[\w’'-]+)[.!?,]?[”\"]")
_LONG_WORD = re.compile(r"\b[^\W\d_]{6,12}\b")


class Example(NamedTuple):
    """A query and what it shows."""

    query: str
    meaning: str


class Examples:
    """The examples of a library, made once for each of its generations."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[int, tuple[Example, ...]] = {}

    def of(self, library: Library) -> tuple[Example, ...]:
        """Up to four queries that find something; none for an empty library."""
        generation = library.generation
        with self._lock:
            if generation not in self._made:
                self._made = {generation: tuple(e for e in _candidates(library) if _finds(library, e))}
            return self._made[generation]


def _finds(library: Library, example: Example) -> bool:
    try:
        return library.search(example.query, limit=1).total > 0
    except FabulaError:  # an example that cannot be asked is left out; it is no reason to refuse the page
        return False


def _candidates(library: Library) -> Iterator[Example]:
    works = [work for work in library.works() if work.scenes]
    if not works:
        return
    # From different stories where there are several.
    speech, words, title, author = (works[len(works) * place // 4] for place in range(4))
    line = _line(library, speech)
    if line:
        yield Example(f'"{line}"', "these words, exactly")
    pair = _pair(library, words)
    if pair:
        yield Example(pair, "words anywhere in a scene")
    if title.title and '"' not in title.title:
        yield Example(f'title:"{title.title}"', "everything in one story")
    if author.authors and '"' not in author.authors[0]:
        yield Example(f'author:"{author.authors[0]}"', f"everything by {author_names(author)}")


def _line(library: Library, work: WorkRecord) -> str:
    """A line that somebody says, or the first words of the work."""
    scenes = [scene for scene in library.scenes(work.id) if scene.number]
    for scene in scenes[:20]:
        said = _SPEECH.search(scene.text)
        if said:
            return said[1]
    return " ".join(re.findall(r"[\w’'-]+", scenes[0].text[:400])[:6]) if scenes else ""


def _pair(library: Library, work: WorkRecord) -> str:
    """Two long words of one scene, its first and its last among the first thousand letters."""
    for scene in library.scenes(work.id):
        words = [word.lower() for word in _LONG_WORD.findall(scene.text[:1000])]
        if scene.number and len(set(words)) > 1:
            return f"{words[0]} {next(word for word in reversed(words) if word != words[0])}"
    return ""
