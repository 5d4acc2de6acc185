"""Measures updates: `python -m benchmarks.updating [--files 10000] [--work FOLDER]` generates that many stories,
indexes them, and updates the library: right after that, again with no file changed, and with 1 % of the files changed.

Each step runs the whole command in a process of its own, start-up included. The median of `--repeat` updates counts;
each changes other files. It prints a table of wall and CPU time, and the load of the machine before it began. The
targets: at most 0.5 s with nothing changed; at most 5 % of the full build plus 2 s with 1 % changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["change", "main", "make_stories"]

_SYLLABLES = [f"{first}{vowel}" for first in "bcdfghklmnprstvw" for vowel in "aeiou"]
# Words of every English story. Without them the language would be unknown, and its detection would take longer.
_COMMONEST = "the and of to a in was he that it his had with her she as for you not but at on him they be".split()
_FILES_PER_FOLDER = 100


class Step(NamedTuple):
    name: str
    wall: float
    cpu: float
    receipt: dict[str, Any]


class _Words:
    """Generates stories from words whose frequencies follow Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))) for _ in range(20_000)]
        words[: len(_COMMONEST)] = _COMMONEST
        weights = [1 / (rank + 1) for rank in range(len(words))]
        self._pool = self.random.choices(words, weights, k=400_000)

    def paragraph(self) -> str:
        start = self.random.randrange(len(self._pool) - 100)
        return " ".join(self._pool[start : start + self.random.randint(20, 90)]).capitalize() + "."

    def story(self, number: int) -> str:
        body = "\n\n".join(self.paragraph() for _ in range(self.random.randint(4, 24)))
        return f"Title: Tale {number}\nAuthor: Author {number % 997}\n\n\n{body}\n"

    def page(self, number: int) -> str:
        body = "".join(f"<p>{self.paragraph()}</p>\n" for _ in range(self.random.randint(4, 24)))
        head = f"<title>Tale {number}</title><meta name='author' content='Author {number % 997}'>"
        return f"<html><head>{head}</head><body><h1>Tale {number}</h1>\n{body}</body></html>"


def make_stories(folder: Path, files: int, words: _Words | None = None) -> None:
    """Write `files` stories of 6 KB each, a hundred in a folder; every fifth is HTML, the others plain text."""
    words = words or _Words(1)
    for number in range(files):
        subfolder = folder / f"{number // _FILES_PER_FOLDER:04}"
        subfolder.mkdir(parents=True, exist_ok=True)
        if number % 5:
            (subfolder / f"{number}.txt").write_text(words.story(number))
        else:
            (subfolder / f"{number}.html").write_text(words.page(number))


def change(folder: Path, share: float, words: _Words, seed: int) -> int:
    """Change, add, move and delete `share` of the files. Returns their number."""
    rng = random.Random(seed)
    paths = sorted(folder.rglob("*.txt"))
    count = max(4, round(len(list(folder.rglob("*.*"))) * share))
    for number, path in enumerate(rng.sample(paths, count)):
        if number % 10 < 6:
            path.write_text(path.read_text() + f"\n\n{words.paragraph()}\n")
        elif number % 10 < 8:
            path.with_name(f"new-{seed}-{number}.txt").write_text(words.story(10**6 * seed + number))
        elif number % 10 < 9:
            path.rename(path.with_name(f"moved-{seed}-{number}.txt"))
        else:
            path.unlink()
    return count


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.updating")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--work", type=Path, help="the disk to measure on (default: where temporary files go)")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="fabula-updating-", dir=options.work) as folder:
        steps = _measure(Path(folder), options.files, options.repeat)
    full = steps[0].wall
    print("| step | wall, s | CPU, s | read | phases, s |\n| --- | ---: | ---: | ---: | --- |")
    for step in steps:
        phases = ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in step.receipt["phases"].items())
        read = step.receipt["added"] + step.receipt["updated"]
        print(f"| {step.name} | {step.wall:.2f} | {step.cpu:.2f} | {read:,} | {phases} |")
    print(f"\nThe load before the run was {load:.1f}.")
    print(f"Targets: nothing changed <= 0.5 s; 1 % changed <= {0.05 * full + 2:.2f} s (5 % of the full build + 2 s)")


def _measure(folder: Path, files: int, repeat: int) -> list[Step]:
    words = _Words(1)
    stories, library = folder / "stories", folder / "library"
    make_stories(stories, files, words)
    full = _run("index, all new", library, "index", str(stories))
    first = _run("first update after it", library, "update")
    unchanged: list[Step] = []
    changed: list[Step] = []
    for number in range(repeat):
        unchanged.append(_run("update, nothing changed", library, "update"))
        change(stories, 0.01, words, number + 1)
        changed.append(_run("update, 1 % changed", library, "update"))
        _run("", library, "update")
    return [full, first, _median(unchanged), _median(changed)]


def _median(steps: Sequence[Step]) -> Step:
    return sorted(steps, key=lambda step: step.wall)[len(steps) // 2]


def _run(name: str, library: Path, *verb: str) -> Step:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "fabula.web.cli", *verb, "--library", str(library), "--json"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{' '.join(verb)} ended with {process.returncode}: {process.stdout}{process.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Step(name, wall, cpu, json.loads(process.stdout))


if __name__ == "__main__":
    main()
