"""Threads and processes search while another process commits; every answer must match one commit."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from fabula.index import add_works
from fabula.search import Library, SearchOptions
from .stories import make_story, marks_in, versions_of

__all__ = ["ReadTally", "read_while_writing", "states"]

ROOT = Path(__file__).parents[2]
_STORIES = 12
_EVERY_SCENE = '"would have been my choice"'
_FULL = SearchOptions(limit=1_000, fold=False)


@dataclass
class ReadTally:
    """Results of all readers.

    generations  the distinct states that any reader saw.
    lags         seconds from the end of the last commit until each reader saw it.
    """

    commits: int = 0
    answers: int = 0
    generations: set[int] = field(default_factory=set)
    lags: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def states(commits: int) -> list[dict[int, int]]:
    """Story -> version before the first commit, then after each."""
    versions = [dict.fromkeys(range(_STORIES), 0)]
    for number in range(1, commits + 1):
        versions.append({**versions[-1], number % _STORIES: number})
    return versions


class Reader:
    """Searches one library repeatedly, and checks that each answer matches a commit, never an older one."""

    def __init__(self, path: Path, commits: int) -> None:
        self._path = path
        self._known = {tuple(sorted(state.items())): number for number, state in enumerate(states(commits))}
        self._last = 0
        self.answers = 0
        self.seen: set[int] = set()
        self.problems: list[str] = []
        self.done_at = 0.0

    def read(self, library: Library) -> None:
        try:
            results = library.search(_EVERY_SCENE, _FULL)
            if results.total != len(results.hits):
                raise AssertionError(f"{results.total} scenes, and {len(results.hits)} hits")
            versions = versions_of([mark for hit in results for mark in marks_in(hit.scene.text)])
            number = self._known[tuple(sorted(versions.items()))]
            if number < self._last:
                raise AssertionError(f"state {number} after state {self._last}")
            if len(library.works()) != _STORIES:
                raise AssertionError("works are missing or duplicated")
        except Exception as error:  # noqa: BLE001 - every error is a problem to report
            self.problems.append(f"{type(error).__name__}: {error}")
            return
        self._last = number
        self.seen.add(number)
        self.answers += 1
        if number == len(self._known) - 1 and not self.done_at:
            self.done_at = time.time()

    def follow(self, library: Library, stop: Event) -> None:
        while not stop.is_set() and len(self.problems) < 5:
            self.read(library)
        self.read(library)

    def report(self) -> dict[str, Any]:
        return {"answers": self.answers, "seen": sorted(self.seen), "problems": self.problems, "done_at": self.done_at}


def read_while_writing(folder: Path, commits: int, threads: int = 8, processes: int = 4) -> ReadTally:
    """Search with `threads` threads over one library and with `processes` processes during `commits` commits."""
    path, stop = folder / "library", Event()
    add_works(path, [make_story(number) for number in range(_STORIES)])
    readers = [Reader(path, commits) for _ in range(threads)]
    with Library.open(path) as library, _processes(path, commits, processes) as others:
        running = [Thread(target=reader.follow, args=(library, stop)) for reader in readers]
        for thread in running:
            thread.start()
        writer = [sys.executable, "-m", "benchmarks.faults.readers", "write", str(path), str(commits)]
        written = subprocess.run(writer, cwd=ROOT, capture_output=True, text=True)
        # All must see the last commit within two seconds.
        time.sleep(2)
        stop.set()
        for thread in running:
            thread.join()
        (folder / "library.stop").touch()
        reports = [json.loads(other.communicate()[0]) for other in others]
    tally = ReadTally(commits=commits)
    if written.returncode:
        tally.problems.append(f"the writer failed: {written.stderr[-500:]}")
        return tally
    ended = float(written.stdout)
    reports += [reader.report() for reader in readers]
    for report in reports:
        tally.answers += report["answers"]
        tally.generations |= set(report["seen"])
        tally.problems += report["problems"]
        if report["done_at"]:
            tally.lags.append(report["done_at"] - ended)
        else:
            tally.problems.append("a reader never saw the last commit")
    return tally


@contextmanager
def _processes(path: Path, commits: int, count: int) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "benchmarks.faults.readers", "read", str(path), str(commits)]
    others = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        yield others
    finally:
        for other in others:
            if other.poll() is None:
                other.kill()
                other.wait()


def _write(path: Path, commits: int) -> None:
    for number in range(1, commits + 1):
        add_works(path, [make_story(number % _STORIES, number)], speech=number % 5 == 0)
    print(time.time())


def _read(path: Path, commits: int) -> None:
    reader, stop = Reader(path, commits), path.with_suffix(".stop")
    with Library.open(path) as library:
        while not stop.exists() and len(reader.problems) < 5:
            reader.read(library)
            if reader.answers % 7 == 0:
                # A fresh library sees the latest commit, as a new command does.
                with Library.open(path) as fresh:
                    reader.read(fresh)
                # The long-lived one may not have seen it yet.
                library.refresh()
    print(json.dumps(reader.report()))


if __name__ == "__main__":
    {"write": _write, "read": _read}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
