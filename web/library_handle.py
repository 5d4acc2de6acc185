"""The library behind the pages, shared by all threads of the server."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import cast

from flask import current_app

from fabula.search.library import Library

__all__ = ["LibraryHandle", "open_library"]

EXTENSION = "fabula"


class LibraryHandle:
    """An open library, or an address that is opened when the first page asks for it.

    An address that cannot be opened is tried again at the next request, so a server that was started before the
    first `fabula index` needs no restart.
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
        """The library, which goes on to later commits by itself. Raises LibraryError if it cannot be opened."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = Library.open(self._address)
        return self._opened

    def follow(self) -> None:
        """Go on to a later commit, if the library is open and there is one, and let go of the files of the one before.

        Costs one look at a folder where nothing was written.
        """
        if self._opened is not None:
            _ = self._opened.generation


def open_library() -> Library:
    """The library of the application that answers the current request."""
    return cast(LibraryHandle, current_app.extensions[EXTENSION]).library()
