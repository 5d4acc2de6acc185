"""Where works are kept. One protocol, so that search and the command line do not know what is underneath."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from fabula.index.model import Scene, WorkRecord

if TYPE_CHECKING:
    from fabula.index.receipt import Progress, SpeechRun
    from fabula.index.writer.processes.task_process import TaskLimits
    from fabula.index.writer.speech_rules import NamesOfWorks
    from .commit_name import CommitName
    from .snapshot import Describe, Snapshot


@dataclass(frozen=True, slots=True)
class Stats:
    """The contents of a library in numbers.

    scenes      story scenes; `notes` are the paratext scenes.
    words       of the story scenes.
    bytes       of the text of all scenes in UTF-8.
    generation  grows by one with every commit.
    languages   works by language, commonest first.
    without_speakers  the works in which speakers could not be found: a rule failed, or the search was stopped.
    """

    works: int
    scenes: int
    notes: int
    words: int
    bytes: int
    generation: int
    languages: Mapping[str, int] = field(default_factory=dict)
    without_speakers: int = 0

    @classmethod
    def of(cls, works: Collection[WorkRecord], generation: int) -> Self:
        """The numbers of a library with these works."""
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
    """Makes one commit. Readers see nothing of it before `commit`; leaving the `with` block before that cancels it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        """Add `work`. Its id must not be in the store, or must have been removed in this commit."""
        ...

    def remove(self, work_id: str) -> None:
        """Remove a work and its scenes, if it is there."""
        ...

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """Show all changes to readers, in one step."""
        ...


class Store(Protocol):
    """The works of a library, as they were when it was opened (or last refreshed). May be shared by threads."""

    address: str

    @property
    def generation(self) -> int: ...

    def refresh(self) -> bool:
        """Move on to the latest commit; True if there was a later one."""
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

    def snapshot(self) -> Snapshot:
        """The segments of the open commit; without segments for a store that keeps its works in another way."""
        ...

    def pinned(self, describe: Describe | None = None) -> Self:
        """The same library at the commit that is open now, to which it then stays, whatever `refresh` does here.

        Its works are as `describe` gives them.
        """
        ...

    def at(self, name: CommitName) -> Self | None:
        """The same library at another commit, and pinned to it; None if its files are gone."""
        ...

    def without(self, works: Sequence[frozenset[int]]) -> Self:
        """The commit that is open now, pinned, as though these works were deleted: by segment their numbers in it."""
        ...

    def changed_ns(self) -> int:
        """When the library last changed, in nanoseconds since 1970; now, if that is not known."""
        ...

    def close(self) -> None: ...


class StoppedWorks(Protocol):
    """The works at which the search for speech was stopped, by the digests of their texts."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """Digest -> why it was stopped."""
        ...

    def remember(self, digest: str, reason: str) -> None:
        """Keep one more, durably. Raises LibraryFull."""
        ...


class WritableStore(Store, Protocol):
    """A library that may be written to."""

    @property
    def content_id(self) -> str:
        """Names the works of the open commit: another after each change of them, the same however they are arranged."""
        ...

    def write(self) -> StoreWriter:
        """Begin a commit after the latest one, to which the store moves on. Raises LibraryBusy while another writes."""
        ...

    def compact(self, report: Callable[[Progress], object]) -> None:
        """Merge segments where that makes answers quicker enough, and commit it. No work changes.

        Raises LibraryBusy while another writes.
        """
        ...

    def attribute_speech(
        self,
        report: Callable[[Progress], object],
        limits: TaskLimits | None = None,
        stopped: StoppedWorks | None = None,
        names: NamesOfWorks | None = None,
    ) -> SpeechRun:
        """Find speech and its speakers in all works where that is not done yet, or by other rules; commit it.

        limits   what one work may take.
        stopped  the works that took more earlier, which are not tried again; those that do so now are added.

        names    what is stated of the characters of each work.

        Raises LibraryBusy while another writes.
        """
        ...

    def may_lack_speech(self, names: NamesOfWorks | None = None) -> bool:
        """False if `attribute_speech` would find nothing to do; no work is looked at."""
        ...
