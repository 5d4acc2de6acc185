"""Where works are kept. One protocol, so that search and the command line do not know what is underneath.

`open_store` and `create_store` choose the implementation by the library's address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from fabula.index.errors import OptionError
from fabula.index.model import Scene, WorkRecord

if TYPE_CHECKING:
    from fabula.index.receipt import Progress

__all__ = ["Stats", "Store", "StoreWriter", "create_store", "open_store"]


@dataclass(frozen=True, slots=True)
class Stats:
    """What a library holds.

    scenes      story scenes; `notes` are the paratext scenes.
    words       of the story scenes.
    bytes       of the text of all scenes in UTF-8.
    generation  grows by one with every commit.
    languages   works by language, commonest first.
    """

    works: int
    scenes: int
    notes: int
    words: int
    bytes: int
    generation: int
    languages: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, works: Collection[WorkRecord], generation: int) -> Self:
        """What a library with these works holds."""
        return cls(
            works=len(works),
            scenes=sum(work.scenes for work in works),
            notes=sum(work.notes for work in works),
            words=sum(work.words for work in works),
            bytes=sum(work.size for work in works),
            generation=generation,
            languages=dict(Counter(work.language for work in works).most_common()),
        )


class StoreWriter(Protocol):
    """One commit being made. Nothing is seen by readers before `commit`; leaving the block without it cancels."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        """Add `work`. Its id must not be in the store, or must have been removed in this commit."""
        ...

    def remove(self, work_id: str) -> None:
        """Remove a work and its scenes; nothing happens if there is none."""
        ...

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """Make all of it seen, at once."""
        ...


class Store(Protocol):
    """The works of a library, as they were when it was opened (or last refreshed). May be shared by threads."""

    address: str

    @property
    def generation(self) -> int: ...

    def refresh(self) -> bool:
        """Go on to the latest commit; True if there was a later one."""
        ...

    def works(self) -> Mapping[str, WorkRecord]:
        """All works by id, ordered by title, then authors, then id."""
        ...

    def scene(self, scene_id: str) -> Scene:
        """Raises NotFound."""
        ...

    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        """A work's scenes in reading order, paratext included. Raises NotFound."""
        ...

    def stats(self) -> Stats: ...

    def write(self) -> StoreWriter:
        """Begin a commit on top of the latest, to which the store goes on. Raises LibraryBusy while another writes."""
        ...

    def compact(self, report: Callable[[Progress], object]) -> None:
        """Arrange what was committed for quick answers, and commit that, where it is worth it. No work changes.

        Raises LibraryBusy while another writes.
        """
        ...

    def attribute_speech(self, report: Callable[[Progress], object]) -> tuple[str, ...]:
        """Tell speech apart from narration in all that was committed, where it is not yet, and commit that.

        Returns warnings, a sentence for each work whose speakers could not be told.

        Raises LibraryBusy while another writes.
        """
        ...

    def close(self) -> None: ...


def open_store(address: str | Path) -> Store:
    """The store at `address`. Raises LibraryMissing, NotALibrary, LibraryDamaged, LibraryTooNew or OptionError."""
    from .index_store import IndexStore

    return IndexStore.open(_folder(address))


def create_store(address: str | Path) -> Store:
    """The store at `address`, made if there is none. Raises NotALibrary where other files are in the way."""
    from .index_store import IndexStore

    return IndexStore.create(_folder(address))


def _folder(address: str | Path) -> Path:
    scheme, separator, _ = str(address).partition("://")
    if separator:
        raise OptionError(
            f'This Fabula cannot open "{address}": it knows no library of the kind "{scheme}".',
            hint="Give the path of a folder.",
        )
    return Path(address)
