"""The finders that are compared: each takes a line and returns scenes, best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from fabula.index.analysis import words
from ..corpus import Story
from ..peers import PEERS

__all__ = ["FINDERS", "MAX_RESULTS", "Answer", "Finder", "build"]

MAX_RESULTS = 5
_SLOP = 8


class Answer(NamedTuple):
    """results: up to five, best first; each has the id of its scene, then those of near-duplicates that it names.
    claimed: whether the finder says that it found the line; None if it does not say.
    """

    results: tuple[tuple[str, ...], ...]
    claimed: bool | None = None


class Finder(Protocol):
    """peer: the engine of benchmarks/peers whose index it reads."""

    name: str
    peer: str

    def open(self, folder: Path) -> None: ...

    def find(self, text: str) -> Answer: ...

    def close(self) -> None: ...


class FabulaQuote:
    name = "fabula quote"
    peer = "fabula"

    def open(self, folder: Path) -> None:
        from fabula.search import Library

        self._library = Library.open(folder)

    def find(self, text: str) -> Answer:
        matches = self._library.quote(text, MAX_RESULTS)
        results = tuple((hit.scene.id, *(copy.scene_id for copy in hit.also)) for hit in matches)
        return Answer(results, matches.claimed)

    def close(self) -> None:
        self._library.close()


class Tantivy:
    """BM25 over stems: any of the words, or all of them near each other."""

    peer = "tantivy"

    def __init__(self, name: str, slop: int = 0) -> None:
        self.name = name
        self._slop = slop

    def open(self, folder: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def find(self, text: str) -> Answer:
        terms = words(text)
        query = f'"{" ".join(terms)}"~{self._slop}' if self._slop and len(terms) > 1 else " ".join(terms)
        parsed, _ = self._index.parse_query_lenient(query, ["text"])
        result: Any = self._searcher.search(parsed, MAX_RESULTS, count=False)
        return Answer(tuple((self._searcher.doc(address)["id"][0],) for _, address in result.hits))

    def close(self) -> None:
        pass


class Fts5:
    """SQLite's BM25 over Porter stems, any of the words."""

    name = "FTS5 BM25"
    peer = "fts5"

    def open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(f"{(folder / 'fts5.sqlite').as_uri()}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -65536")
        self._connection.execute(f"PRAGMA mmap_size = {1 << 34}")

    def find(self, text: str) -> Answer:
        query = " OR ".join(f'"{word}"' for word in words(text))
        rows = self._connection.execute(
            f"SELECT id FROM scenes WHERE scenes MATCH ? ORDER BY rank LIMIT {MAX_RESULTS}", (query,)
        ).fetchall()
        return Answer(tuple((identity,) for (identity,) in rows))

    def close(self) -> None:
        self._connection.close()


FINDERS: Mapping[str, Finder] = {
    finder.name: finder
    for finder in (FabulaQuote(), Tantivy("tantivy BM25"), Tantivy(f"tantivy phrase, slop {_SLOP}", _SLOP), Fts5())
}


def build(finder: Finder, stories: Iterable[Story], folder: Path) -> None:
    """Build the index that `finder` reads, with the settings of the other benchmarks."""
    PEERS[finder.peer].build(stories, folder)()
