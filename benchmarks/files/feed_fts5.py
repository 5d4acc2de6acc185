"""Feeds SQLite's FTS5: `python benchmarks/files/feed_fts5.py FOLDER INDEX`, with the text files of a folder."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from pieces import pieces


def main(folder: Path, index: Path) -> None:
    index.mkdir()
    connection = sqlite3.connect(index / "fts5.sqlite", isolation_level=None)
    connection.execute("PRAGMA page_size = 32768")
    connection.execute("CREATE VIRTUAL TABLE pieces USING fts5(path UNINDEXED, text, tokenize='porter unicode61')")
    connection.execute(f"INSERT INTO pieces(pieces, rank) VALUES ('hashsize', {64 << 20})")
    connection.execute("BEGIN")
    for path in sorted(folder.iterdir()):
        texts = pieces(path.read_text(encoding="utf-8", errors="replace"))
        connection.executemany("INSERT INTO pieces(path, text) VALUES (?, ?)", ((path.name, text) for text in texts))
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
