"""From when on a change of a file must show in its times: the grain of the clock that stamps files.

Two changes within one tick of that clock give a file the same times. So a file that was looked at within the tick of
its last change may have changed since unseen; git calls such files racy. A look that is later than the tick sees
everything that the tick brought, and every later change gives other times.
"""

from __future__ import annotations

import os

# Systems that keep nanoseconds stamp files with a clock that ticks every 1 to 16 ms. The rest is for a write that is
# interrupted after its time is set and before its bytes are there, and for a server whose clock is a little behind.
_FINE_GRAIN_NS = 100_000_000
# FAT keeps every second second, HFS+, ext3 and SFTP whole seconds.
_COARSE_GRAIN_NS = 2_000_000_000
# exFAT and FAT also keep hundredths of a second, of some times. By chance a time in nanoseconds is such a multiple once
# in ten million times, and then it only counts as coarse.
_COARSE_UNIT_NS = 10_000_000


def settles_ns(status: os.stat_result) -> int:
    """The moment (nanoseconds of Unix time) from which on a change of the file gives it another time."""
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return newest + (_FINE_GRAIN_NS if newest % _COARSE_UNIT_NS else _COARSE_GRAIN_NS)


def is_settled(settles: int, looked_ns: int) -> bool:
    """True if files that settle at `settles` show all changes since they were opened, at `looked_ns` or later."""
    return settles < looked_ns
