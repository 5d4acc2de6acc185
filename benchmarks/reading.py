"""Measures indexing from files to a committed library, with the same works in four formats.

`python -m benchmarks.reading [FOLDER] [--mb 77]` prints two tables: how fast each format is indexed, compared with
indexing the same scenes from memory; and how fast several HTML parsers read the same pages. Every figure is the median
of three rounds, each in a process of its own, the formats in turn.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

from fabula.index import build
from fabula.index.files.file_source import FileSource
from fabula.index.ingest.read_task import segment_work
from fabula.index.store.library_store import create_store
from .files.formats import FORMATS, works_below, write_work

__all__ = ["main"]

_ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading")
    parser.add_argument("folder", nargs="?", default=os.environ.get("FABULA_CORPUS", "../shared/corpus"), type=Path)
    parser.add_argument("--mb", type=float, default=77)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(_build_from_files(options.build))
    elif options.memory:
        print(_build_from_memory(options.memory))
    else:
        with tempfile.TemporaryDirectory(prefix="fabula-reading-") as folder:
            _compare(Path(folder), options.folder, options.mb * 1e6)


def _compare(folder: Path, texts: Path, max_bytes: float) -> None:
    for number, work in enumerate(works_below(texts, max_bytes)):
        write_work(work, folder, number)
    figures: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for _ in range(_ROUNDS):
        for name in FORMATS:
            for kind in ("build", "memory"):
                figures.setdefault((name, kind), []).append(_measure(kind, folder / name))
    print("| format | files, MB | text, MB | files to committed, MB/s | from memory, MB/s | share | CPU s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in FORMATS:
        size = sum(path.stat().st_size for path in (folder / name).iterdir()) / 1e6
        wall, cpu, text = (median(column) for column in zip(*figures[name, "build"], strict=True))
        memory_wall = median(figure[0] for figure in figures[name, "memory"])
        rate, memory_rate = text / wall, text / memory_wall
        share = rate / memory_rate
        print(f"| {name} | {size:.1f} | {text:.1f} | {rate:.1f} | {memory_rate:.1f} | {share:.0%} | {cpu:.1f} |")
    print("\n| parser | pages, MB/s |\n| --- | ---: |")
    pages = [path.read_text(encoding="utf-8") for path in sorted((folder / "html").iterdir())]
    for parser, parse in _PARSERS.items():
        times = []
        for _ in range(_ROUNDS):
            started = time.process_time()
            for page in pages:
                parse(page)
            times.append(time.process_time() - started)
        print(f"| {parser} | {sum(map(len, pages)) / 1e6 / median(times):.1f} |")


def _measure(kind: str, folder: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and megabytes of text, measured in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.reading", f"--{kind}", str(folder)]
    process = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, cpu, text = map(float, process.stdout.split())
    return wall, cpu, text


def _build_from_files(folder: Path) -> str:
    with tempfile.TemporaryDirectory() as library:
        started = time.perf_counter()
        receipt = build(Path(library) / "library", [folder])
        return f"{time.perf_counter() - started} {_cpu_seconds()} {receipt.bytes / 1e6}"


def _build_from_memory(folder: Path) -> str:
    """Index the same scenes, which are read before the clock starts."""
    from fabula.index.readers import choose
    from fabula.index.records.work_record import make_record

    sources = [FileSource.at(path) for path in sorted(folder.iterdir())]
    works = [work for source in sources if (reader := choose(source)) for work in reader.read(source)]
    stories = {}
    for work in works:
        segmented = segment_work(work)
        record = make_record(segmented.work, segmented.identity, segmented.scenes)
        stories[segmented.identity] = (record, segmented.scenes)
    cpu_before = _cpu_seconds()
    with tempfile.TemporaryDirectory() as library:
        started = time.perf_counter()
        store = create_store(Path(library) / "library")
        with store.write() as writer:
            for record, scenes in stories.values():
                writer.add(record, scenes)
            writer.commit()
        wall = time.perf_counter() - started
    return f"{wall} {_cpu_seconds() - cpu_before} {sum(record.size for record, _ in stories.values()) / 1e6}"


def _cpu_seconds() -> float:
    """CPU seconds of this process and the child processes that it waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _lexbor(page: str) -> object:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(page).root


def _lxml_xml(page: str) -> object:
    from lxml import etree

    return etree.fromstring(page.encode("utf-8"), etree.XMLParser(resolve_entities=False, huge_tree=True))


def _lxml_html(page: str) -> object:
    from lxml import etree

    return etree.fromstring(page.encode("utf-8"), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def _standard_library(page: str) -> object:
    parser = HTMLParser()
    parser.feed(page)
    return parser


def _fabula(page: str) -> object:
    from fabula.index.readers.html.markup import read_page

    return read_page(page)


_PARSERS: dict[str, Callable[[str], object]] = {
    "lexbor (selectolax)": _lexbor,
    "lxml, as XML": _lxml_xml,
    "lxml, as HTML": _lxml_html,
    "html.parser (standard library)": _standard_library,
    "Fabula's reader, to blocks": _fabula,
}

if __name__ == "__main__":
    main()
