"""Actions to interrupt: index, rebuild, merge, many commits. Each begins and ends in known states."""

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
from fabula.index.writer import merge_policy
from .aftermath import mismatch
from .stories import files_of, make_story
from .watching import WATCHED, finish_watch, watch_changes

__all__ = ["ACTIONS", "KILLED", "Action", "States"]

Versions = dict[int, int]
Run = Callable[[Path, Path, Callable[[int], object]], None]


@dataclass(frozen=True)
class States:
    """Allowed contents of a library, as story -> version: the first before the action, the last after it.

    mixed  True if commits may fall between two states.
    """

    allowed: list[Versions]
    mixed: bool = False

    @property
    def after(self) -> Versions:
        return self.allowed[-1]

    def mismatch(self, versions: Versions, reached: int) -> str:
        """ "" if a library may hold `versions` after the state number `reached`, else the difference."""
        allowed = self.allowed[reached : reached + 2]
        if self.mixed and all(
            versions.get(story) in [state.get(story) for state in allowed] for story in _stories(versions, *allowed)
        ):
            return ""
        return mismatch(versions, allowed)


def _stories(*states: Versions) -> set[int]:
    return {story for state in states for story in state}


@dataclass(frozen=True)
class Action:
    """An action that writes.

    prepare  creates a library and a folder of stories.
    run      writes, and reports the number of each state reached.
    again    runs after an interruption and ends in the same state; `run` if None.
    """

    prepare: Callable[[Path, Path, random.Random], States]
    run: Run
    again: Run | None = None

    def finish(self, library: Path, folder: Path) -> None:
        """Complete the action after an interruption."""
        (self.again or self.run)(library, folder, lambda _: None)


def _write(folder: Path, versions: Versions) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files_of(versions.items()).items():
        (folder / name).write_text(text, encoding="utf-8")


# Two of these, a tenth, may go without consent. Half as many more would make every test of faults a third longer.
_STORIES = 20
_REMOVED = 7
_NEW = 7


def _build(library: Path, folder: Path, stories: int) -> Versions:
    """Make a library of a folder with so many stories, all in their first version."""
    versions = dict.fromkeys(range(stories), 0)
    _write(folder, versions)
    build(library, [folder], workers=0)
    return versions


def _edited(before: Versions, rng: random.Random) -> Versions:
    """`before` with eight stories in their second version, some of which are new."""
    return {**before, **dict.fromkeys(rng.sample(range(_STORIES + _NEW), 8), 1)}


def _prepare_index(library: Path, folder: Path, rng: random.Random) -> States:
    """An indexed folder in which some stories change and some are new."""
    before = _build(library, folder, _STORIES)
    after = _edited(before, rng)
    _write(folder, after)
    return States([before, after])


def _index(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # Compact segments of a few scenes after the commit, as those of thousands are.
    default, merge_policy._MIN_SCENES = merge_policy._MIN_SCENES, 1
    try:
        build(library, [folder], workers=0)
    finally:
        merge_policy._MIN_SCENES = default
    reached(1)


def _prepare_new(library: Path, folder: Path, rng: random.Random) -> States:
    """A folder without a library."""
    after = dict.fromkeys(range(rng.randint(5, 25)), 0)
    _write(folder, after)
    return States([{}, after])


# Enough for a merge of eight segments, which all have speech after every fourth commit, and some commits after it.
_COMMITS = 15


def _prepare_commits(library: Path, folder: Path, rng: random.Random) -> States:
    """One commit a story, every third of which replaces an earlier story; segments are merged on the way."""
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
    """A library with a source in which some files change, some are new and a few are gone."""
    before = _build(library, folder, _STORIES)
    after = _edited(before, rng)
    for number in rng.sample(range(_STORIES), 2):
        del after[number]
        (folder / f"story-{number}.txt").unlink()
    _write(folder, after)
    return States([before, after])


def _update(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    update(library, UpdateOptions(workers=0))
    reached(1)


def _prepare_rebuild(library: Path, folder: Path, rng: random.Random) -> States:
    """A library as before an update, of fewer files, because each file read writes a checkpoint."""
    before = _build(library, folder, 8)
    (folder / "story-7.txt").unlink()
    after = {**dict.fromkeys(range(7), 0), **dict.fromkeys(rng.sample(range(9), 4), 1)}
    _write(folder, after)
    return States([before, after])


def _rebuild(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # Write a checkpoint after every file, so that checkpoints are interrupted and resumed from, too.
    default, rebuild_writer._CHECKPOINT_SECONDS = rebuild_writer._CHECKPOINT_SECONDS, 0.0
    try:
        rebuild(library, RebuildOptions(workers=0, allow_removals=True))
    finally:
        rebuild_writer._CHECKPOINT_SECONDS = default
    reached(1)


def _prepare_remove(library: Path, folder: Path, rng: random.Random) -> States:
    """A library of which a third will be removed."""
    before = _build(library, folder, _STORIES)
    return States([before, dict.fromkeys(range(_STORIES - _REMOVED), 0)])


def _remove(library: Path, folder: Path, reached: Callable[[int], object]) -> None:
    # The interrupted run may have removed them already, as when somebody repeats a command.
    with suppress(NotFound):
        remove(library, [folder / f"story-{number}.txt" for number in range(_STORIES - _REMOVED, _STORIES)])
    reached(1)


def _prepare_restore(library: Path, folder: Path, rng: random.Random) -> States:
    """A library that keeps the generation before a rebuild."""
    states = _prepare_rebuild(library, folder, rng)
    rebuild(library, RebuildOptions(workers=0, keep=1, allow_removals=True))
    return States([states.after, states.allowed[0]])


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

# A watch commits at times that vary, so its steps cannot be counted and replayed; it is only killed.
KILLED: dict[str, Action] = {**ACTIONS, "watch": Action(_prepare_watch, watch_changes, finish_watch)}
