"""Starts worker processes and measures their memory and disk use from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .asks import Ask, Kind

__all__ = ["Built", "Memory", "Server", "build", "disk_bytes", "processor_seconds", "proportional_bytes"]

_ROOT = Path(__file__).parents[1]
# Reading the page table of a large process takes milliseconds; a shorter interval would slow the measured process.
_WATCH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Built:
    """One build. Times in seconds, sizes in bytes.

    wall, cpu  from the texts to an index that is committed and synced.
    compacted    wall time including the merging after the commit.
    loading    wall time to import the peer's code and index one scene of two words; before the clock starts.
    resident   memory in use before the build (the texts).
    peak       peak memory of the build's first process, `resident` included.
    together   peak memory of all its processes, shared pages counted once, sampled every 0.1 s; 0 if not watched.
    disk       size of the finished index.
    """

    wall: float
    cpu: float
    compacted: float
    loading: float
    resident: int
    peak: int
    together: int
    disk: int


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident bytes: total, the process's own, and pages of files (which the system can reclaim)."""

    resident: int
    own: int
    files: int


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.worker", *arguments]


def build(peer: str, texts: Path, folder: Path, *, streamed: bool = False, watched: bool = False) -> Built:
    """Build in a fresh process. If `streamed`, it reads the stories during the build, one work in memory at a time."""
    arguments = ["build", peer, str(texts), str(folder), *(["--streamed"] if streamed else [])]
    with subprocess.Popen(_command(*arguments), cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        watch = _Watch(process.pid) if watched else None
        assert process.stdout is not None
        line = process.stdout.read()
        process.wait()
        together = watch.stop() if watch else 0
    if process.returncode:
        raise RuntimeError(f"building with {peer} failed (exit code {process.returncode}); see its message")
    return Built(**json.loads(line), together=together, disk=disk_bytes(folder))


class _Watch:
    """Samples the memory of a process and its descendants (proportional set size) and keeps the maximum, in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._stopped.set()
        self._thread.join()
        return self._peak

    def _sample(self) -> None:
        while not self._stopped.wait(_WATCH_SECONDS):
            self._peak = max(self._peak, sum(map(proportional_bytes, _with_descendants(self._pid))))


def _with_descendants(pid: int) -> list[int]:
    pids = [pid]
    # The loop also visits the children that it appends.
    for parent in pids:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return pids


def proportional_bytes(pid: int) -> int:
    """The memory of a process, shared pages divided among those that share them (Linux); 0 if it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def processor_seconds(pid: int) -> float:
    """Processor seconds of a process and its descendants so far, user and system (Linux)."""
    ticks = 0
    for each in _with_descendants(pid):
        with suppress(OSError):
            # After the name, which may have spaces: fields 14 and 15 of proc(5) are those of the process itself.
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def disk_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Server:
    """A peer with an open index, in a process of its own."""

    def __init__(self, peer: str, folder: Path) -> None:
        self.peer = peer
        self._process = subprocess.Popen(
            _command("serve", peer, str(folder)), cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, kind: Kind, asks: Sequence[Ask]) -> tuple[list[float], list[int | None], float]:
        """Milliseconds and total of each query, and the CPU milliseconds of all together."""
        reply = self._request({"kind": kind.value, "asks": [ask.words for ask in asks]})
        return [nanoseconds / 1e6 for nanoseconds in reply["times"]], reply["totals"], reply["cpu"] / 1e6

    def memory(self) -> Memory:
        sizes = self._request({})
        return Memory(sizes["VmRSS"], sizes["RssAnon"], sizes["RssFile"])

    def _request(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer} ended while it answered {request.get('kind')} queries; see its message")
        return json.loads(line)
