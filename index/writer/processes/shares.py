"""Shares tasks out among processes so that all of them end at about the same time."""

from __future__ import annotations

from collections.abc import Sequence

from .task_process import Task

# Text that one process takes at most before another goes on with its memory: a second or two; and the least that is
# worth a process of its own, which takes 10 ms to start.
_MAX_SHARE_BYTES, _MIN_SHARE_BYTES = 4_000_000, 300_000


def shares_of(tasks: Sequence[Task], processes: int) -> list[Sequence[Task]]:
    """The tasks in shares, of which each of so many processes takes the next one; one share for one process.

    Each share is a part of what is left, the largest tasks first, as in guided self-scheduling (Polychronopoulos and
    Kuck 1987, IEEE Transactions on Computers).

    >>> [len(share) for share in shares_of([Task(number, 1_000_000) for number in range(10)], 2)]
    [3, 2, 2, 1, 1, 1]
    """
    left = sum(task.size for task in tasks)
    if processes == 1 or left < 2 * _MIN_SHARE_BYTES:
        return [tasks]
    shares: list[list[Task]] = []
    room = 0
    for task in sorted(tasks, key=lambda task: -task.size):
        if room <= 0:
            shares.append([])
            room = min(max(left // (2 * processes), _MIN_SHARE_BYTES), _MAX_SHARE_BYTES)
        shares[-1].append(task)
        room -= task.size
        left -= task.size
    return list(shares)
