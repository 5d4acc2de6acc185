"""Simulates power failures that lose unsynced changes, in part or whole, in any order; commits must survive.

A writer runs while every step is recorded. Then, for a moment of that record, a folder is created as a file system may
leave it that guarantees no more than it must: a file's content once the file is synced, a name once its folder is. Any
part of the other changes may be there (compare SQLite's crash tests, https://www.sqlite.org/testing.html, section 3.3).
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .actions import ACTIONS, Action, States
from .aftermath import left_over, mismatch, state_of
from .shim import Step, watched

__all__ = ["CrashTally", "crash_storage"]

_SECTOR_BYTES = 512


@dataclass
class CrashTally:
    """after: crashes by the kind of the step before. torn: files with partial content. lost: directory changes."""

    crashes: int = 0
    after: Counter[str] = field(default_factory=Counter)
    torn: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class _File:
    """content: all bytes written. synced: the bytes that survive a crash."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


class _Disk:
    """The state that a crash leaves. Changes of names are pending, in order, until their folder is synced."""

    def __init__(self, root: Path) -> None:
        self._durable: dict[Path, _File | None] = {}
        for path in sorted(root.rglob("*")):
            # None stands for a folder.
            content = path.read_bytes() if path.is_file() else None
            self._durable[path] = None if content is None else _File(bytearray(content), content)
        self._now = dict(self._durable)
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
            pending = []
            for change in self._pending:
                if change[0][0].parent == path:
                    self._apply(self._durable, change)
                else:
                    pending.append(change)
            self._pending = pending

    def _file(self, path: Path) -> _File:
        file = self._now[path]
        assert file is not None
        return file

    def _change(self, change: list[tuple[Path, _File | None, bool]]) -> None:
        self._apply(self._now, change)
        self._pending.append(change)

    @staticmethod
    def _apply(names: dict[Path, _File | None], change: list[tuple[Path, _File | None, bool]]) -> None:
        for path, file, exists in change:
            if exists:
                names[path] = file
            else:
                names.pop(path, None)

    def crash(self, root: Path, target: Path, rng: random.Random, tally: CrashTally) -> None:
        """Create `target` as a state that a crash now may leave of `root`."""
        names = dict(self._durable)
        survival = rng.choice([0.0, 0.5, 0.9, 1.0])
        for change in self._pending:
            if rng.random() < survival:
                self._apply(names, change)
            else:
                tally.lost += 1
        target.mkdir()
        for path, file in names.items():
            copy = target / path.relative_to(root)
            if not all(parent in names or parent == root for parent in path.parents if parent.is_relative_to(root)):
                continue
            if file is None:
                copy.mkdir(exist_ok=True)
            else:
                copy.write_bytes(self._tear(file, rng, tally))

    @staticmethod
    def _tear(file: _File, rng: random.Random, tally: CrashTally) -> bytes:
        """A content that the file may have after a crash: all synced or written bytes, or some sectors of them."""
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
        for start in range(0, len(torn), _SECTOR_BYTES):
            if rng.random() < 0.5:
                torn[start : start + _SECTOR_BYTES] = bytes(len(torn[start : start + _SECTOR_BYTES]))
        return bytes(torn)


def crash_storage(folder: Path, crashes: int, seed: int = 1, ignored: str = "") -> CrashTally:
    """Crash `crashes` times, spread over the actions and over their steps.

    The disk skips steps of the kind `ignored`, which shows that they are needed.
    """
    rng = random.Random(seed)
    tally = CrashTally()
    for number, (name, action) in enumerate(ACTIONS.items()):
        work, start = folder / "work", folder / name
        work.mkdir()
        states = action.prepare(work / "library", work / "stories", rng)
        shutil.copytree(work, start)
        record: list[Step | int] = []
        with watched(record.append):
            action.run(work / "library", work / "stories", record.append)
        shutil.rmtree(work)
        share = (crashes + number) // len(ACTIONS)
        for moment in sorted(rng.choices(range(len(record) + 1), k=share)):
            # At the path where it was written, because a library stores the paths of its sources.
            start.rename(work)
            disk = _Disk(work)
            work.rename(start)
            reached = 0
            for step in record[:moment]:
                if isinstance(step, int):
                    reached = step
                elif step.kind != ignored:
                    disk.do(step)
            last = record[moment - 1] if moment else "nothing"
            kind = last.kind if isinstance(last, Step) else "commit"
            disk.crash(work, folder / "crashed", rng, tally)
            (folder / "crashed").rename(work)
            problems = _check(action, work, states, reached)
            tally.problems += [f"{name}, after step {moment} ({kind}): {problem}" for problem in problems]
            tally.after[kind] += 1
            tally.crashes += 1
            shutil.rmtree(work)
    return tally


def _check(action: Action, work: Path, states: States, reached: int) -> list[str]:
    library = work / "library"
    try:
        problem = states.mismatch(state_of(library), reached)
        if problem:
            return [problem]
        action.finish(library, work / "stories")
        problem = mismatch(state_of(library), [states.after])
        return [f"after the next run {problem}"] if problem else [f"{file} is left over" for file in left_over(library)]
    except Exception as error:  # noqa: BLE001 - every error is a problem to report
        return [f"{type(error).__name__}: {error}"]
