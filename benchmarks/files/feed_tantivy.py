"""Feeds tantivy: `python benchmarks/files/feed_tantivy.py FOLDER INDEX`, with the text files of a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import tantivy
from pieces import pieces


def main(folder: Path, index: Path) -> None:
    index.mkdir()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("path", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
    writer = tantivy.Index(schema.build(), str(index)).writer(256_000_000, 2)
    for path in sorted(folder.iterdir()):
        for text in pieces(path.read_text(encoding="utf-8", errors="replace")):
            writer.add_document(tantivy.Document(path=path.name, text=text))
    writer.commit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
