"""Update a library while files of its sources change: one commit for each batch of changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fabula.index.errors import FabulaError, LibraryBusy, OptionError, RemovalsRefused, SettingsError
from fabula.index.folder_names import SETTINGS
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import LibrarySource, State, sources_of
from fabula.index.receipt import Receipt
from fabula.index.run.options import UpdateOptions
from fabula.index.run.phases import Report
from fabula.index.store.opening import open_store
from .update import update

# Copying or writing a file causes many small changes; a batch ends after so long without one, or after so long in all.
_QUIET_MS = 400
_MAX_BATCH_MS = 5_000
# How often sources are looked at of which the system reports no changes: drives that come and go, single files.
_LOOK_INTERVAL_MS = 5_000
# Errors that may be over by the next batch.
_PASSING_ERRORS = (LibraryBusy, RemovalsRefused, SettingsError)


def watch(
    library: str | Path,
    options: UpdateOptions | None = None,
    *,
    poll: float | None = None,
    each: Callable[[Receipt], object] = lambda _: None,
    failed: Callable[[FabulaError], object] = lambda _: None,
    progress: Report | None = None,
) -> None:
    """Update the library, and again whenever files of its sources have changed, until an exception ends it (Ctrl-C).

    poll    seconds between two looks at all files, for network folders and where the package watchfiles is missing;
            None to be notified by the operating system.
    each    called with the receipt of each update that found something.
    failed  called with the error of an update that failed for now: the library is busy, too many works would go, or
            its settings are invalid. The next batch tries again.

    Raises as `update` does, and OptionError without the package watchfiles.
    """
    options = options or UpdateOptions()
    if poll is not None and not poll > 0:
        raise OptionError("There has to be some time between two looks at the files.")
    store = open_store(library)
    folder = Path(store.address).absolute()
    store.close()
    for _ in _poll(poll) if poll is not None else _wait_for_changes(folder):
        try:
            receipt = update(folder, options, progress=progress, counts_idle=False)
        except _PASSING_ERRORS as error:
            failed(error)
        else:
            if receipt.changes or receipt.unseen or not receipt.complete:
                each(receipt)


def _poll(seconds: float) -> Iterator[None]:
    while True:
        yield
        time.sleep(seconds)


def _wait_for_changes(folder: Path) -> Iterator[None]:
    """Yields once at the beginning, and after each batch of changes below the library's sources."""
    try:
        import watchfiles  # an extra
    except ImportError as error:
        raise OptionError(
            "To be told of changes needs the package watchfiles, which is not installed.",
            hint="Install it with: pip install 'fabula[watch]'   (or look every minute: fabula watch --poll 60)",
        ) from error

    def is_outside_library(_: object, path: str) -> bool:
        return not path.startswith((str(folder) + os.sep, os.path.realpath(folder) + os.sep))

    while True:
        try:
            roots = sources_of(folder, read_settings(folder))
        except SettingsError:
            # The update fails because of it, and reports it.
            roots = []
        fingerprint = _fingerprint(folder, roots)
        folders = [str(root.location) for root in roots if root.location.is_dir() and root.state() is State.REACHABLE]
        if not folders:
            yield
            while _fingerprint(folder, roots) == fingerprint:
                time.sleep(_LOOK_INTERVAL_MS / 1000)
            continue
        is_first = True
        # The system reports changes from here on; the first update finds those before.
        for changes in watchfiles.watch(
            *folders,
            watch_filter=is_outside_library,
            debounce=_MAX_BATCH_MS,
            step=_QUIET_MS,
            rust_timeout=200 if is_first else _LOOK_INTERVAL_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
            ignore_permission_denied=True,
        ):
            if is_first or changes:
                is_first = False
                yield
            if _fingerprint(folder, roots) != fingerprint:
                break


def _fingerprint(folder: Path, roots: list[LibrarySource]) -> list[object]:
    """Changes when other folders have to be watched, or when a single file that is a source has changed."""
    parts: list[object] = []
    for path in (folder / SETTINGS, *(root.location for root in roots)):
        try:
            status = path.stat()
            parts.append((status.st_dev, status.st_ino) if path.is_dir() else (status.st_size, status.st_mtime_ns))
        except OSError:
            parts.append(None)
    return parts
