"""A library of another format, open for a rebuild and nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Self

from fabula.index.codec.durable import make_folder
from fabula.index.codec.toc import Toc
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import INDEX
from .disk_errors import disk_errors
from .library_store import LibraryStore
from .snapshot import Snapshot


class OtherFormat(LibraryStore):
    """See `WritableStore`. Empty until a rebuild has committed, in a generation above those that are there."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises LibraryFull."""
        with disk_errors(folder):
            make_folder(folder / INDEX)
        return cls(folder)

    @property
    def is_rebuilt(self) -> bool:
        """True once there is a commit of this format: this store's own, or that of a process it waited for."""
        return bool(self._snapshot.segments)

    def _generations(self) -> list[int]:
        # A table of contents of another format may have another name.
        with suppress(LibraryDamaged):
            return super()._generations()
        return [0]

    def _latest(self, before: Snapshot | None) -> Snapshot:
        return super()._latest(before) if before else Snapshot(Toc(self._generations()[-1], ()))
