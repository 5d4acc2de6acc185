"""What a process is doing when it dies: index, rebuild, merge, many commits. Each begins and ends in known states."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fabula.index import (
    RebuildOptions,
    UpdateOptions,
    add_works,
    build,
    kept_generations,
    rebuild,
    remove,
    restore,
    update,
)
from fabula.index.errors import NotFound
from fabula.index.indexer import rebuild_writer
from fabula.index.writer import merge

from .aftermath import unlike
from .stories import files_of, make_story
from .watching import WATCHED, watch_changes, watch_ends

__all__ = ["ACTIONS", "KILLED", "Action", "States"]

Versions = dict[int, int]
Run = Callable[[Path, Path, Callable[[int], object]], None]


@dataclass(frozen=True)
class States:
    """Which versions of which stories a library may hold, the first before the action, the last after it.

    mixed  True where what lies between two states may be committed by and by.
    """

    allowed: list[Versions]
    mixed: bool = False

    @property
    def after(self) -> Versions:
        return self.allowed[-1]

    def unlike(self, found: Versions, reached: int) -> str:
        """ "" if `found` is what may be there once the state with this number was reached, else what is wrong."""
        allowed = self.allowed[reached : reached + 2]
        if self.mixed and all(
            found.get(story) in [one.get(story) for one in allowed] for story in _stories(found, *allowed)
        ):
            return ""
        return unlike(found, allowed)


def _stories(*states: Versions) -> set[int]:
    return {story for state in states for story in state}


@dataclass(frozen=True)
class Action:
    """Something that writes.

    prepare  makes a library and a folder of stories, from nothing.
    run      writes. Tells the number of each state reached.
    again    what is run after it was cut short, to the same end: as a rule the same.
    """

    prepare: Callable[[Path, Path, random.Random], States]
    run: Run
    again: Run | None = None

    def finish(self, library: Path, folder: Path) -> None:
        """Do it to its end, after it was cut short."""
        (self.again or self.run)(library, folder, lambda _: None)


def _write(folder: Path, versions: Versions) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files_of(versions.items()).items():
        (folder / name).write_text(text, encoding="utf-8")


def _prepare_index(library: Path, folder: Path, rng: random.Random) -> States:
    """A folder of stories, of which some change and some are new."""
    before = dict.fromkeys(range(30), 0)
    _write(folder, before)
    build(library, [folder], workers=0)
    after = {**before, **dict.fromkeys(rng.sample(range(40), 12), 1)}
    _write(folder, after)
    return States([before, after])


def _index(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # Segments of a few scenes are made one after the commit, as those of thousands are.
    many, merge._MIN_SCENES = merge._MIN_SCENES, 1
    try:
        build(library, [folder], workers=0)
    finally:
        merge._MIN_SCENES = many
    reached(1)


def _prepare_new(library: Path, folder: Path, rng: random.Random) -> States:
    """No library at all."""
    after = dict.fromkeys(range(rng.randint(5, 25)), 0)
    _write(folder, after)
    return States([{}, after])


# Enough for a merge of eight, and some after it.
_COMMITS = 11


def _prepare_commits(library: Path, folder: Path, rng: random.Random) -> States:
    """Stories one by one, every third of which takes the place of an earlier one; segments are merged on the way."""
    add_works(library, [make_story(0)], speech=False)
    states: list[Versions] = [{0: 0}]
    for number in range(1, _COMMITS):
        states.append({**states[-1], **_step(number)})
    return States(states)


def _step(number: int) -> Versions:
    return {number // 3: number} if number % 3 == 0 else {number: 0}


def _commits(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    for number in range(1, _COMMITS):
        ((story, version),) = _step(number).items()
        add_works(library, [make_story(story, version)], speech=number % 4 == 0)
        reached(number)


def _prepare_update(library: Path, folder: Path, rng: random.Random) -> States:
    """A library with a source, of whose files some change, some are new and a few are gone."""
    before = dict.fromkeys(range(30), 0)
    _write(folder, before)
    build(library, [folder], workers=0)
    after = {**before, **dict.fromkeys(rng.sample(range(40), 12), 1)}
    for number in rng.sample(range(30), 2):
        del after[number]
        (folder / f"story-{number}.txt").unlink()
    _write(folder, after)
    return States([before, after])


def _update(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    update(library, UpdateOptions(workers=0))
    reached(1)


def _prepare_rebuild(library: Path, folder: Path, rng: random.Random) -> States:
    """As for an update, with fewer files: each that was read is written down."""
    before = dict.fromkeys(range(8), 0)
    _write(folder, before)
    build(library, [folder], workers=0)
    (folder / "story-7.txt").unlink()
    after = {**dict.fromkeys(range(7), 0), **dict.fromkeys(rng.sample(range(9), 4), 1)}
    _write(folder, after)
    return States([before, after])


def _rebuild(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # What is finished is written down after every file, so that this is cut short, too, and gone on from.
    seldom, rebuild_writer._CHECKPOINT_SECONDS = rebuild_writer._CHECKPOINT_SECONDS, 0.0
    try:
        rebuild(library, RebuildOptions(workers=0, allow_removals=True))
    finally:
        rebuild_writer._CHECKPOINT_SECONDS = seldom
    reached(1)


def _prepare_remove(library: Path, folder: Path, rng: random.Random) -> States:
    """A library of which a third is to go."""
    before = dict.fromkeys(range(30), 0)
    _write(folder, before)
    build(library, [folder], workers=0)
    return States([before, dict.fromkeys(range(20), 0)])


def _remove(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # What was taken out already is not there again, as when somebody repeats a command that was cut short.
    with suppress(NotFound):
        remove(library, [folder / f"story-{number}.txt" for number in range(20, 30)])
    reached(1)


def _prepare_restore(library: Path, folder: Path, rng: random.Random) -> States:
    """A library that keeps what it held before a rebuild."""
    old = _prepare_rebuild(library, folder, rng)
    rebuild(library, RebuildOptions(workers=0, keep=1, allow_removals=True))
    return States([old.after, old.allowed[0]])


def _restore(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    restore(library, kept_generations(library)[0].generation)
    reached(1)


def _prepare_watch(library: Path, folder: Path, rng: random.Random) -> States:
    """A library whose folder is about to change."""
    _write(folder, WATCHED[0])
    build(library, [folder], workers=0)
    return States(WATCHED, mixed=True)


ACTIONS: dict[str, Action] = {
    "update": Action(_prepare_update, _update),
    "rebuild": Action(_prepare_rebuild, _rebuild),
    "restore": Action(_prepare_restore, _restore),
    "remove": Action(_prepare_remove, _remove),
    "index": Action(_prepare_index, _index),
    "new": Action(_prepare_new, _index),
    "commits": Action(_prepare_commits, _commits),
}

# When a watch commits is a matter of time, so that its steps cannot be counted and taken again.
KILLED: dict[str, Action] = {**ACTIONS, "watch": Action(_prepare_watch, watch_changes, watch_ends)}
