"""A library that follows its sources while files change: one commit for each batch of changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fabula.index.errors import FabulaError, LibraryBusy, OptionError, RemovalsRefused, SettingsError
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import LibrarySource, State, sources_of
from fabula.index.receipt import Receipt
from fabula.index.run.options import UpdateOptions
from fabula.index.run.phases import Report
from fabula.index.store.opening import open_store

from .update import update

__all__ = ["watch"]

# Files that are copied or written come in many small changes; a batch is over when nothing more comes for this long,
# or has gone on for the longer time.
_QUIET_MS = 400
_LONGEST_MS = 5_000
# How often sources are looked at that no notice can be had of: drives that come and go, files named by themselves.
_LOOK_MS = 5_000
# What may be over by the next batch.
_PASSING = (LibraryBusy, RemovalsRefused, SettingsError)


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
            None to be told by the operating system.
    each    is called with the receipt of each update that found something.
    failed  with the error of one that could not be done for now: the library is busy, too many works would go, or its
            settings make no sense. The next batch tries again.

    Raises as `update` does, and OptionError without the package watchfiles.
    """
    options = options or UpdateOptions()
    if poll is not None and not poll > 0:
        raise OptionError("There has to be some time between two looks at the files.")
    store = open_store(library)
    folder = Path(store.address).absolute()
    store.close()
    looks = _polled(poll) if poll is not None else _noticed(folder)
    for _ in looks:
        try:
            receipt = update(folder, options, progress=progress, keep_unchanged=False)
        except _PASSING as error:
            failed(error)
        else:
            if receipt.changes or receipt.unseen or not receipt.complete:
                each(receipt)


def _polled(seconds: float) -> Iterator[None]:
    while True:
        yield
        time.sleep(seconds)


def _noticed(folder: Path) -> Iterator[None]:
    """Once at the beginning, and after each batch of changes below the library's sources."""
    try:
        import watchfiles
    except ImportError as error:
        raise OptionError(
            "To be told of changes needs the package watchfiles, which is not installed.",
            hint="Install it with: pip install 'fabula[watch]'   (or look every minute: fabula watch --poll 60)",
        ) from error

    def concerns(_: object, path: str) -> bool:
        # What the library writes is none of its sources.
        return not path.startswith((str(folder) + os.sep, os.path.realpath(folder) + os.sep))

    while True:
        try:
            roots = sources_of(folder, read_settings(folder).sources)
        except SettingsError:
            # Which is said by the update that fails because of it.
            roots = []
        looks = _looks(folder, roots)
        folders = [str(root.location) for root in roots if root.location.is_dir() and root.state() is State.REACHABLE]
        if not folders:
            yield
            while _looks(folder, roots) == looks:
                time.sleep(_LOOK_MS / 1000)
            continue
        first = True
        # Everything that changes from here on is told; what changed before is found by this first look.
        for changes in watchfiles.watch(
            *folders,
            watch_filter=concerns,
            debounce=_LONGEST_MS,
            step=_QUIET_MS,
            rust_timeout=200 if first else _LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
            ignore_permission_denied=True,
        ):
            if first or changes:
                first = False
                yield
            if _looks(folder, roots) != looks:
                break


def _looks(folder: Path, roots: list[LibrarySource]) -> list[object]:
    """What tells that other folders are to be watched, or that a file which is a source by itself has changed."""
    found: list[object] = []
    for path in (folder / "library.toml", *(root.location for root in roots)):
        try:
            status = path.stat()
            found.append((status.st_dev, status.st_ino) if path.is_dir() else (status.st_size, status.st_mtime_ns))
        except OSError:
            found.append(None)
    return found
