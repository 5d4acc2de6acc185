"""A table of scenes in SQLite FTS5, and Datasette's application with a page of ten results of it.

The table has porter's stems over unicode61, which is nearest to what Fabula finds, and is searched in the text of the
scenes only, as Fabula's own searches are. The page is a stored query: Datasette's page of a table can be searched,
but shows whole texts, without marks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fabula.index.model import SceneKind
from fabula.search import Library

__all__ = ["MARK", "PATH", "RESULT", "app", "environment", "fill_table"]

# The address of the page, without its query, and what its HTML has for each result and each marked word.
PATH = "/scenes/search"
RESULT = b'<td class="col-snippet'
MARK = b"&lt;mark&gt;"
_FILE_VARIABLE = "FABULA_BENCHMARK_SCENES"
_TABLE = """
CREATE VIRTUAL TABLE scenes USING
fts5(id UNINDEXED, title UNINDEXED, author UNINDEXED, text, tokenize='porter unicode61')
"""
# All words of the query, as in Fabula's last tier. The number of all matches, which Fabula shows, is not asked for.
_SEARCH = """
SELECT id, title, author, snippet(scenes, 3, '<mark>', '</mark>', '…', 24) AS snippet
FROM scenes WHERE scenes MATCH escape_fts(:q) ORDER BY rank LIMIT 10
"""
_CACHE_KILOBYTES = 65_536
_SQL_MILLISECONDS = 30_000


def fill_table(library: Library, path: Path) -> int:
    """Write the scenes of all stories to a new database; the number of them."""
    # The block of a connection alone commits, and leaves the file open.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_TABLE)
        return connection.executemany("INSERT INTO scenes VALUES (?, ?, ?, ?)", _rows(library)).rowcount


def _rows(library: Library) -> Iterator[tuple[str, str, str, str]]:
    for work in library.works():
        for scene in library.scenes(work.id):
            if scene.kind is SceneKind.STORY:
                yield scene.id, work.title, ", ".join(work.authors), scene.text


def environment(path: Path) -> dict[str, str]:
    """The variables of a process in which `app` is to serve this database."""
    return {**os.environ, _FILE_VARIABLE: str(path)}


def app() -> Any:
    """The ASGI application: no headers for caches, and pages of the database kept in memory as in other benchmarks."""
    from datasette.app import Datasette

    path = Path(os.environ[_FILE_VARIABLE])
    return Datasette(
        immutables=[str(path)],
        metadata={
            "databases": {path.stem: {"queries": {"search": {"sql": _SEARCH, "params": ["q"], "hide_sql": True}}}}
        },
        settings={
            "default_cache_ttl": 0,
            "cache_size_kb": _CACHE_KILOBYTES,
            "sql_time_limit_ms": _SQL_MILLISECONDS,
            "suggest_facets": False,
        },
    ).app()
