"""A long run with a writer beside it (Linux): python -m benchmarks.stress.soak --minutes 30

Two processes serve a small library in a temporary folder, in which a writer replaces one work every two seconds. Six
threads ask all the time and compare each answer: what never changes has to be found as at first; of the work that
changes exactly one version has to be found, and none that is older than five seconds. Memory (proportional to sharing)
and descriptors are sampled; the largest of the first and of the last quarter are printed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.processes import proportional_bytes
from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from .serving import Serving, serving

_THREADS = 6
_COMMIT_SECONDS = 2.0
_OLDEST_SECONDS = 5.0
_SAMPLE_SECONDS = 2.0
_WORDS = "lamp river ferry rope salt letter winter garden stone bridge fox candle mirror harbour".split()
_WORKS = 60


@dataclass(slots=True)
class Soak:
    """What was seen. `versions` has the time of each version's commit, by its number."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    versions: dict[int, float] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=2.0)
    minutes: float = parser.parse_args().minutes
    soak, is_over = Soak(), threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        expected = _make_library(library)
        _write_version(library, soak, 0)
        with serving(library, "--processes", "2") as server:
            threads = [
                threading.Thread(target=_ask, args=(server.port, expected, soak, is_over, seed))
                for seed in range(_THREADS)
            ]
            threads.append(threading.Thread(target=_write, args=(library, soak, is_over)))
            threads.append(threading.Thread(target=_sample, args=(server, soak, is_over)))
            for thread in threads:
                thread.start()
            time.sleep(minutes * 60)
            is_over.set()
            for thread in threads:
                thread.join()
    commits = len(soak.versions)
    print(f"{soak.answers:,} answers beside {commits:,} commits in {minutes:g} minutes: {len(soak.wrong)} wrong")
    for wrong in soak.wrong[:10]:
        print(f"  {wrong}")
    print(f"  memory       {_quarters([size / 1e6 for size in soak.memory])} MB")
    print(f"  descriptors  {_quarters(soak.descriptors)}")


def _make_library(library: Path) -> dict[str, int]:
    """Write the works that stay; return the scenes that each query has to find."""
    rng = random.Random(20261130)
    texts = [" ".join(rng.choices(_WORDS, k=400)) for _ in range(_WORKS)]
    add_works(library, [_work(f"Tale {number}", text) for number, text in enumerate(texts)], speech=False)
    pairs = [f"{first} {second}" for first in _WORDS for second in _WORDS]
    return {f'"{pair}"': sum(f" {pair} " in f" {text} " for text in texts) for pair in pairs}


def _work(title: str, text: str) -> Work:
    chapter = Chapter((Block(BlockKind.PARAGRAPH, text),))
    return Work(title, ("Ann Lee",), (chapter,), Metadata(language="en"), path=f"{title}.txt")


def _write(library: Path, soak: Soak, is_over: threading.Event) -> None:
    while not is_over.wait(_COMMIT_SECONDS):
        _write_version(library, soak, len(soak.versions))


def _write_version(library: Path, soak: Soak, number: int) -> None:
    add_works(library, [_work("The clock", f"zebra tick {number} tock")], speech=False)
    soak.versions[number] = time.monotonic()


def _ask(port: int, expected: dict[str, int], soak: Soak, is_over: threading.Event, seed: int) -> None:
    rng = random.Random(seed)
    queries = list(expected)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while not is_over.is_set():
        query = rng.choice(queries) if rng.random() < 0.8 else "zebra"
        asked_at = time.monotonic()
        try:
            connection.request("GET", "/api/v1/search?" + urlencode({"q": query, "limit": 3}))
            answer = connection.getresponse()
            shape = json.loads(answer.read())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            soak.wrong.append(f"{query}: {error!r}")
            continue
        soak.answers += 1
        if answer.status != 200:
            soak.wrong.append(f"{query}: {answer.status}")
        elif query != "zebra":
            if shape["total"] != expected[query]:
                soak.wrong.append(f"{query}: {shape['total']} in place of {expected[query]}")
        elif wrong := _wrong_version(shape["hits"], soak, asked_at):
            soak.wrong.append(wrong)
    connection.close()


def _wrong_version(hits: Sequence[dict[str, object]], soak: Soak, asked_at: float) -> str:
    """Why the hits are not one version that is young enough; "" if they are."""
    if len(hits) != 1:
        return f"{len(hits)} versions at once"
    words = json.dumps(hits[0]).split()
    number = int(words[words.index("tick") + 1])
    # It was right until the next one was committed.
    replaced_at = soak.versions.get(number + 1)
    if replaced_at is not None and asked_at - replaced_at > _OLDEST_SECONDS:
        return f"version {number} {asked_at - replaced_at:.1f} s after it was replaced"
    return ""


def _sample(server: Serving, soak: Soak, is_over: threading.Event) -> None:
    while not is_over.wait(_SAMPLE_SECONDS):
        pids = server.pids()
        soak.memory.append(sum(map(proportional_bytes, pids)))
        soak.descriptors.append(sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids))


def _quarters(values: Sequence[float]) -> str:
    quarter = max(1, len(values) // 4)
    first, last = (max(part, default=0) for part in (values[:quarter], values[-quarter:]))
    return f"{first:.0f} in the first quarter, {last:.0f} in the last"


if __name__ == "__main__":
    main()
