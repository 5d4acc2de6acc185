"""Ask a library with plain Whoosh: its own open_dir, query parser and searcher, read-only.

python stock_whoosh.py LIBRARY QUERY
"""

from __future__ import annotations

import sys
from pathlib import Path

from whoosh.index import open_dir
from whoosh.qparser import QueryParser

# Importing the package registers Fabula's table of contents with Whoosh; nothing is unpickled.
import fabula.index.whoosh_codec  # noqa: F401


def main(library_folder: str, query_text: str) -> None:
    index = open_dir(str(Path(library_folder) / "index"))
    print(f"{index.doc_count()} scenes; fields: {', '.join(sorted(index.schema.names()))}")
    query = QueryParser("stem", index.schema).parse(query_text)
    with index.searcher() as searcher:
        for hit in searcher.search(query, limit=5):
            print(f"{hit.rank + 1}. {hit['title']} ({hit['id']}), score {hit.score:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
