"""The library of the pages and the API, shared by all threads of the server."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple, cast

from flask import current_app

from fabula.index.errors import LibraryError
from fabula.index.folder_names import SETTINGS
from fabula.search.cursors.earlier_commits import SharedCommits
from fabula.search.library import Library

EXTENSION = "fabula"


class _Seen(NamedTuple):
    """A commit, and library.toml as it was when this process first saw the commit."""

    commit: str
    settings: str


class LibraryHandle:
    """An open library, or an address that is opened at the first request.

    If that fails, the next request tries again, so a server that was started before the first `fabula index` needs no
    restart.
    """

    def __init__(self, library: Library | str | Path) -> None:
        self._opened: Library | None = None
        self._address: str | Path = ""
        self._lock = Lock()
        self._commits: SharedCommits | None = None
        self._seen = _Seen("", "")
        if isinstance(library, str | Path):
            self._address = library
        else:
            self._opened = library

    def library(self) -> Library:
        """The open library, which follows later commits. Raises LibraryError if it cannot be opened."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    opened = Library.open(self._address)
                    opened.share_commits(self._commits)
                    self._opened = opened
        return self._opened

    def state(self) -> str:
        """Another text after each change of what answers are made of: the commit and library.toml. Takes 10 µs.

        Of library.toml both count: what it was when the commit was opened, as the names of sources are those of then,
        and what it is now. Raises LibraryError.
        """
        library = self.library()
        commit, settings = library.commit, _file_state(Path(library.address) / SETTINGS)
        if self._seen.commit != commit:
            self._seen = _Seen(commit, settings)
        return f"{commit} {self._seen.settings} {settings}"

    def share_commits(self, commits: SharedCommits) -> None:
        """Keep the commits that answers were from for the other processes of the server, too."""
        with self._lock:
            self._commits = commits
            if self._opened is not None:
                self._opened.share_commits(commits)

    def follow(self) -> None:
        """Open the library if that is possible; switch to a later commit if there is one, and close the files of the
        one before.

        If nothing was written, this only reads the time of a folder.
        """
        with suppress(LibraryError):  # the next request says why
            _ = self.library().generation


def open_library() -> Library:
    """The library of the application that answers the current request."""
    return library_handle().library()


def library_handle() -> LibraryHandle:
    """The handle of that."""
    return cast(LibraryHandle, current_app.extensions[EXTENSION])


def _file_state(path: Path) -> str:
    """Another text after a change of the file; "" if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}"
