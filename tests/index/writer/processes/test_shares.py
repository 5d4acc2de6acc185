"""The works of a segment are shared out among processes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.writer.processes import shares
from fabula.index.writer.processes.shares import shares_of
from fabula.index.writer.processes.task_process import Task


@given(st.lists(st.integers(0, 3_000_000), max_size=60), st.integers(2, 4))
def test_processes_end_together(sizes: list[int], processes: int) -> None:
    """Each task is in one share, which is no more than half of a process's part of what is left, or one task more."""
    tasks = list(map(Task, range(len(sizes)), sizes))
    found = shares_of(tasks, processes)
    assert sorted(task for share in found for task in share) == tasks
    left = sum(sizes)
    if left < 2 * shares._MIN_SHARE_BYTES:
        assert found == [tasks]
        return
    for share in found:
        bound = min(max(left // (2 * processes), shares._MIN_SHARE_BYTES), shares._MAX_SHARE_BYTES)
        assert share and sum(task.size for task in share[:-1]) < bound
        left -= sum(task.size for task in share)


def test_one_process_has_one_share() -> None:
    """It keeps its order."""
    tasks = [Task(number, 1_000_000 * number) for number in range(9)]
    assert shares_of(tasks, 1) == [tasks]
