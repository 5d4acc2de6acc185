"""The library of the pages and the API, shared by all threads of the server."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import cast

from flask import current_app

from fabula.index.errors import LibraryError
from fabula.search.library import Library

EXTENSION = "fabula"


class LibraryHandle:
    """An open library, or an address that is opened at the first request.

    If that fails, the next request tries again, so a server that was started before the first `fabula index` needs no
    restart.
    """

    def __init__(self, library: Library | str | Path) -> None:
        self._opened: Library | None = None
        self._address: str | Path = ""
        self._lock = Lock()
        if isinstance(library, str | Path):
            self._address = library
        else:
            self._opened = library

    def library(self) -> Library:
        """The open library, which follows later commits. Raises LibraryError if it cannot be opened."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = Library.open(self._address)
        return self._opened

    def follow(self) -> None:
        """Open the library if that is possible; switch to a later commit if there is one, and close the files of the
        one before.

        If nothing was written, this only reads the time of a folder.
        """
        with suppress(LibraryError):  # the next request says why
            _ = self.library().generation


def open_library() -> Library:
    """The library of the application that answers the current request."""
    return cast(LibraryHandle, current_app.extensions[EXTENSION]).library()
