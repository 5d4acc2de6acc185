"""Put works into a library that come from somewhere else than files: a database, an API, a notebook.

python works_from_python.py LIBRARY
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.search import Library

ROWS = [
    ("The Lamp", "Mara Vell", "noir", ["She lit the lamp.", "***", '"Leave it burning," Clara said.']),
    ("The Harbour", "Jon Orr", "sea", ["Nobody came that day.", '"We wait," said Tom.']),
]


def works() -> Iterator[Work]:
    """Works may be an iterator: they are written as they come, and memory does not depend on their number."""
    for title, author, tag, lines in ROWS:
        blocks = tuple(Block(BlockKind.BREAK if line == "***" else BlockKind.PARAGRAPH, line) for line in lines)
        # The address makes the work's id permanent: the same work given again replaces itself.
        metadata = Metadata(language="en", tags=(tag,), address=f"https://stories.example/{title.lower()}")
        yield Work(title, (author,), (Chapter(blocks),), metadata)


def main(library_folder: str) -> None:
    receipt = add_works(library_folder, works())
    print(f"added {receipt.added}, updated {receipt.updated}")
    with Library.open(library_folder) as library:
        for work in library.works():
            print(f"{work.id}  {work.title} by {', '.join(work.authors)}: {work.scenes} scenes, {work.words} words")
        for hit in library.search('speaker:Clara "leave it burning"'):
            print(f"{hit.speaker}: {hit.snippet.text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
