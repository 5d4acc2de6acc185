"""Priorities of lines, where the journal of systemd reads them."""

from __future__ import annotations

import os
from enum import IntEnum
from typing import IO

# systemd.exec(5): the device and the inode of the stream that the journal reads, "8:12345".
_VARIABLE = "JOURNAL_STREAM"


class Priority(IntEnum):
    """As in syslog(3). Lines without one are what the service says, INFO if nothing."""

    ERROR = 3
    WARNING = 4
    INFO = 6


def with_priority(text: str, priority: Priority | None, stream: IO[str]) -> str:
    """`text`, with "<4>" before each line if the journal reads `stream`, which takes that for the line's priority."""
    if priority is None or _VARIABLE not in os.environ or not _is_journal(stream):
        return text
    return "\n".join(f"<{priority:d}>{line}" for line in text.split("\n"))


def _is_journal(stream: IO[str]) -> bool:
    """The variable is inherited by processes whose streams are others, such as pipes of a script."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return os.environ.get(_VARIABLE) == f"{status.st_dev}:{status.st_ino}"
