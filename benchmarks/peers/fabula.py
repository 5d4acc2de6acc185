"""Fabula, through the same protocols as its command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..asks import Ask, Kind
from ..corpus import Story
from .peer import Finish

__all__ = ["Fabula"]


class Fabula:
    """With `after`, every work of that library is replaced by itself, as after a new export of an archive."""

    kinds = frozenset(Kind)

    def __init__(self, name: str, after: str = "") -> None:
        self.name = name
        self.after = after
        self.setup = "every work replaced in one commit" if after else "one index for words and their forms"

    def version(self) -> str:
        from importlib.metadata import version

        return version("fabula")

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        from fabula.index.store.library_store import create_store

        store = create_store(folder)
        known = store.works().keys() if self.after else ()
        with store.write() as writer:
            for story in stories:
                if story.record.id in known:
                    writer.remove(story.record.id)
                writer.add(story.record, story.scenes)
            writer.commit()

        def finish() -> None:
            # Every run of the command compacts after its commit can be searched.
            store.compact(lambda _: None)
            store.close()

        return finish

    def open(self, folder: Path) -> FabulaSearcher:
        return FabulaSearcher(folder)


class FabulaSearcher:
    def __init__(self, folder: Path) -> None:
        from fabula.index.store.opening import open_store
        from fabula.search import Library
        from fabula.search.engine.opening import engine_for
        from fabula.search.engine.protocol import Request
        from fabula.search.planning.planner import make_plan
        from fabula.search.syntax import parse

        store = open_store(folder)
        # Both ways to search share one engine, so that its caches exist once.
        self._engine = engine_for(store)
        self._library = Library(store, lambda _: self._engine)
        self._parse, self._plan, self._request = parse, make_plan, Request(10)

    def spell(self, ask: Ask) -> str:
        words = " ".join(ask.words)
        match ask.kind:
            case Kind.EXACT | Kind.QUOTED:
                return f'"{words}"'
            case Kind.STEMMED:
                return f'~"{words}"'
            case Kind.NATURAL:
                return words
            case Kind.ANY:
                return " OR ".join(ask.words)
            case Kind.ALL:
                return " AND ".join(f'"{word}"' for word in ask.words)
            case Kind.PREFIX:
                return f"{words}*"

    def search(self, kind: Kind, query: str) -> int | None:
        if kind in (Kind.QUOTED, Kind.NATURAL):
            return self._library.search(query, limit=10).total
        # The peers rank and count here and fetch no text. Fabula's engine does the same; the layers above do more.
        return self._engine.answer(self._plan(self._parse(query), self._engine), self._request).total

    def close(self) -> None:
        self._library.close()
