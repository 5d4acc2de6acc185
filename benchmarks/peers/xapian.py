"""Xapian, if the distribution's Python package is installed (python3-xapian; it is not on PyPI)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..asks import Ask, Kind
from ..corpus import Story
from .peer import Finish

__all__ = ["Xapian"]

# Xapian estimates the count unless it must check this many documents.
_CHECK_ALL = 1 << 31


class Xapian:
    """Terms with positions, and stems without, as its TermGenerator makes them; so phrases are always exact."""

    name = "xapian"
    setup = "TermGenerator with the English stemmer, stored text, one transaction"
    kinds = frozenset({Kind.EXACT, Kind.ANY, Kind.ALL})
    after = ""

    def version(self) -> str:
        try:
            return str(_xapian().version_string())
        except ImportError:
            return ""

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        xapian = _xapian()
        database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("english"))
        database.begin_transaction()
        for story in stories:
            for scene in story.scenes:
                document = xapian.Document()
                document.set_data(scene.text)
                generator.set_document(document)
                generator.set_termpos(0)
                generator.index_text(scene.text)
                database.add_document(document)
        database.commit_transaction()

        def finish() -> None:
            database.close()

        return finish

    def open(self, folder: Path) -> XapianSearcher:
        return XapianSearcher(folder)


class XapianSearcher:
    def __init__(self, folder: Path) -> None:
        xapian = _xapian()
        self._database = xapian.Database(str(folder))
        self._enquire = xapian.Enquire(self._database)
        self._parser = xapian.QueryParser()
        self._parser.set_stemmer(xapian.Stem("english"))
        self._parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self._parser.set_database(self._database)

    def spell(self, ask: Ask) -> str:
        match ask.kind:
            case Kind.ANY:
                return " OR ".join(ask.words)
            case Kind.ALL:
                # Quotes prevent stemming.
                return " AND ".join(f'"{word}"' for word in ask.words)
            case _:
                return f'"{" ".join(ask.words)}"'

    def search(self, kind: Kind, query: str) -> int | None:
        self._enquire.set_query(self._parser.parse_query(query))
        counted = kind is not Kind.ANY
        matches = self._enquire.get_mset(0, 10, _CHECK_ALL if counted else 0)
        return int(matches.get_matches_estimated()) if counted else None

    def close(self) -> None:
        self._database.close()


def _xapian() -> Any:
    from importlib import import_module

    return import_module("xapian")
