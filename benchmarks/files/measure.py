"""Runs a whole command and says what it took."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

__all__ = ["Figures", "feed", "index", "middle"]

_SCRIPTS = Path(__file__).parent
# The phases before the commit is made, for commands whose receipt does not say when that was.
_BEFORE_COMMIT = ("looking", "reading", "committing")


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of a command, or the medians of several.

    wall        seconds from its start to its end; of Fabula without speakers.
    searchable  seconds until the stories can be searched. The time before Fabula's run (starting Python) is part of it.
    cpu         processor seconds of all its processes.
    speakers    wall seconds of the whole command with speakers, and `speakers_cpu`; 0 if that was not measured.
    text        megabytes of the works' text; 0 if the command does not say.
    phases      wall seconds by phase, of the run with speakers if there is one; "starting" is before the run.
    phases_cpu  the same of processor time.
    """

    wall: float
    searchable: float
    cpu: float
    speakers: float = 0.0
    speakers_cpu: float = 0.0
    text: float = 0.0
    phases: Mapping[str, float] = field(default_factory=dict)
    phases_cpu: Mapping[str, float] = field(default_factory=dict)


def feed(script: str, folder: Path, index: Path) -> Figures:
    """Run one of the scripts beside this file over the texts in `folder`."""
    wall, cpu, _ = _timed([sys.executable, str(_SCRIPTS / f"{script}.py"), str(folder), str(index)])
    shutil.rmtree(index)
    return Figures(wall, wall, cpu)


def index(command: Sequence[str], folder: Path, library: Path, *, speakers: bool) -> Figures:
    """Run `fabula index` over `folder` without speakers, and then, with `speakers`, once more with them."""
    wall, cpu, receipt = _index(command, folder, library, "--no-speech")
    phases = _phases(wall, receipt), _phases_cpu(cpu, receipt)
    full = full_cpu = 0.0
    searchable = wall - receipt["seconds"] + searchable_seconds(receipt)
    if speakers:
        full, full_cpu, receipt = _index(command, folder, library)
        phases = _phases(full, receipt), _phases_cpu(full_cpu, receipt)
    return Figures(wall, searchable, cpu, full, full_cpu, receipt["bytes"] / 1e6, *phases)


def searchable_seconds(receipt: Mapping[str, Any]) -> float:
    """From the beginning of a run until its stories could be searched."""
    before_commit = sum(receipt["phases"].get(phase, 0.0) for phase in _BEFORE_COMMIT)
    return float(receipt.get("searchable_after") or before_commit)


def _phases(wall: float, receipt: Mapping[str, Any]) -> dict[str, float]:
    return {"starting": wall - receipt["seconds"], **receipt["phases"]}


def _phases_cpu(cpu: float, receipt: Mapping[str, Any]) -> dict[str, float]:
    processor = receipt.get("processor")
    return {"starting": cpu - processor["seconds"], **processor["phases"]} if processor else {}


def middle(runs: Sequence[Figures]) -> Figures:
    """The median of each figure by itself."""

    def of(values: Sequence[Mapping[str, float]]) -> dict[str, float]:
        names = dict.fromkeys(name for value in values for name in value)
        return {name: median(value.get(name, 0.0) for value in values) for name in names}

    numbers = ("wall", "searchable", "cpu", "speakers", "speakers_cpu", "text")
    return Figures(
        *(median(getattr(run, name) for run in runs) for name in numbers),
        phases=of([run.phases for run in runs]),
        phases_cpu=of([run.phases_cpu for run in runs]),
    )


def _index(command: Sequence[str], folder: Path, library: Path, *options: str) -> tuple[float, float, dict[str, Any]]:
    words = [*command, "index", str(folder), "--library", str(library), "--json", *options]
    wall, cpu, output = _timed(words)
    shutil.rmtree(library)
    return wall, cpu, json.loads(output)


def _timed(command: Sequence[str]) -> tuple[float, float, str]:
    """Wall seconds, processor seconds of all its processes, and what it printed."""
    # An installed package has its modules compiled; a checkout may be told not to keep them so.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {process.stdout}{process.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, process.stdout
