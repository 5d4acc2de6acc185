"""Progress of a run: a bar on standard error if it is a terminal, or JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .json_progress import JsonProgress
from .printable import visible

if TYPE_CHECKING:
    from fabula.index import Progress

_SECONDS_BETWEEN = 0.1
# Plainer words for some phases; JSON keeps their own.
_PHASE_NAMES = {"looking": "finding files", "telling speech": "finding speakers"}


def phase_name(phase: str) -> str:
    """The name of a phase for people."""
    return _PHASE_NAMES.get(phase, phase)


@contextmanager
def shown_progress(as_json: bool = False) -> Iterator[Callable[[Progress], None] | None]:
    """The `progress` for a run: None if standard error is no terminal and `as_json` is False."""
    if as_json:
        yield JsonProgress()
        return
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return

    # 0.03 s
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        # markup=False: a path may hold "[/]".
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[path]}", markup=False),
    )
    # Without rich's own thread: the indexer may fork workers, which is safe only while no other thread runs.
    bar = Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    phase = ""
    task: TaskID | None = None
    due = since = 0.0

    def show(progress: Progress) -> None:
        nonlocal phase, task, due, since
        if progress.phase != phase:
            if task is not None:
                bar.remove_task(task)
            phase, due = progress.phase, 0.0
            task = bar.add_task(f"{phase_name(phase)} ({progress.unit})", total=progress.total, path="", rate="")
            since = time.monotonic()
        now = time.monotonic()
        if now < due or task is None:
            return
        due = now + _SECONDS_BETWEEN
        rate = f"{progress.done / (now - since):,.0f}/s" if now - since > 1 else ""
        bar.update(task, completed=progress.done, total=progress.total, path=visible(progress.path), rate=rate)
        bar.refresh()

    with bar:
        yield show
