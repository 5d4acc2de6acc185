"""The files that cannot be read in a run, so that the works of them stay as they are."""

from __future__ import annotations

from fabula.index.files.paths import paths_above


class FailedFiles:
    """Files, archives and folders by their path keys."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._folders: set[str] = set()
        self._folders_above: set[str] = set()

    def add(self, key: str) -> None:
        self._keys.add(key)
        above = list(paths_above(key))
        # Of a path that ends in "!" both that folder and that archive.
        self._folders.update(above[: 2 if key.rpartition("/")[0].endswith("!") else 1])
        self._folders_above.update(above)

    def concern(self, key: str) -> bool:
        """True if `key`, what it lies in, or a file in it failed: a folder may be one work, and its pages missing."""
        if key in self._keys or key in self._folders_above:
            return True
        return any(outer in self._keys for outer in paths_above(key))

    def are_pages_of(self, folder: str) -> bool:
        """True if a file failed that lies in `folder` itself."""
        return folder in self._folders
