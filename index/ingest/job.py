"""What a process is asked to do: read one task."""

from __future__ import annotations

from typing import NamedTuple

from .discovery import Task


class Job(NamedTuple):
    """A task and what the library has of it: path -> digest and reader. `audits`: see `read_task`."""

    task: Task
    known: dict[str, tuple[str, str]]
    audits: bool = False
