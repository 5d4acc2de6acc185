"""How long an update takes: `python -m benchmarks.updating [--files 10000] [--work FOLDER]` makes that many stories,
indexes them, and updates the library with nothing changed, and with one file in a hundred changed.

Each step is the whole command in a process of its own, its start included; of the updates the best of `--repeat` runs
counts, and each changes other files. It prints a table of wall and processor time. The targets: nothing changed, at
most 2 s; one in a hundred, at most a twentieth of the full build and 2 s more.
"""

from __future__ import annotations

import argparse
import json
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
# Which every English story has; without them each is a text of an unknown language, and takes longer to place.
_COMMONEST = "the and of to a in was he that it his had with her she as for you not but at on him they be".split()
_FOLDER = 100


class Step(NamedTuple):
    name: str
    wall: float
    cpu: float
    receipt: dict[str, Any]


class _Words:
    """Words as common as words are, of a vocabulary that grows like that of stories."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))) for _ in range(20_000)]
        words[: len(_COMMONEST)] = _COMMONEST
        weights = [1 / (place + 1) for place in range(len(words))]
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
    """Texts, every fifth a page of HTML, a hundred in a folder, 6 KB each."""
    words = words or _Words(1)
    for number in range(files):
        place = folder / f"{number // _FOLDER:04}"
        place.mkdir(parents=True, exist_ok=True)
        if number % 5:
            (place / f"{number}.txt").write_text(words.story(number))
        else:
            (place / f"{number}.html").write_text(words.page(number))


def change(folder: Path, share: float, words: _Words, seed: int) -> int:
    """Change, add, move and delete files, `share` of them all in all. Returns how many."""
    chosen = random.Random(seed)
    paths = sorted(folder.rglob("*.txt"))
    count = max(4, round(len(list(folder.rglob("*.*"))) * share))
    picked = chosen.sample(paths, count)
    for place, path in enumerate(picked):
        if place % 10 < 6:
            path.write_text(path.read_text() + f"\n\n{words.paragraph()}\n")
        elif place % 10 < 8:
            path.with_name(f"new-{seed}-{place}.txt").write_text(words.story(10**6 * seed + place))
        elif place % 10 < 9:
            path.rename(path.with_name(f"moved-{seed}-{place}.txt"))
        else:
            path.unlink()
    return count


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.updating")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--work", type=Path, help="the disk to measure on (default: where temporary files go)")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="fabula-updating-", dir=options.work) as folder:
        steps = _measure(Path(folder), options.files, options.repeat)
    full = steps[0].wall
    print("| step | wall, s | CPU, s | read | phases, s |\n| --- | ---: | ---: | ---: | --- |")
    for step in steps:
        phases = ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in step.receipt["phases"].items())
        read = step.receipt["added"] + step.receipt["updated"]
        print(f"| {step.name} | {step.wall:.2f} | {step.cpu:.2f} | {read:,} | {phases} |")
    print(f"\nTargets: nothing changed <= 2 s; 1 % changed <= {0.05 * full + 2:.2f} s (5 % of the full build + 2 s)")


def _measure(folder: Path, files: int, repeat: int) -> list[Step]:
    words = _Words(1)
    stories, library = folder / "stories", folder / "library"
    make_stories(stories, files, words)
    full = _run("index, all new", library, "index", str(stories))
    nothing: list[Step] = []
    little: list[Step] = []
    for number in range(repeat):
        # What is younger than two seconds is hashed again.
        time.sleep(2.5)
        nothing.append(_run("update, nothing changed", library, "update"))
        change(stories, 0.01, words, number + 1)
        time.sleep(2.5)
        little.append(_run("update, 1 % changed", library, "update"))
        _run("", library, "update")
    return [full, min(nothing, key=lambda step: step.wall), min(little, key=lambda step: step.wall)]


def _run(name: str, library: Path, *verb: str) -> Step:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "fabula.web.cli", *verb, "--library", str(library), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(verb)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Step(name, wall, cpu, json.loads(done.stdout))


if __name__ == "__main__":
    main()
