"""Pages of an answer while the library is written to and processes of the server end: each hit once, none missed."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.store.library_store import open_for_writing
from fabula.search import Library, SearchOptions
from fabula.web.serving.commits.messages import CAN_SHARE

_WORKS, _SCENES = 16, 1_000


def _work(name: str, scenes: int) -> Work:
    blocks = []
    for number in range(scenes):
        lamps = " ".join(["lamp"] * (1 + number % 7))
        blocks += [Block(BlockKind.PARAGRAPH, f"The {lamps} of {name}, {number}."), Block(BlockKind.BREAK, "***")]
    return Work(name, ("Ann",), (Chapter(tuple(blocks)),), Metadata(language="en"))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 16,000 scenes, each of which has a lamp."""
    folder = tmp_path_factory.mktemp("paged") / "library"
    add_works(folder, [_work(f"Work {number}", _SCENES) for number in range(_WORKS)], speech=False)
    return folder


class Pages:
    """A server, asked by a new connection each time, so that any of its processes may answer."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def page(self, query: str, cursor: str | None = None) -> dict[str, Any]:
        """A page of hits, the first without a cursor."""
        status, page = self.get(f"/api/v1/search?{query}" + (f"&cursor={cursor}" if cursor else ""))
        assert status == 200, page
        return page

    def all_after(
        self, query: str, page: dict[str, Any], between: Callable[[int], object] = lambda _: None
    ) -> list[str]:
        """The scenes of a page and all pages after it; `between` is called before each, with its number."""
        found = [hit["scene"]["id"] for hit in page["hits"]]
        number = 1
        while page["cursor"] is not None:
            between(number)
            page = self.page(query, page["cursor"])
            found += [hit["scene"]["id"] for hit in page["hits"]]
            number += 1
        return found

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return sorted(map(int, children.read_text().split()))


@contextmanager
def serving(library: Path, processes: int) -> Iterator[Pages]:
    """`fabula serve` with so many processes for ordinary requests."""
    command = [sys.executable, "-m", "fabula.web.cli", "serve", "--port", "0", "--query-timeout", "20"]
    words = [*command, "--processes", str(processes), "--library", str(library)]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        assert process.stdout is not None
        address = re.search(r":(\d+)/", process.stdout.readline())
        assert address
        yield Pages(process, int(address[1]))
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors, errors


@contextmanager
def written_to(library: Path) -> Iterator[None]:
    """Every second works come and go, in two commits, until the block ends."""
    is_over = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        number = 0
        try:
            while not is_over.wait(1.0):
                number += 1
                change(library, number)
        except BaseException as error:
            failures.append(error)
            raise

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        is_over.set()
        writer.join()
    assert not failures


def change(library: Path, number: int) -> None:
    """Add a work, and remove one to three others."""
    add_works(library, [_work(f"New {number:03}", 3)], speech=False)
    store = open_for_writing(library)
    try:
        works = [work for work in store.works().values() if work.title.startswith("Work")]
        with store.write() as writer:
            for work in works[: min(1 + number % 3, len(works) - 1)]:
                writer.remove(work.id)
            writer.commit()
    finally:
        store.close()


def found_at_once(library: Path, query: str, **filters: str) -> list[str]:
    """The scenes of all hits, by a library that is open for nobody else."""
    with Library.open(library) as opened:
        return [hit.scene.id for hit in opened.hits(query, SearchOptions(filters=filters))]


@pytest.mark.slow
@pytest.mark.skipif(not CAN_SHARE, reason="processes share commits on Linux only")
def test_each_of_16_000_hits_comes_once(path: Path) -> None:
    """While a writer commits every second, and one process after the other is killed and replaced."""
    expected = found_at_once(path, "lamp")
    assert len(expected) == _WORKS * _SCENES
    with serving(path, 2) as pages:
        query = "q=lamp&limit=200"
        first = pages.page(query)
        # The keeper of commits, and both processes for ordinary requests; the lane for dear ones is not asked.
        keeper, *others = pages.processes()
        ends = dict(zip((20, 40, 60), (keeper, *others[-2:]), strict=True))

        def between(number: int) -> None:
            # As a person or a program that does something with a page; and so that there are commits in between.
            time.sleep(0.1)
            if number in ends:
                os.kill(ends[number], signal.SIGKILL)

        with written_to(path):
            found = pages.all_after(query, first, between)
    assert len(found) == len(set(found)) == len(expected)
    assert found == expected
    with Library.open(path) as library:
        assert library.search("lamp").total < len(expected)


@pytest.mark.slow
@pytest.mark.skipif(not CAN_SHARE, reason="processes share commits on Linux only")
def test_eight_clients_of_four_processes_get_right_answers(path: Path) -> None:
    """Each all hits of its own query, while the library is written to."""
    with Library.open(path) as library:
        works = [work for work in library.works() if work.scenes > 3]
    queries = [(work.title, found_at_once(path, "lamp", title=f"={work.title}")) for work in (works * 8)[:8]]
    with serving(path, 4) as pages:
        asked = [f"q=lamp&limit=100&title={quote(f'={title}')}" for title, _ in queries]
        firsts = [pages.page(query) for query in asked]
        with written_to(path), ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(pages.all_after, asked, firsts))
    for (title, expected), found in zip(queries, answers, strict=True):
        assert found == expected, title


@pytest.mark.slow
@pytest.mark.skipif(not CAN_SHARE, reason="processes share commits on Linux only")
def test_pages_go_on_after_a_restart(tmp_path: Path) -> None:
    """SIGHUP replaces all processes, and the new ones have the commits that the old ones kept."""
    library = tmp_path / "library"
    add_works(library, [_work(f"Work {number}", 20) for number in range(5)], speech=False)
    expected = found_at_once(library, "lamp")
    with serving(library, 2) as pages:
        query = "q=lamp&limit=20"
        first = pages.page(query)
        change(library, 1)
        change(library, 2)
        before = set(pages.processes())
        pages.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 30
        while before & set(pages.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not before & set(pages.processes())
        assert pages.all_after(query, first) == expected
