"""How far indexing is: a bar on standard error, and only where somebody looks at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .printable import visible

if TYPE_CHECKING:
    from fabula.index import Progress

__all__ = ["shown_progress"]

SECONDS_BETWEEN = 0.1


@contextmanager
def shown_progress(as_json: bool = False) -> Iterator[Callable[[Progress], None] | None]:
    """What to give to `build` as its `progress`: None unless standard error is a terminal, or JSON is asked for."""
    if as_json:
        from .json_progress import JsonProgress

        yield JsonProgress()
        return
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return

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
    # No thread of rich's own: the indexer may fork workers, which is safe only where no thread exists.
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
            task = bar.add_task(f"{phase} ({progress.unit})", total=progress.total, path="", rate="")
            since = time.monotonic()
        now = time.monotonic()
        if now < due or task is None:
            return
        due = now + SECONDS_BETWEEN
        rate = f"{progress.done / (now - since):,.0f}/s" if now - since > 1 else ""
        bar.update(task, completed=progress.done, total=progress.total, path=visible(progress.path), rate=rate)
        bar.refresh()

    with bar:
        yield show
