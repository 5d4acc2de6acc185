"""Stock Whoosh without stop words: it would drop them with their positions, and phrases would not be exact."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..asks import Ask, Kind
from ..corpus import Story
from .peer import Finish

__all__ = ["Whoosh"]


class Whoosh:
    name = "whoosh"
    setup = "StemmingAnalyzer(stoplist=None), phrases, stored text, 256 MB, one process"
    kinds = frozenset({Kind.STEMMED, Kind.ANY})
    after = ""

    def version(self) -> str:
        from importlib.metadata import version

        return version("whoosh-reloaded")

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in

        schema = Schema(id=ID(stored=True), text=TEXT(StemmingAnalyzer(stoplist=None), phrase=True, stored=True))
        index = create_in(str(folder), schema)
        writer = index.writer(limitmb=256)
        for story in stories:
            for scene in story.scenes:
                writer.add_document(id=scene.id, text=scene.text)
        writer.commit()

        def finish() -> None:
            index.close()

        return finish

    def open(self, folder: Path) -> WhooshSearcher:
        return WhooshSearcher(folder)


class WhooshSearcher:
    def __init__(self, folder: Path) -> None:
        from whoosh.index import open_dir
        from whoosh.qparser import QueryParser

        self._index: Any = open_dir(str(folder))
        self._searcher = self._index.searcher()
        self._parser = QueryParser("text", self._index.schema)

    def spell(self, ask: Ask) -> str:
        return " OR ".join(ask.words) if ask.kind is Kind.ANY else f'"{" ".join(ask.words)}"'

    def search(self, kind: Kind, query: str) -> int | None:
        results = self._searcher.search(self._parser.parse(query), limit=10)
        return None if kind is Kind.ANY else len(results)

    def close(self) -> None:
        self._searcher.close()
        self._index.close()
