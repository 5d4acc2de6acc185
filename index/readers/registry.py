"""The table of readers: ours and those that other packages add through the entry-point group `fabula.readers`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from fabula.index.files.source import Source
from fabula.index.model import Work

__all__ = ["Reader", "choose", "readers"]


class Reader(Protocol):
    """One format. Readers are made without arguments and keep no state between sources."""

    name: str

    def sniff(self, source: Source) -> int:
        """How sure the reader is that it should read `source`, 0 (not at all) to 100.

        Looks at `source.head()`, its name, or, for a folder, at its children; never reads the whole.
        """
        ...

    def read(self, source: Source) -> Iterator[Work]:
        """The works in `source`. Raises UnreadableSource (or ExtraNeeded), or NoStory where there is nothing to index,
        with a reason that a person understands."""
        ...


_GROUP = "fabula.readers"


@cache
def readers() -> tuple[Reader, ...]:
    """All installed readers, by name. A broken third-party reader is not our crash: it raises when it is loaded."""
    return tuple(entry.load()() for entry in sorted(entry_points(group=_GROUP), key=lambda e: e.name))


def readers_fingerprint() -> str:
    """What changes when another set of readers looks at the files: what no reader wanted may be wanted now.

    Nothing is loaded for it: that takes as long as looking at 20,000 files.
    """
    entries = sorted(entry_points(group=_GROUP), key=lambda entry: entry.name)
    releases = {f"{entry.dist.name} {entry.dist.version}" for entry in entries if entry.dist is not None}
    return " ".join([*sorted(releases), *(f"{entry.name}={entry.value}" for entry in entries)])


def choose(source: Source, candidates: Sequence[Reader] | None = None) -> Reader | None:
    """The reader that is surest of `source` (the first by name of equals), or None if no one wants it."""
    best: Reader | None = None
    best_sureness = 0
    for reader in readers() if candidates is None else candidates:
        sureness = reader.sniff(source)
        if sureness > best_sureness:
            best, best_sureness = reader, sureness
    return best
