"""Measures whole commands, from start to end: `fabula search`, and minimal scripts for the peers."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .asks import Ask

__all__ = ["UNWANTED", "Cold", "measure_cold"]

UNWANTED = ("nltk", "whoosh", "rich")

_TANTIVY = """
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
result = searcher.search(index.parse_query(sys.argv[2], ["text"]), 10)
for score, address in result.hits:
    print(score, searcher.doc(address)["text"][0][:200])
"""
_FTS5 = """
import sys, sqlite3
connection = sqlite3.connect(sys.argv[1] + "/fts5.sqlite")
for row in connection.execute("SELECT text FROM scenes WHERE scenes MATCH ? ORDER BY rank LIMIT 10", (sys.argv[2],)):
    print(row[0][:200])
"""


@dataclass(frozen=True, slots=True)
class Cold:
    """seconds: median wall time of the process, by command. imported: packages of UNWANTED that Fabula loaded."""

    seconds: Mapping[str, float]
    imported: tuple[str, ...]
    runs: int


def measure_cold(asks: Sequence[Ask], fabula: Path, others: Mapping[str, Path]) -> Cold:
    """Run each command once for each of `asks`, in turn. `others`: unstemmed indexes of "tantivy" and "fts5"."""
    times: dict[str, list[float]] = {}
    for ask in asks:
        phrase = " ".join(ask.words)
        commands = {"fabula search": [*_fabula(), "search", "--library", str(fabula), "--phrase", *ask.words]}
        for name, script in (("tantivy", _TANTIVY), ("fts5", _FTS5)):
            if name in others:
                commands[f"{name}, a script"] = [sys.executable, "-c", script, str(others[name]), f'"{phrase}"']
        for name, command in commands.items():
            times.setdefault(name, []).append(_wall(command))
    words = asks[0].words
    return Cold({name: median(seconds) for name, seconds in times.items()}, _imported(fabula, words), len(asks))


def _fabula() -> list[str]:
    command = Path(sys.executable).with_name("fabula")
    return [str(command)] if command.exists() else [sys.executable, "-m", "fabula.web.cli"]


def _wall(command: list[str]) -> float:
    started = time.perf_counter()
    process = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if process.returncode:
        message = process.stderr.decode()[-2000:]
        raise RuntimeError(f"{command[:2]} ended with exit code {process.returncode}: {message}")
    return seconds


def _imported(fabula: Path, words: Sequence[str]) -> tuple[str, ...]:
    command = [sys.executable, "-X", "importtime", "-m", "fabula.web.cli"]
    process = subprocess.run(
        [*command, "search", "--library", str(fabula), "--phrase", *words], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in re.findall(r"\|\s+([\w.]+)$", process.stderr, re.MULTILINE)}
    return tuple(name for name in UNWANTED if name in loaded)
