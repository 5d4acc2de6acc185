"""SQLite's full-text index, through Python's own sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..asks import Ask, Kind
from ..corpus import Story
from .peer import Finish

__all__ = ["Fts5"]

_FILE = "fts5.sqlite"
_STEMMED = frozenset({Kind.STEMMED, Kind.NATURAL, Kind.ANY})
_UNSTEMMED = frozenset({Kind.EXACT, Kind.QUOTED, Kind.ALL, Kind.PREFIX})

# One statement gives the ten best and the count; two statements took 1.1 to 1.3 times as long.
_COUNTED = "SELECT rowid, count(*) OVER () FROM scenes WHERE scenes MATCH ? ORDER BY rank LIMIT 10"
# SQLite rejects snippet() with a window function, so the count is a separate statement.
_SHOWN = (
    "SELECT rowid, snippet(scenes, 1, '<b>', '</b>', '…', 24) FROM scenes WHERE scenes MATCH ? ORDER BY rank LIMIT 10"
)
_COUNT = "SELECT count(*) FROM scenes WHERE scenes MATCH ?"
_TOP = "SELECT rowid FROM scenes WHERE scenes MATCH ? ORDER BY rank LIMIT 10"


class Fts5:
    """`tuned`: the settings with the fastest build: 64 MB of postings between flushes (not 1), 32 KB pages (not 4)."""

    after = ""

    def __init__(self, name: str, tokenize: str, tuned: bool = False) -> None:
        self.name = name
        self.setup = f"tokenize='{tokenize}', stored text, one transaction" + ", hashsize 64 MB, 32 KB pages" * tuned
        self.kinds = _STEMMED if tokenize.startswith("porter") else _UNSTEMMED
        self._tokenize = tokenize
        self._tuned = tuned

    def version(self) -> str:
        with sqlite3.connect(":memory:") as connection:
            options = [name for (name,) in connection.execute("PRAGMA compile_options")]
        return sqlite3.sqlite_version if "ENABLE_FTS5" in options else ""

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        connection = sqlite3.connect(folder / _FILE, isolation_level=None)
        if self._tuned:
            connection.execute("PRAGMA page_size = 32768")
        connection.execute(f"CREATE VIRTUAL TABLE scenes USING fts5(id UNINDEXED, text, tokenize='{self._tokenize}')")
        if self._tuned:
            connection.execute(f"INSERT INTO scenes(scenes, rank) VALUES ('hashsize', {64 << 20})")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO scenes(id, text) VALUES (?, ?)", _rows(stories))
        connection.execute("COMMIT")
        return connection.close

    def open(self, folder: Path) -> Fts5Searcher:
        return Fts5Searcher(folder)


def _rows(stories: Iterable[Story]) -> Iterator[tuple[str, str]]:
    for story in stories:
        for scene in story.scenes:
            yield scene.id, scene.text


class Fts5Searcher:
    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(f"{(folder / _FILE).as_uri()}?mode=ro", uri=True)
        # 64 MB of pages (default: 2 MB), because the other engines map their files and keep all pages read.
        self._connection.execute("PRAGMA cache_size = -65536")
        self._connection.execute(f"PRAGMA mmap_size = {1 << 34}")

    def spell(self, ask: Ask) -> str:
        match ask.kind:
            case Kind.EXACT | Kind.QUOTED | Kind.STEMMED:
                return f'"{" ".join(ask.words)}"'
            case Kind.ANY:
                return " OR ".join(f'"{word}"' for word in ask.words)
            case Kind.NATURAL | Kind.ALL:
                return " AND ".join(f'"{word}"' for word in ask.words)
            case Kind.PREFIX:
                return f"{ask.words[0]}*"

    def search(self, kind: Kind, query: str) -> int | None:
        if kind is Kind.ANY:
            self._rows(_TOP, query)
            return None
        if kind in (Kind.QUOTED, Kind.NATURAL):
            self._rows(_SHOWN, query)
            return int(self._rows(_COUNT, query)[0][0])
        rows = self._rows(_COUNTED, query)
        return int(rows[0][1]) if rows else 0

    def _rows(self, sql: str, query: str) -> list[tuple[int, ...]]:
        return self._connection.execute(sql, (query,)).fetchall()

    def close(self) -> None:
        self._connection.close()
