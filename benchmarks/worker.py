"""The process that a peer runs in, so that each has its own memory, caches and clock.

    python -m benchmarks.worker build PEER TEXTS FOLDER [--streamed]
    python -m benchmarks.worker serve PEER FOLDER

`build` prints one line of JSON. `serve` answers one line of JSON for each line of JSON.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .asks import Ask, Kind
from .corpus import TINY, Story, stories_in
from .peers import PEERS

__all__: list[str] = []

# The real answers go to the first standard output; whatever a peer prints goes to standard error.
_ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")


def main(arguments: list[str]) -> None:
    os.dup2(2, 1)
    task, peer, *rest = arguments
    if task == "build":
        _say(build(peer, Path(rest[0]), Path(rest[1]), streamed="--streamed" in rest))
    else:
        serve(peer, Path(rest[0]))


def build(name: str, texts: Path, folder: Path, *, streamed: bool) -> dict[str, float]:
    """Seconds from the texts in memory (or, streamed, in a file) to an index that is committed and synced."""
    peer = PEERS[name]
    loading = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder.parent) as elsewhere:
        peer.build([TINY], Path(elsewhere))()
    loading = time.perf_counter() - loading
    stories: Iterable[Story] = stories_in(texts) if streamed else list(stories_in(texts))
    gc.collect()
    # What is there already is nobody's garbage; without this the collector goes through all scenes again and again.
    gc.freeze()
    os.sync()
    resident = memory()["VmRSS"]
    cpu, started = _cpu(), time.perf_counter()
    finish = peer.build(stories, folder)
    _sync(folder)
    wall, cpu = time.perf_counter() - started, _cpu() - cpu
    finish()
    settled = time.perf_counter() - started
    peak = memory()["VmHWM"]
    return {"loading": loading, "resident": resident, "peak": peak, "wall": wall, "cpu": cpu, "settled": settled}


def serve(name: str, folder: Path) -> None:
    """{"kind", "asks"} is answered with nanoseconds and totals by ask, {} with memory in use, until the input ends."""
    searcher = PEERS[name].open(folder)
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        if not wanted:
            _say(memory())
            continue
        kind = Kind(wanted["kind"])
        queries = [searcher.spell(Ask(kind, tuple(words))) for words in wanted["asks"]]
        times: list[int] = []
        totals: list[int | None] = []
        cpu = time.process_time_ns()
        for query in queries:
            started = time.perf_counter_ns()
            total = searcher.search(kind, query)
            times.append(time.perf_counter_ns() - started)
            totals.append(total)
        _say({"times": times, "totals": totals, "cpu": time.process_time_ns() - cpu})
    searcher.close()


def memory() -> dict[str, int]:
    """Bytes of this process in memory, the most there ever were, and how many are its own (RssAnon) or a file's.

    The most is not taken from getrusage: there a process begins with what its parent had.
    """
    found: dict[str, int] = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM", "RssAnon", "RssFile"):
            found[name] = int(value.split()[0]) * 1024
    return found


def _cpu() -> float:
    """CPU seconds of this process, all its threads, and the processes that it started and waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _sync(folder: Path) -> None:
    """Sync what the peer has not: stock Whoosh never does; for the others there is nothing left to write."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _say(answer: object) -> None:
    _ANSWERS.write(json.dumps(answer) + "\n")
    _ANSWERS.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
