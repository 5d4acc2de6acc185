"""Starting workers, and seeing what they cost from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .asks import Ask, Kind

__all__ = ["Built", "Memory", "Server", "build", "disk_bytes"]

_ROOT = Path(__file__).parents[1]
# Reading a large process's page table takes milliseconds; oftener would slow what is measured.
_WATCH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Built:
    """One build. Times in seconds, sizes in bytes.

    wall, cpu  from the texts to an index that is committed and synced.
    settled    wall, with the merging that goes on after the commit.
    loading    wall, to import the peer's code and index one scene of two words; before the clock starts.
    resident   memory in use before the build (the texts).
    peak       the most that the build's first process had in memory, `resident` included.
    together   the same of all its processes, shared pages counted once, ten times a second; 0 if not watched.
    disk       of the finished index.
    """

    wall: float
    cpu: float
    settled: float
    loading: float
    resident: int
    peak: int
    together: int
    disk: int


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes resident: in all, the process's own, and pages of files (which the system can take back)."""

    resident: int
    own: int
    files: int


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.worker", *arguments]


def build(peer: str, texts: Path, folder: Path, *, streamed: bool = False, watched: bool = False) -> Built:
    """Build in a fresh process. `streamed` reads the stories from the file meanwhile, one work in memory at a time."""
    arguments = ["build", peer, str(texts), str(folder), *(["--streamed"] if streamed else [])]
    with subprocess.Popen(_command(*arguments), cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        watch = _Watch(process.pid) if watched else None
        assert process.stdout is not None
        line = process.stdout.read()
        process.wait()
        together = watch.stop() if watch else 0
    if process.returncode:
        raise RuntimeError(f"building with {peer} failed (exit code {process.returncode}); see its message")
    found = json.loads(line)
    return Built(
        wall=found["wall"],
        cpu=found["cpu"],
        settled=found["settled"],
        loading=found["loading"],
        resident=found["resident"],
        peak=found["peak"],
        together=together,
        disk=disk_bytes(folder),
    )


class _Watch:
    """Looks again and again at the memory of a process and its descendants (proportional set size)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._done.wait(_WATCH_SECONDS):
            self._most = max(self._most, sum(map(_proportional, _family(self._pid))))


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _proportional(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def disk_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Server:
    """A peer with an open index in a process of its own."""

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
        """Milliseconds and total by ask, and the CPU milliseconds of all."""
        found = self._ask({"kind": kind.value, "asks": [ask.words for ask in asks]})
        return [nanoseconds / 1e6 for nanoseconds in found["times"]], found["totals"], found["cpu"] / 1e6

    def memory(self) -> Memory:
        found = self._ask({})
        return Memory(found["VmRSS"], found["RssAnon"], found["RssFile"])

    def _ask(self, wanted: dict[str, Any]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer} ended while it answered {wanted.get('kind')} queries; see its message")
        return json.loads(line)
