"""Plays a plan: rounds of changes to an archive, a run after each, and the comparison with what was expected."""

from __future__ import annotations

import copy
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fabula.index import build
from fabula.index.errors import RemovalsRefused
from .actual import Actual, find, read_library
from .archive import SOURCES, Archive, new_archive
from .changes import CHANGES
from .expected import Expected, Known, expect
from .items import State
from .runs import RUNS
from .verify import idle_problems, library_problems, receipt_problems, stories_of

_MAX_CHANGES = 4
_SEARCHED_MARKS = 25
# After so many runs another one finds nothing to do.
_IDLE_SHARE = 0.25


class Step(NamedTuple):
    """A change or a run by its name, with the seed of its random numbers."""

    name: str
    seed: int


class Round(NamedTuple):
    changes: tuple[Step, ...]
    run: Step


class Plan(NamedTuple):
    """seed: of the archive at the beginning."""

    seed: int
    rounds: tuple[Round, ...]


class Mismatch(AssertionError):
    """A library or a receipt is not as expected. place: the number of the round, from 0; done: all changes so far."""

    def __init__(self, place: int, done: Sequence[str], problems: Sequence[str]) -> None:
        super().__init__("\n".join([f"in round {place}:", *problems, "after", *done]))
        self.place = place
        self.problems = problems


def make_plan(seed: int, rounds: int, leave_out: Sequence[str] = ()) -> Plan:
    """A year of so many rounds; `leave_out` names changes and runs that do not happen in it."""
    rng = random.Random(seed)
    changes = [name for name in CHANGES if name not in leave_out]
    runs = [name for name in RUNS if name not in leave_out]
    weights = [8 if name == "plain" else 1 for name in runs]

    def step(name: str) -> Step:
        return Step(name, rng.randrange(1_000_000))

    return Plan(
        seed,
        tuple(
            Round(
                tuple(step(rng.choice(changes)) for _ in range(rng.randint(1, _MAX_CHANGES))),
                step(rng.choices(runs, weights)[0]),
            )
            for _ in range(rounds)
        ),
    )


@dataclass
class Year:
    """One play. works: of the library, by id. known: the same by place. lost: marks of texts that are gone."""

    base: Path
    archive: Archive
    works: dict[str, Actual] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    @property
    def library(self) -> Path:
        return self.base / "library"

    def begin(self) -> None:
        build(self.library, [self.archive.root / source for source in SOURCES], workers=0, speech=False)
        problems = self._accept(expect({}, self.archive.seen()))
        self._check(-1, problems)
        self.archive.settle()

    def play(self, place: int, this: Round) -> None:
        rng = random.Random(this.run.seed)
        snapshot = self._snapshot()
        for step in this.changes:
            did = CHANGES[step.name](self.archive, random.Random(step.seed))
            self.done.append(f"{place}: {step.name}: {did or 'nothing'}")
        self.archive.drop_orphans()
        self.done.append(f"{place}: run: {this.run.name}")
        expected = self._expect()
        before = self.works
        allow = False
        while True:
            try:
                receipt = RUNS[this.run.name](self.library, allow, rng)
                break
            except RemovalsRefused as error:
                problems = [] if expected.may_refuse and not allow else [f"refused for no reason: {error}"]
                if read_library(self.library, self.archive.root) != self.works:
                    problems.append("a refused run has changed the library")
                self._check(place, problems)
            may_allow = not self.archive.emptied and all(item.state is not State.PAGE for item in self.archive.items)
            if may_allow and rng.random() < 0.5:
                self.done.append(f"{place}: refused, and allowed")
                allow = True
            else:
                self.done.append(f"{place}: refused, and all files put back")
                self._put_back(snapshot)
                expected = self._expect()
        problems = ["removals should have been refused"] if expected.must_refuse and not allow else []
        problems += self._accept(expected)
        if receipt is not None and not problems:
            problems += receipt_problems(receipt, before, self.works, self.archive)
        self._check(place, problems)
        self.archive.settle()
        if rng.random() < _IDLE_SHARE:
            again = RUNS["plain"](self.library, False, rng)
            assert again is not None
            self._check(place, list(idle_problems(again, self.works)))

    def _expect(self) -> Expected:
        seen = self.archive.seen()
        pages = [item.place for item in self.archive.items if item.state is State.PAGE]
        return expect(self.known, seen, pages)

    def _accept(self, expected: Expected) -> list[str]:
        """Look at the library and the searches in it; returns what is wrong."""
        before, self.works = self.works, read_library(self.library, self.archive.root)
        problems = library_problems(before, self.works, expected, self.archive)
        if problems:
            return problems
        self.known = stories_of(self.works, expected)
        marks: dict[str, set[str]] = {}
        for work_id, work in self.works.items():
            for mark in work.marks:
                marks.setdefault(mark, set()).add(work_id)
        self.lost |= {mark for work in before.values() for mark in work.marks}
        self.lost -= set(marks)
        rng = random.Random(len(self.done))
        wanted = rng.sample(sorted(marks), min(_SEARCHED_MARKS, len(marks)))
        unwanted = rng.sample(sorted(self.lost), min(_SEARCHED_MARKS, len(self.lost)))
        return find(self.library, {mark: marks.get(mark, set()) for mark in (*wanted, *unwanted)})

    def _check(self, place: int, problems: Sequence[str]) -> None:
        if problems:
            raise Mismatch(place, self.done, problems)

    def _snapshot(self) -> Archive:
        kept = self.base / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.archive.base, kept, symlinks=True)
        return copy.deepcopy(self.archive)

    def _put_back(self, snapshot: Archive) -> None:
        shutil.rmtree(self.archive.base)
        shutil.copytree(self.base / "kept", self.archive.base, symlinks=True)
        self.archive = snapshot


@contextmanager
def _settled_files() -> Iterator[None]:
    """Files of a test are always young. Young files are hashed, which would hide the fingerprint's mistakes."""
    with mock.patch.object(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True):
        yield


def play(plan: Plan, folder: Path) -> None:
    """Play `plan` in an empty folder. Raises Mismatch."""
    with _settled_files():
        year = Year(folder, new_archive(folder / "disk", plan.seed))
        year.begin()
        for place, this in enumerate(plan.rounds):
            year.play(place, this)
