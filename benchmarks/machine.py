"""Describes the machine and the versions of a run."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .peers import PEERS

__all__ = ["Machine", "describe_machine"]

# Load average of the two cores; above it other processes distort the figures.
_MAX_IDLE_LOAD = 0.3


@dataclass(frozen=True, slots=True)
class Machine:
    """load: average over the minute before the run. commit: that of the checkout, "" if unknown."""

    date: str
    processor: str
    cores: int
    memory: int
    system: str
    python: str
    versions: Mapping[str, str]
    load: float
    commit: str

    @property
    def idle(self) -> bool:
        return self.load < _MAX_IDLE_LOAD


def describe_machine() -> Machine:
    versions = {peer.name: release for peer in PEERS.values() if "," not in peer.name and (release := peer.version())}
    return Machine(
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        processor=_processor(),
        cores=os.cpu_count() or 0,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        versions={**versions, "numpy": version("numpy"), "nltk": version("nltk")},
        load=os.getloadavg()[0],
        commit=_commit(),
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _commit() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
