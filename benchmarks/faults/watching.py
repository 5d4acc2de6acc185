"""Watches a folder while files are added, changed and removed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from fabula.index import Receipt, UpdateOptions, update, watch
from fabula.index.store.opening import open_store
from .stories import files_of, stories_in

__all__ = ["WATCHED", "finish_watch", "put_files", "watch_changes"]

Versions = dict[int, int]

WATCHED: list[Versions] = [
    dict.fromkeys(range(10), 0),
    {**dict.fromkeys(range(10), 0), 2: 1, 10: 0, 11: 0},
    {**dict.fromkeys(range(1, 12), 0), 2: 1, 3: 1},
    {**dict.fromkeys(range(1, 13), 0), 2: 2, 3: 1, 11: 1},
    {**dict.fromkeys(range(2, 13), 1), 4: 2},
]
"""Contents of the folder before the watch, then after each batch of changes."""

_OPTIONS = UpdateOptions(workers=0, allow_removals=True)


class _LastBatchCommitted(Exception):
    """Ends the watch."""


def put_files(folder: Path, before: Versions, after: Versions, pause: float = 0.0) -> None:
    """Change the files one by one, each atomically, so that a watcher sees some of the changes."""
    for number in sorted(before.keys() | after.keys()):
        if number not in after:
            (folder / f"story-{number}.txt").unlink(missing_ok=True)
        elif before.get(number) != after[number]:
            ((name, text),) = files_of([(number, after[number])]).items()
            temporary = folder.with_name("being-written")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(folder / name)
        time.sleep(pause)


def watch_changes(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    """Watch while another thread changes the files, batch by batch, until the last batch is committed."""
    committed = [threading.Event() for _ in WATCHED]
    ended = threading.Event()

    def change() -> None:
        for state, (before, after) in enumerate(pairwise(WATCHED), start=1):
            put_files(folder, before, after, pause=0.005)
            while not committed[state].wait(0.1):
                if ended.is_set():
                    return

    def after_update(_: Receipt) -> None:
        versions = stories_in(open_store(library))
        if versions in WATCHED:
            state = WATCHED.index(versions)
            reached(state)
            committed[state].set()
            if versions == WATCHED[-1]:
                raise _LastBatchCommitted

    changer = threading.Thread(target=change)
    changer.start()
    try:
        # Poll at short intervals instead of waiting for notifications, so that it works most of the time.
        watch(library, _OPTIONS, poll=0.02, each=after_update)
    except _LastBatchCommitted:
        pass
    finally:
        ended.set()
        changer.join()


def finish_watch(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    """Make the remaining changes after a watch was killed, and update."""
    put_files(folder, {}, WATCHED[-1])
    for number in WATCHED[0].keys() - WATCHED[-1].keys():
        (folder / f"story-{number}.txt").unlink(missing_ok=True)
    update(library, _OPTIONS)
    reached(len(WATCHED) - 1)
