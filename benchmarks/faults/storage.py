"""The power fails: what was not synced is lost, in part or whole, in any order. Is what was committed still there?

A writer runs with every step recorded. Then, for a moment of that record, a folder is made as a file system may
leave it that keeps nothing but its promises: the content of a file is certain once it is synced, a name once its folder
is. Of the rest any part may be there (compare SQLite's crash tests, https://www.sqlite.org/testing.html, section 3.3).
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .actions import ACTIONS, Action, States
from .aftermath import left_over, state_of, unlike
from .shim import Step, watched

__all__ = ["CrashTally", "crash_storage"]

_SECTOR = 512


@dataclass
class CrashTally:
    """How many crashes, by what the last step before was; how many files were torn, and names lost."""

    crashes: int = 0
    after: Counter[str] = field(default_factory=Counter)
    torn: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class _File:
    """What was written to a file, and how much of it is certain."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


class _Disk:
    """What a crash leaves. Names are certain, or changes of them are pending, in order."""

    def __init__(self, root: Path) -> None:
        self._certain: dict[Path, _File | None] = {}
        for path in sorted(root.rglob("*")):
            # None is a folder.
            content = path.read_bytes() if path.is_file() else None
            self._certain[path] = None if content is None else _File(bytearray(content), content)
        self._now = dict(self._certain)
        self._pending: list[list[tuple[Path, _File | None, bool]]] = []

    def do(self, step: Step) -> None:
        path = step.path
        if step.kind == "create":
            self._change([(path, _File(), True)])
        elif step.kind == "folder":
            self._change([(path, None, True)])
        elif step.kind == "write":
            self._file(path).content += step.content
        elif step.kind == "sync":
            self._file(path).synced = bytes(self._file(path).content)
        elif step.kind == "rename" and step.target:
            # Both names change at once.
            self._change([(step.target, self._now[path], True), (path, None, False)])
        elif step.kind == "remove":
            self._change([(path, None, False)])
        elif step.kind == "names":
            kept = []
            for change in self._pending:
                if change[0][0].parent == path:
                    self._apply(self._certain, change)
                else:
                    kept.append(change)
            self._pending = kept

    def _file(self, path: Path) -> _File:
        file = self._now[path]
        assert file is not None
        return file

    def _change(self, change: list[tuple[Path, _File | None, bool]]) -> None:
        self._apply(self._now, change)
        self._pending.append(change)

    @staticmethod
    def _apply(names: dict[Path, _File | None], change: list[tuple[Path, _File | None, bool]]) -> None:
        for path, file, there in change:
            if there:
                names[path] = file
            else:
                names.pop(path, None)

    def crash(self, root: Path, target: Path, rng: random.Random, tally: CrashTally) -> None:
        """Make `target` what `root` may be after a crash now."""
        names = dict(self._certain)
        chance = rng.choice([0.0, 0.5, 0.9, 1.0])
        for change in self._pending:
            if rng.random() < chance:
                self._apply(names, change)
            else:
                tally.lost += 1
        target.mkdir()
        for path, file in names.items():
            place = target / path.relative_to(root)
            if not all(above in names or above == root for above in path.parents if above.is_relative_to(root)):
                continue
            if file is None:
                place.mkdir(exist_ok=True)
            else:
                place.write_bytes(self._torn(file, rng, tally))

    @staticmethod
    def _torn(file: _File, rng: random.Random, tally: CrashTally) -> bytes:
        """A content that the file may have: what is certain, or what was written, or sectors of it."""
        if file.content == file.synced:
            return file.synced
        tally.torn += 1
        fate = rng.randrange(4)
        if fate == 0:
            return file.synced
        if fate == 1:
            return bytes(file.content)
        if fate == 2:
            return bytes(file.content[: rng.randrange(len(file.content) + 1)])
        torn = bytearray(file.content)
        for at in range(0, len(torn), _SECTOR):
            if rng.random() < 0.5:
                torn[at : at + _SECTOR] = bytes(len(torn[at : at + _SECTOR]))
        return bytes(torn)


def crash_storage(folder: Path, crashes: int, seed: int = 1, forgets: str = "") -> CrashTally:
    """Crash `crashes` times, spread over the actions and over their steps.

    The kind of step that the disk `forgets` is as if the writer had left it out, to see that it is needed.
    """
    rng = random.Random(seed)
    tally = CrashTally()
    for place, (name, action) in enumerate(ACTIONS.items()):
        work, start = folder / "work", folder / name
        work.mkdir()
        states = action.prepare(work / "library", work / "stories", rng)
        shutil.copytree(work, start)
        record: list[Step | int] = []
        with watched(record.append):
            action.run(work / "library", work / "stories", record.append)
        shutil.rmtree(work)
        share = (crashes + place) // len(ACTIONS)
        for moment in sorted(rng.choices(range(len(record) + 1), k=share)):
            # At the place where it was written, as a library remembers where its stories lie.
            start.rename(work)
            disk = _Disk(work)
            work.rename(start)
            reached = 0
            for step in record[:moment]:
                if isinstance(step, int):
                    reached = step
                elif step.kind != forgets:
                    disk.do(step)
            last = record[moment - 1] if moment else "nothing"
            kind = last.kind if isinstance(last, Step) else "commit"
            disk.crash(work, folder / "crashed", rng, tally)
            (folder / "crashed").rename(work)
            problems = _look(action, work, states, reached)
            tally.problems += [f"{name}, after step {moment} ({kind}): {problem}" for problem in problems]
            tally.after[kind] += 1
            tally.crashes += 1
            shutil.rmtree(work)
    return tally


def _look(action: Action, work: Path, states: States, reached: int) -> list[str]:
    library = work / "library"
    try:
        problem = states.unlike(state_of(library), reached)
        if problem:
            return [problem]
        action.finish(library, work / "stories")
        problem = unlike(state_of(library), [states.after])
        return [f"after the next run {problem}"] if problem else [f"{one} is left over" for one in left_over(library)]
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        return [f"{type(error).__name__}: {error}"]
