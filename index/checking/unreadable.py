"""Files that may be whole and cannot be read now: the system does not allow it, or their drive is away."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from fabula.index.codec.bounded_file import MaxBytes, open_plain

# The system says this about files that are there and cannot be read.
_MAY_BE_WHOLE = frozenset((errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE, errno.ENODEV))


def unreadable_reason(path: Path) -> str:
    """Why the file or folder at `path`, which may be whole, cannot be read now; "" if it can be, or is damaged."""
    try:
        if path.is_dir():
            os.listdir(path)
        else:
            open_plain(path, MaxBytes.SEGMENT).close()
    except OSError as error:
        if error.errno in _MAY_BE_WHOLE:
            return os.strerror(error.errno)
    return ""


def problem_of(error: Exception) -> str:
    """An error of reading a file as what is wrong with the file."""
    return f"it cannot be read: {error.strerror or error}" if isinstance(error, OSError) else str(error)
