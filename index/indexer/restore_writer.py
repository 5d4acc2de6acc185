"""The writer of a restore: checks a kept commit, then makes it the latest again."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.checking.commit import check_generation
from fabula.index.checking.unreadable import problem_of
from fabula.index.codec.toc import read_toc, write_toc
from fabula.index.errors import LibraryDamaged, LibraryError, NotFound, OptionError
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.index_store import IndexStore
from fabula.index.store.index_writer import IndexWriter
from fabula.index.store.snapshot import Snapshot


class RestoreWriter(IndexWriter):
    """See `StoreWriter`; nothing is added or removed. The commit that it replaces is kept in its turn.

    Raises OptionError if that generation is the current one, NotFound if it is not kept, LibraryDamaged if it cannot
    be read.
    """

    def __init__(self, store: IndexStore, generation: int) -> None:
        self._generation = generation
        super().__init__(store)

    def _begin(self) -> Snapshot:
        files = self._store.files
        self._current = self._store.snapshot().toc
        kept, wanted = self._current.kept, self._generation
        if wanted == self._current.generation:
            raise OptionError(f"Generation {wanted} is the current one of the library in {self._store.folder}.")
        if wanted not in kept:
            raise NotFound(
                f"The library in {self._store.folder} keeps no generation {wanted}.",
                hint=f"It keeps {', '.join(map(str, kept))}."
                if kept
                else "`fabula rebuild --keep 1` keeps the one it replaces.",
            )
        try:
            self._old = read_toc(files, wanted)
            return self._store.opened(self._old)
        except (OSError, LibraryError) as error:
            raise self._damaged(problem_of(error)) from error

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """Check every byte of the kept commit, then make it the latest. Raises LibraryDamaged if the check fails."""
        report = progress or (lambda _: None)
        damage = check_generation(self._store.folder, self._generation, progress=report).damage
        if damage:
            raise self._damaged(str(damage[0]))
        works = len(self._base.works)
        report(Progress("committing", 0, works, unit="works"))
        toc = self._old._replace(generation=self._current.generation + 1, kept=self._kept())
        with disk_errors(self._store.folder):
            write_toc(self._store.files, toc)
        self._store.refresh()
        self._is_committed = True
        report(Progress("committing", works, works, unit="works"))
        self._delete_garbage()

    def _kept(self) -> tuple[int, ...]:
        """The kept generations, and the one that is replaced unless it was itself restored from one of them."""
        current = self._current
        for generation in current.kept:
            try:
                kept = read_toc(self._store.files, generation)
            except (OSError, LibraryError):
                continue
            if (kept.segments, kept.copies) == (current.segments, current.copies):
                return current.kept
        return (*current.kept, current.generation)

    def _damaged(self, problem: str) -> LibraryDamaged:
        return LibraryDamaged(
            f"Generation {self._generation} of the library in {self._store.folder} is damaged, so the current one "
            f"stays: {problem}",
            hint="`fabula restore` lists what else is kept.",
        )
