"""A glance at the sources of a library: what changes in them without an event of the system."""

from __future__ import annotations

import os
from collections.abc import Hashable
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import SettingsError
from fabula.index.folder_names import SETTINGS
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import State, sources_of
from .mounts import Mount, mounts_at, read_mounts


class WatchedSource(NamedTuple):
    """A source at one moment.

    path      as it is displayed; `location` on disk.
    state     of it; `status` of its folder or file, where there is one.
    mounts    the file system that it is on, and those below it.
    """

    path: str
    location: Path
    state: State
    status: Hashable
    mounts: tuple[Mount, ...]

    @property
    def has_events(self) -> bool:
        """A single file has none: programs replace it, and its folder may have thousands of others."""
        return self.state in (State.REACHABLE, State.EMPTY) and self.location.is_dir()


class Glance(NamedTuple):
    """The settings file and all sources at one moment. A later one that differs asks for an update."""

    settings: Hashable
    sources: tuple[WatchedSource, ...]


def glance(folder: Path) -> Glance:
    """The library in `folder` and its sources now; without sources where its settings are invalid, which the update
    reports."""
    settings = _status(folder / SETTINGS)
    try:
        roots = sources_of(folder, read_settings(folder))
    except SettingsError:
        roots = []
    mounts = read_mounts()
    return Glance(
        settings,
        tuple(
            WatchedSource(
                root.display_path,
                root.location,
                root.state(),
                _status(root.location),
                mounts_at(os.path.realpath(root.location), mounts),
            )
            for root in roots
        ),
    )


def _status(path: Path) -> Hashable:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    if path.is_dir():
        return status.st_dev, status.st_ino
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
