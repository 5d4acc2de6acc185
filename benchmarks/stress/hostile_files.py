"""`python -m benchmarks.stress.hostile_files`, from the checkout: what files of a stranger's library do to a reader.

Each case changes a small library, with all checksums made right again, and reads it in a process of its own, which is
stopped after 20 s and may take 4 GB. A row says how that ended, after how long, and how much memory it took.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.faults.stories import make_story
from fabula.index import add_works
from fabula.index.codec.segment import Segment
from fabula.index.codec.texts import TextWriter, join_texts
from fabula.index.errors import FabulaError
from fabula.index.folder_names import MARKER, REPORTS
from fabula.index.reports.receipts import read_report
from fabula.search import Library, SearchOptions
from .forging import containers, forge_arrays, latest_toc, packed, sections_of

_MAX_SECONDS = 20.0
_MAX_MEMORY_BYTES = 4 << 30
_SPARSE_BYTES = 40 << 30
_WORKS = 80
# Each scene has this much beside its words, a dictionary or spaces at its end, which packs a thousandfold.
_DICTIONARY_BYTES = 4_000_000
_PADDING_BYTES = 30_000_000
_PALE = b" " * _PADDING_BYTES


class Case(NamedTuple):
    """A change to a library, and what is then asked of it."""

    name: str
    change: Callable[[Path], object]
    ask: Callable[[Path], object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="cases with this in their names")
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "library"
        add_works(whole, map(make_story, range(_WORKS)))
        for number, case in enumerate(case for case in CASES if only in case.name):
            library = Path(folder) / str(number)
            shutil.copytree(whole, library)
            case.change(library)
            print(f"{case.name:42} {_outcome(case.ask, library)}", flush=True)
    return 0


def _outcome(ask: Callable[[Path], object], library: Path) -> str:
    """How it ended in a process of its own, in words."""
    context = get_context("spawn")
    inbox, outbox = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(outbox, ask, library))
    process.start()
    outbox.close()
    has_answered = inbox.poll(_MAX_SECONDS)
    try:
        return str(inbox.recv()) if has_answered else f"nothing within {_MAX_SECONDS:.0f} s"
    except EOFError:
        process.join()
        return f"the process ended ({process.exitcode})"
    finally:
        process.kill()


def _answer(outbox: Connection, ask: Callable[[Path], object], library: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    started, before = time.monotonic(), _peak_bytes()
    try:
        said = f"{ask(library)}"
    except FabulaError as error:
        said = f"{type(error).__name__}: {error}"
    except BaseException as error:  # noqa: BLE001 - an error without a name is what is looked for
        said = f"WITHOUT A NAME: {type(error).__name__}: {error}"
    seconds, peak = time.monotonic() - started, _peak_bytes() - before
    outbox.send(f"{seconds:6.2f} s {peak >> 20:6,} MB  {said.replace(str(library), 'LIBRARY')[:150]}")


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _search(library: Path) -> str:
    with Library.open(library) as opened:
        results = opened.search("“You would have been my choice”", SearchOptions(limit=500))
        return f"{len(list(results))} scenes"


def _reports(library: Path) -> str:
    return f"{read_report(library)}"[:60]


def _search_after_a_cut(library: Path) -> str:
    """Open the library, cut a segment, and go on to a commit that still has it."""
    with Library.open(library) as opened:
        segment = _segment(library)
        add_works(library, [make_story(_WORKS)], speech=False)
        os.truncate(segment, 4_096)
        opened.refresh()
        return f"{len(list(opened.search('“You would have been my choice”')))} scenes"


def _segment(library: Path) -> Path:
    return containers(library, ".seg")[0]


def _rewrite_texts(library: Path, dictionary_of: Callable[[int], bytes], end: bytes) -> None:
    """Give each scene a block of its own, with its own dictionary and something at its end."""
    path = _segment(library)
    segment = Segment(path)
    writers: list[dict[str, Any]] = []
    for scene in range(len(segment)):
        writer = TextWriter(dictionary_of(scene))
        writer.add(segment.scene_bytes(scene) + end)
        writers.append(writer.sections())
    forge_arrays(library, path, {**sections_of(path), **join_texts(writers)})


def _give_each_scene_a_dictionary(library: Path) -> None:
    _rewrite_texts(library, lambda scene: b"%8d" % scene + bytes(_DICTIONARY_BYTES), b"")


def _pad_each_scene(library: Path) -> None:
    _rewrite_texts(library, lambda _: b"", _PALE)


def _make_sparse(path: Path) -> None:
    os.truncate(path, _SPARSE_BYTES)


def _make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _add_report(library: Path) -> None:
    """A gzipped report of 1 MB that unpacks to one of 1 GB: lists of nothing."""
    (library / REPORTS).mkdir(exist_ok=True)
    lists = gzip.compress(b"[]," * (1 << 20), 9, mtime=0)
    begin, end = b'{"fabula": "receipt", "x": [', b"[]]}"
    members = [packed(begin), *[lists] * 340, gzip.compress(end, mtime=0)]
    (library / REPORTS / "000001.json.gz").write_bytes(b"".join(members))


CASES = (
    Case("a dictionary of 4 MB for each scene", _give_each_scene_a_dictionary, _search),
    Case("30 MB of spaces after each scene", _pad_each_scene, _search),
    Case("a table of contents of 40 GB, sparse", lambda library: _make_sparse(latest_toc(library)), _search),
    Case("a marker of 40 GB, sparse", lambda library: _make_sparse(library / MARKER), _search),
    Case("a named pipe as table of contents", lambda library: _make_pipe(latest_toc(library)), _search),
    Case("a named pipe as marker", lambda library: _make_pipe(library / MARKER), _search),
    Case("a named pipe as segment", lambda library: _make_pipe(_segment(library)), _search),
    Case("a gzipped report of 1 MB that has 1 GB", _add_report, _reports),
    Case("a segment that is cut while it is mapped", lambda _: None, _search_after_a_cut),
)

if __name__ == "__main__":
    sys.exit(main())
