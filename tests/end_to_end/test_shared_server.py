"""A server for others: several processes, a file of options, a token, a rate, a log and metrics."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes need a system that forks")

TOKEN = "a-token-of-some-length"
OPTIONS = """
port = 0
processes = 3
token-file = "token"
rate = "40/hour"
trust-proxy = true
access-log = "access.log"
cors = "https://notes.example"
"""


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Server:
    """A running server, and the folder of its files."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder

    def get(self, address: str, client: str = "192.0.2.1", **headers: str) -> Answer:
        """With the token, over a connection of its own, so that any process may answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": client}
        try:
            connection.request("GET", address, headers=sent | {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def log(self) -> list[str]:
        return (self.folder / "access.log").read_text("ascii").splitlines()

    def requests(self) -> dict[tuple[str, ...], float]:
        """Counted requests by endpoint, method and class of status."""
        text = self.get("/metrics", "198.51.100.200").body.decode()
        families = {family.name: family for family in text_string_to_metric_families(text)}
        assert families["fabula_connections"].samples[0].value >= 1
        assert families["fabula_dear_requests"].samples[0].value >= 0
        samples = families["fabula_requests"].samples
        return {tuple(one.labels[name] for name in ("endpoint", "method", "status")): one.value for one in samples}


@contextmanager
def serving(folder: Path, library: Path) -> Iterator[Server]:
    (folder / "token").write_text(TOKEN)
    (folder / "token").chmod(0o600)
    (folder / "serve.toml").write_text(OPTIONS)
    command = [sys.executable, "-m", "fabula.web.cli", "serve", "--config", str(folder / "serve.toml")]
    with subprocess.Popen(
        [*command, "--library", str(library)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = re.search(r":(\d+)/", line)
        try:
            assert port, line + process.communicate(timeout=10)[1]
            yield Server(int(port[1]), folder)
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=30)
        assert "Traceback" not in out + err, err


@pytest.fixture(scope="module")
def server(story_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("shared"), story_library) as server:
        yield server


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_processes_count_a_client_together(server: Server) -> None:
    """Each has a part of the requests, and all of them as many as one would answer; other clients go on."""
    statuses = [server.get("/works", "192.0.2.10").status for _ in range(60)]
    assert statuses == [200] * 40 + [429] * 20
    refused = server.get("/api/v1/works", "192.0.2.10")
    assert (
        refused.headers["Content-Type"] == "application/problem+json" and 0 < int(refused.headers["Retry-After"]) <= 90
    )
    assert server.get("/works", "192.0.2.11").status == 200
    assert server.get("/healthz", "192.0.2.10").status == 200


def test_every_request_is_counted_once(server: Server) -> None:
    """Over all processes, dear ones that a lane answers too, by the name of the endpoint and nothing else."""
    before = server.requests()
    for number in range(12):
        server.get(f"/api/v1/works/none{number}", f"198.51.100.{number}")
        server.get("/api/v1/search?q=%3F+you+would+have+been+my+choice", f"198.51.100.{number}")
        server.get(f"/nowhere/{number}", f"198.51.100.{number}")
    expected = {("api.work", "GET", "4xx"): 12, ("api.search", "GET", "2xx"): 12, ("none", "GET", "4xx"): 12}

    def change() -> dict[tuple[str, str, str], float]:
        """Without those for the numbers themselves."""
        counts = {key: value - before.get(key, 0) for key, value in server.requests().items()}
        return {key: count for key, count in counts.items() if count and key[0] != "api.metrics"}

    # The last request may be counted just after its answer has come.
    wait_for(lambda: sum(change().values()) >= sum(expected.values()))
    assert change() == expected


def test_counts_outlive_a_process(server: Server) -> None:
    """One that is killed takes none of them with it."""
    before = server.requests()[("api.metrics", "GET", "2xx")]
    parent = next(
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and str(server.folder / "serve.toml") in _command_of(path)
    )
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    os.kill(int(children[-1]), signal.SIGKILL)
    wait_for(lambda: len(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()) == len(children))
    assert server.requests()[("api.metrics", "GET", "2xx")] == before + 1


def _command_of(process: Path) -> str:
    try:
        # A child has the number of its parent in the fourth field; the server itself is the child of the tests.
        parent = process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1]
        return process.joinpath("cmdline").read_text() if int(parent) == os.getpid() else ""
    except OSError:
        return ""


def test_the_log_has_a_line_for_each_request(server: Server) -> None:
    """With the client that the proxy names, and without what was searched for."""
    server.get("/search?q=secretword", "203.0.113.77")
    server.get("/api/v1/works/%0A%1B[2Jx%22", "203.0.113.77")
    wait_for(lambda: sum("203.0.113.77" in line for line in server.log()) == 2)
    first, second = (line for line in server.log() if "203.0.113.77" in line)
    assert re.fullmatch(r'203\.0\.113\.77 - - \[[^]]+\] "GET /search HTTP/1\.1" 200 \d+ \d+\.\d{3}', first)
    assert '"GET /api/v1/works/%0A%1B%5B2Jx%22 HTTP/1.1" 404 ' in second
    assert not any("secretword" in line for line in server.log())


def test_unchanged_answers_over_all_processes(server: Server) -> None:
    """A tag of one process is known to the others; what is sent is compressed."""
    first = server.get("/api/v1/works?limit=3", "203.0.113.5", Accept_Encoding="gzip")
    assert b"Ferry" in gzip.decompress(first.body)
    for _ in range(9):
        again = server.get("/api/v1/works?limit=3", "203.0.113.5", If_None_Match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")


def test_tokens_and_origins(server: Server) -> None:
    """The options of the file hold."""
    assert server.get("/works", "203.0.113.6", Authorization="").status == 401
    assert server.get("/readyz", "203.0.113.6", Authorization="").status == 200
    allowed = server.get("/api/v1/stats", "203.0.113.6", Origin="https://notes.example")
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://notes.example"
