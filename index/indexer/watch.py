"""Update a library while files of its sources change: one commit for each batch of changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fabula.index.account.phases import Report
from fabula.index.errors import FabulaError, LibraryBusy, LibraryFull, OptionError, RemovalsRefused, SettingsError
from fabula.index.receipt import Receipt
from fabula.index.run.options import UpdateOptions
from fabula.index.store.opening import open_store
from fabula.index.watching import Looking, Pace, Waiting, WatchNotice
from .update import update

# Errors that may be over when the update is tried again.
_PASSING_ERRORS = (LibraryBusy, LibraryFull, RemovalsRefused, SettingsError)
_PACE = Pace()


def watch(
    library: str | Path,
    options: UpdateOptions | None = None,
    *,
    poll: float | None = None,
    look_every: float = _PACE.last_look,
    each: Callable[[Receipt], object] = lambda _: None,
    failed: Callable[[FabulaError], object] = lambda _: None,
    tell: Callable[[WatchNotice], object] = lambda _: None,
    progress: Report | None = None,
    pace: Pace = _PACE,
) -> None:
    """Update the library, and again whenever files of its sources have changed, until an exception ends it (Ctrl-C).

    poll        seconds between two looks at all files, where the package watchfiles is missing; None to be notified by
                the operating system, and to look more often where that does not report all changes.
    look_every  seconds until all files are looked at even if the system has reported nothing.
    each        called with the receipt of each update that found something.
    failed      called with the error of an update that failed for now, once for each: the library is busy, the disk is
                full, too many works would go, or its settings are invalid. It is tried again, with the next batch or
                after some time.
    tell        called with what a person should know of how changes are noticed.
    pace        the other times.

    Raises as `update` does, and OptionError without the package watchfiles.
    """
    options = options or UpdateOptions()
    if (poll is not None and not poll > 0) or not look_every > 0:
        raise OptionError("There has to be some time between two looks at the files.")
    store = open_store(library)
    folder = Path(store.address).absolute()
    store.close()
    waiting = Looking(poll) if poll is not None else Waiting(folder, replace(pace, last_look=look_every), tell)
    trouble, is_first = "", True
    try:
        while True:
            waiting.wait()
            started = time.monotonic()
            try:
                receipt = update(folder, options, progress=progress, counts_idle=False)
            except _PASSING_ERRORS as error:
                is_soon_over = isinstance(error, LibraryBusy | LibraryFull)
                waiting.put_off(time.monotonic() - started, is_soon_over=is_soon_over)
                # Who holds the lock may change from one try to the next.
                problem = error.code if is_soon_over else str(error)
                if problem != trouble:
                    trouble = problem
                    failed(error)
                continue
            waiting.updated(receipt, time.monotonic() - started)
            if not receipt.is_idle or (is_first and not receipt.complete):
                each(receipt)
            trouble, is_first = "", False
    finally:
        waiting.close()
