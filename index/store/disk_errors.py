"""Turns errors of the operating system into the error that says why a library cannot be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fabula.index.errors import LibraryFull


@contextmanager
def disk_errors(folder: Path, target: str = "") -> Iterator[None]:
    """Inside, an OSError becomes a LibraryFull about the library in `folder`, or about the `target` that it names."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise LibraryFull(
            f"Writing to {target or f'the library in {folder}'} failed: {reason}.",
            hint="Free some space and run this again." if is_full else "Check that you may write there.",
        ) from error
