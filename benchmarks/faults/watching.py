"""A library that follows its folder while files come, change and go there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from fabula.index import Receipt, UpdateOptions, update, watch
from fabula.index.store.opening import open_store

from .stories import files_of, stories_in

__all__ = ["WATCHED", "put_files", "watch_changes", "watch_ends"]

Versions = dict[int, int]

WATCHED: list[Versions] = [
    dict.fromkeys(range(10), 0),
    {**dict.fromkeys(range(10), 0), 2: 1, 10: 0, 11: 0},
    {**dict.fromkeys(range(1, 12), 0), 2: 1, 3: 1},
    {**dict.fromkeys(range(1, 13), 0), 2: 2, 3: 1, 11: 1},
    {**dict.fromkeys(range(2, 13), 1), 4: 2},
]
"""What the folder holds after each batch of changes, the first before the watch."""

_OPTIONS = UpdateOptions(workers=0, allow_removals=True)


class _Seen(Exception):
    """The last batch was committed, and the watch is over."""


def put_files(folder: Path, before: Versions, after: Versions, pause: float = 0.0) -> None:
    """Change the files one by one, each at once, so that whoever looks meanwhile sees some of the changes."""
    for number in sorted(before.keys() | after.keys()):
        if number not in after:
            (folder / f"story-{number}.txt").unlink(missing_ok=True)
        elif before.get(number) != after[number]:
            ((name, text),) = files_of([(number, after[number])]).items()
            being_written = folder.with_name("being-written")
            being_written.write_text(text, encoding="utf-8")
            being_written.replace(folder / name)
        time.sleep(pause)


def watch_changes(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    """Watch while another thread changes the files, batch by batch, until the last batch is in the library."""
    committed = [threading.Event() for _ in WATCHED]
    ended = threading.Event()

    def change() -> None:
        for state, (before, after) in enumerate(pairwise(WATCHED), start=1):
            put_files(folder, before, after, pause=0.005)
            while not committed[state].wait(0.1):
                if ended.is_set():
                    return

    def each(_: Receipt) -> None:
        found = stories_in(open_store(library))
        if found in WATCHED:
            state = WATCHED.index(found)
            reached(state)
            committed[state].set()
            if found == WATCHED[-1]:
                raise _Seen

    changing = threading.Thread(target=change)
    changing.start()
    try:
        # At short intervals rather than by notice, so that it is at work most of the time.
        watch(library, _OPTIONS, poll=0.02, each=each)
    except _Seen:
        pass
    finally:
        ended.set()
        changing.join()


def watch_ends(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    """What comes after a watch that was killed: the rest of the changes, and an update."""
    put_files(folder, {}, WATCHED[-1])
    for number in WATCHED[0].keys() - WATCHED[-1].keys():
        (folder / f"story-{number}.txt").unlink(missing_ok=True)
    update(library, _OPTIONS)
    reached(len(WATCHED) - 1)
