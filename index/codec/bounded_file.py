"""Opens the files of a library for reading: plain files only, and none that is larger than its kind can be.

A library may come from a stranger. A named pipe in the place of a file would never answer, a device never end, and a
sparse file claims any size at no cost. So the system is asked what a file is, and how large, before a byte of it is
read. Links are not followed: Fabula writes none, and one in a stranger's library leads to files of the reader's own.
"""

from __future__ import annotations

import errno
import os
import stat
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

# A pipe that nobody writes to is opened at once (and then refused), a terminal does not become that of the process.
# Windows has none of these flags, and no such files.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}


class MaxBytes(IntEnum):
    """The largest size of each kind of file, in bytes."""

    MARKER = 64 << 10
    # A deleted work takes up to eight bytes, a segment 200: 32 MB are enough for 4 million of them.
    TABLE_OF_CONTENTS = 32 << 20
    # A source takes about 100 bytes.
    SETTINGS = 16 << 20
    # A gzipped file beside the reports: a work takes about 200 bytes of a report before it is packed.
    PACKED_JSON = 32 << 20
    # A file takes about 200 bytes of the catalogue.
    CATALOGUE = 2 << 30
    # A segment has at most 2**32 positions; a word takes about four bytes of it, its text included.
    SEGMENT = 64 << 30


def open_plain(path: Path, max_bytes: MaxBytes | int, *, may_be_link: bool = False) -> BinaryIO:
    """The file, open for reading.

    may_be_link  for files that people keep where they like.

    Raises FileNotFoundError, and OSError for anything that is no plain file, is too large or cannot be opened: its
    `strerror` says in words which.
    """
    try:
        descriptor = os.open(path, _FLAGS | (0 if may_be_link else _NO_LINKS))
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "it is a symbolic link, not a file", str(path)) from error
        raise
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
            raise OSError(errno.EINVAL, f"it is {kind}, not a file", str(path))
        if status.st_size > max_bytes:
            problem = f"it has {status.st_size:,} bytes, more than the {int(max_bytes):,} that such a file can have"
            raise OSError(errno.EFBIG, problem, str(path))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_plain(path: Path, max_bytes: MaxBytes | int, *, may_be_link: bool = False) -> bytes:
    """The content of the file. Raises as `open_plain`."""
    with open_plain(path, max_bytes, may_be_link=may_be_link) as file:
        size = os.fstat(file.fileno()).st_size
        # What is appended meanwhile is left out: the file had this size when it was asked for.
        return file.read(size)
