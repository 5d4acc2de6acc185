"""Loads the readers that packages register in the entry-point group `fabula.readers`, our own among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from fabula.index.files.source import Source
from fabula.index.model import Work

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Reader(Protocol):
    """Reads one format. Made without arguments; keeps no state between sources."""

    name: str

    def sniff(self, source: Source) -> int:
        """How sure the reader is that it should read `source`, from 0 (not at all) to 100.

        Looks at `source.head()`, its name, or the children of a folder; never reads the whole.
        """
        ...

    def read(self, source: Source) -> Iterator[Work]:
        """The works in `source`. Raises UnreadableSource (or ExtraNeeded), NoStory if there is nothing to index, or
        PartlyRead after the works that could be read, with a reason that a person understands."""
        ...


_GROUP = "fabula.readers"


@cache
def readers() -> tuple[Reader, ...]:
    """All installed readers, by name. Raises whatever a broken third-party reader raises when it is loaded."""
    return tuple(entry.load()() for entry in _entries())


def readers_fingerprint() -> str:
    """Names and releases of all readers: if they change, a file that no reader wanted may be wanted now.

    Loads no reader: that takes as long as looking at 20,000 files.
    """
    entries = _entries()
    # Once for each package: its name and its version are read from its METADATA every time, 1 ms each.
    packages = {entry.dist for entry in entries if entry.dist is not None}
    releases = {f"{package.name} {package.version}" for package in packages}
    return " ".join([*sorted(releases), *(f"{entry.name}={entry.value}" for entry in entries)])


def _entries() -> list[EntryPoint]:
    # 20 ms to import: a search shows the chapters of its hits with words that are beside the readers.
    from importlib.metadata import entry_points

    return sorted(entry_points(group=_GROUP), key=lambda entry: entry.name)


def choose(source: Source, candidates: Sequence[Reader] | None = None) -> Reader | None:
    """The reader that is surest of `source` (of equals, the first by name), or None if none wants it."""
    best: Reader | None = None
    best_sureness = 0
    for reader in readers() if candidates is None else candidates:
        sureness = reader.sniff(source)
        if sureness > best_sureness:
            best, best_sureness = reader, sureness
    return best
