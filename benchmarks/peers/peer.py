"""Protocols of an engine: build an index from stories, open it, answer queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from ..asks import Ask, Kind
from ..corpus import Story

__all__ = ["Finish", "Peer", "Searcher"]

# The work that an engine does after its commit: merging, closing.
Finish = Callable[[], None]


class Searcher(Protocol):
    """An open index. One thread uses it."""

    def spell(self, ask: Ask) -> str:
        """The query in this engine's syntax. Not timed."""
        ...

    def search(self, kind: Kind, query: str) -> int | None:
        """Parse and answer a query, with the ten best. Returns the number of matching scenes, None if not needed."""
        ...

    def close(self) -> None: ...


class Peer(Protocol):
    """An engine in one configuration.

    name    family, then the particular configuration: "tantivy, 1 thread".
    setup   the configuration in a few words.
    kinds   the kinds of queries that it answers.
    after   the peer whose finished index `build` starts from; "" for an empty folder.
    """

    name: str
    setup: str
    kinds: frozenset[Kind]
    after: str

    def version(self) -> str:
        """The engine's version; "" if it is not installed."""
        ...

    def build(self, stories: Iterable[Story], folder: Path) -> Finish:
        """Index `stories` in `folder`, up to the commit."""
        ...

    def open(self, folder: Path) -> Searcher: ...
