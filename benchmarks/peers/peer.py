"""What every engine has to do: build an index from stories, open it, answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from ..asks import Ask, Kind
from ..corpus import Story

__all__ = ["Finish", "Peer", "Searcher"]

# What an engine still does after its commit: merging, closing.
Finish = Callable[[], None]


class Searcher(Protocol):
    """An open index. One thread uses it."""

    def spell(self, ask: Ask) -> str:
        """The query as a person would type it for this engine. Not timed."""
        ...

    def search(self, kind: Kind, query: str) -> int | None:
        """Parse and answer a query, the ten best included; how many scenes match, None if the kind needs no count."""
        ...

    def close(self) -> None: ...


class Peer(Protocol):
    """An engine in one configuration.

    name    family, then what is particular: "tantivy, 1 thread".
    setup   the configuration in a few words.
    kinds   the queries that it is asked.
    after   the name of the peer whose finished index `build` gets to work on; "" for an empty folder.
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
