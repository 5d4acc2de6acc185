"""tantivy, a Rust library, through its Python package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..asks import Ask, Kind
from ..corpus import Story
from .peer import Finish

__all__ = ["Tantivy"]

# Twice the package's default. On 19 MB of text neither half nor four times as much made a difference.
_HEAP_BYTES = 256_000_000
_STEMMED = frozenset({Kind.STEMMED, Kind.NATURAL, Kind.ANY})
_UNSTEMMED = frozenset({Kind.EXACT, Kind.QUOTED, Kind.ALL, Kind.PREFIX})


class Tantivy:
    """`tokenizer` is "en_stem" or "default" (the same without the stemmer); both keep positions and the text."""

    after = ""

    def __init__(self, name: str, tokenizer: str, threads: int) -> None:
        self.name = name
        self.setup = f"tokenizer {tokenizer}, positions, stored text, {threads} thread{'s' * (threads > 1)}"
        self.kinds = _STEMMED if tokenizer == "en_stem" else _UNSTEMMED
        self._tokenizer = tokenizer
        self._threads = threads

    def version(self) -> str:
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("tantivy")
        except PackageNotFoundError:
            return ""

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("text", stored=True, tokenizer_name=self._tokenizer, index_option="position")
        writer = tantivy.Index(schema.build(), str(folder)).writer(_HEAP_BYTES, self._threads)
        for story in stories:
            for scene in story.scenes:
                writer.add_document(tantivy.Document(id=scene.id, text=scene.text))
        writer.commit()
        return writer.wait_merging_threads

    def open(self, folder: Path) -> TantivySearcher:
        return TantivySearcher(folder)


class TantivySearcher:
    def __init__(self, folder: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._schema = self._index.schema
        self._make_snippets = tantivy.SnippetGenerator.create
        self._regex = tantivy.Query.regex_query

    def spell(self, ask: Ask) -> str:
        words = " ".join(ask.words)
        match ask.kind:
            case Kind.EXACT | Kind.QUOTED | Kind.STEMMED:
                return f'"{words}"'
            case Kind.PREFIX:
                return f"{words}.*"
            case Kind.NATURAL | Kind.ANY | Kind.ALL:
                return words

    def search(self, kind: Kind, query: str) -> int | None:
        if kind is Kind.PREFIX:
            parsed = self._regex(self._schema, "text", query)
        else:
            all_words = kind in (Kind.NATURAL, Kind.ALL)
            parsed = self._index.parse_query(query, ["text"], conjunction_by_default=all_words)
        # Without a count tantivy skips documents that cannot reach the ten best, so an OR asks for none.
        counted = kind is not Kind.ANY
        result: Any = self._searcher.search(parsed, 10, count=counted)
        if kind in (Kind.QUOTED, Kind.NATURAL):
            snippets = self._make_snippets(self._searcher, parsed, self._schema, "text")
            for _, address in result.hits:
                snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(result.count) if counted else None

    def close(self) -> None:
        pass
