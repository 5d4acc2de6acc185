"""Decides what requests learn of the paths of this machine: nothing, unless the server was started with --show-paths.

Works have the names of their sources instead (index/library/source_names.py). Messages of errors are for the person who
runs the server, and name folders and files; a request gets a sentence of its own for each kind.
"""

from __future__ import annotations

from flask import current_app

from fabula.index.errors import (
    FabulaError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryTooNew,
    LibraryTooOld,
    NotFound,
    OptionError,
    QueryAbandoned,
    QueryError,
    RateLimited,
    RemovalsRefused,
    ServerFull,
    SettingsError,
    TokenNeeded,
)
from fabula.index.model import WorkRecord

SHOW_PATHS = "FABULA_SHOW_PATHS"

# These speak of what the request asked for, and name nothing else. The others are of the machine.
_OF_REQUESTS = (QueryError, OptionError, NotFound, QueryAbandoned, ServerFull, RateLimited, TokenNeeded)
_OF_SETTINGS = (SettingsError, RemovalsRefused)
_LOG = "The server's log says more to whoever runs it."
# The message and the hint for each kind; the first that an error is one of counts.
_WORDS: tuple[tuple[type[FabulaError], str, str], ...] = (
    (
        LibraryMissing,
        "There is no library where this server looks for one.",
        "Whoever runs it makes one with `fabula index FOLDER`.",
    ),
    (LibraryDamaged, "The library is damaged, and the answer needs the damaged part.", _LOG),
    (LibraryTooNew, "The library was written by a later Fabula than this server's.", _LOG),
    (LibraryTooOld, "The library was written by an earlier Fabula, in a format that this server does not read.", _LOG),
    (LibraryBusy, "Another process is writing to the library.", "Try again in a moment."),
    (LibraryError, "The library cannot be used.", _LOG),
    (FabulaError, "The answer could not be made.", _LOG),
)


def shows_paths() -> bool:
    """True if the server that answers the current request was started with --show-paths."""
    return bool(current_app.config.get(SHOW_PATHS))


def error_words(error: FabulaError) -> tuple[str, str]:
    """The message and the hint of an error, as the current request is to read them."""
    is_of_request = isinstance(error, _OF_REQUESTS) and not isinstance(error, _OF_SETTINGS)
    if is_of_request or shows_paths():
        return str(error), error.hint
    return next((message, hint) for kind, message, hint in _WORDS if isinstance(error, kind))


def shown_file(work: WorkRecord) -> str:
    """The file of a work for pages: with the name of its source, or whole where paths are shown."""
    if work.file and shows_paths():
        return work.file
    return f"{work.source}/{work.path}" if work.source and work.path else work.path
