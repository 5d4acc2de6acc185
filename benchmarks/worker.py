"""The process of one peer, so that each has its own memory, caches and clock.

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

# Answers go to the original standard output; everything that a peer prints goes to standard error.
_ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")


def main(arguments: list[str]) -> None:
    os.dup2(2, 1)
    task, peer, *rest = arguments
    if task == "build":
        _say(build(peer, Path(rest[0]), Path(rest[1]), streamed="--streamed" in rest))
    else:
        serve(peer, Path(rest[0]))


def build(name: str, texts: Path, folder: Path, *, streamed: bool) -> dict[str, float]:
    """Measure a build, from texts in memory (if `streamed`, in a file) to an index that is committed and synced."""
    peer = PEERS[name]
    loading = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder.parent) as elsewhere:
        peer.build([TINY], Path(elsewhere))()
    loading = time.perf_counter() - loading
    stories: Iterable[Story] = stories_in(texts) if streamed else list(stories_in(texts))
    gc.collect()
    # The scenes are no garbage; without this the collector would traverse all of them again and again.
    gc.freeze()
    os.sync()
    resident = memory()["VmRSS"]
    cpu, started = _cpu(), time.perf_counter()
    finish = peer.build(stories, folder)
    _sync(folder)
    wall, cpu = time.perf_counter() - started, _cpu() - cpu
    finish()
    compacted = time.perf_counter() - started
    peak = memory()["VmHWM"]
    return {"loading": loading, "resident": resident, "peak": peak, "wall": wall, "cpu": cpu, "compacted": compacted}


def serve(name: str, folder: Path) -> None:
    """Answer {"kind", "asks"} with nanoseconds and totals by query, and {} with the memory in use, until input ends."""
    searcher = PEERS[name].open(folder)
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        if not request:
            _say(memory())
            continue
        kind = Kind(request["kind"])
        queries = [searcher.spell(Ask(kind, tuple(words))) for words in request["asks"]]
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
    """Bytes of this process in memory (VmRSS), their peak (VmHWM), its own (RssAnon) and pages of files (RssFile).

    The peak of getrusage does not serve: a process inherits that of its parent.
    """
    sizes: dict[str, int] = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM", "RssAnon", "RssFile"):
            sizes[name] = int(value.split()[0]) * 1024
    return sizes


def _cpu() -> float:
    """CPU seconds of this process and the child processes that it waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _sync(folder: Path) -> None:
    """Sync all files. Stock Whoosh never does; the other peers leave nothing to write."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _say(answer: object) -> None:
    _ANSWERS.write(json.dumps(answer) + "\n")
    _ANSWERS.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
