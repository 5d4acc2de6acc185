"""Which folders below a root are drives, that is: file systems of their own?"""

from __future__ import annotations

from pathlib import Path

from .file_source import FileSource
from .paths import path_key
from .source import Source


class DriveFinder:
    """Finds the drives below a root from the files on them. It takes the status of a folder only where a file is on
    another device than the root.

    found  the path keys of the drives.
    """

    def __init__(self, root: FileSource) -> None:
        """Raises OSError."""
        self._root = root
        self._device = root.status.st_dev
        self._seen: set[Path] = set()
        self.found: set[str] = set()

    def look_at(self, source: Source) -> None:
        """Look at a file below the root, and the folders that it lies in."""
        try:
            if not isinstance(source, FileSource) or source.status.st_dev == self._device:
                return
            folder = source.location.parent
            while folder not in self._seen and self._root.location in folder.parents:
                self._seen.add(folder)
                if folder.stat().st_dev != folder.parent.stat().st_dev:
                    path = FileSource(folder, self._root.root).path
                    self.found.add(path_key(self._root.root_display_path, path))
                folder = folder.parent
        except (OSError, ValueError):
            # It is gone again; whoever reads it reports that.
            return
