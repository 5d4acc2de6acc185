"""Several processes behind one address: crashes, restarts, stops, and the lane for dear requests."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from fabula.web.serving.commits.messages import CAN_SHARE
from fabula.web.serving.options import ServingOptions

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes need a system that forks")

# Two for ordinary requests, the lanes of this machine, and the keeper of commits.
_PROCESSES = 2 + ServingOptions(2, 20, 20).lanes + CAN_SHARE
# Serves an application that does as it is told: works, foresees that it is dear, or kills its process.
_PROGRAM = """
import json, os, signal, sys, time
from urllib.parse import parse_qs
from fabula.index.budget import check
from fabula.index.errors import QueryAbandoned, QueryTooDear
from fabula.web.serving.application import Served
from fabula.web.serving.connections.listener import Listener
from fabula.web.serving.options import ServingOptions
from fabula.web.serving.serve import serve
from fabula.web.serving.stage import MAY_HAND_OVER, REFUSAL
from fabula.web.serving.trial import HandOver

def application(environ, start_response):
    asked = {name: float(values[0]) for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    end, status = "done", "200 OK"
    if environ.get(REFUSAL) is not None:
        end, status = str(environ[REFUSAL]), "503 Service Unavailable"
    else:
        if "dear" in asked and environ[MAY_HAND_OVER]:
            raise HandOver
        if "signal" in asked:
            signal.raise_signal(int(asked["signal"]))
        if "work" in asked:
            with open(sys.argv[1] + ".begun", "a") as file:
                file.write("begun\\n")
        until, busy_until = time.monotonic() + asked.get("work", 0), time.thread_time() + asked.get("busy", 0)
        try:
            while time.monotonic() < until or time.thread_time() < busy_until:
                check("the work")
                if "busy" not in asked:
                    time.sleep(0.005)
        except (QueryAbandoned, QueryTooDear) as error:
            end, status = error.code, "503 Service Unavailable"
        if "work" in asked:
            with open(sys.argv[1], "a") as file:
                file.write(end + "\\n")
    body = json.dumps({"pid": os.getpid(), "end": end, "path": environ["PATH_INFO"], "query": environ["QUERY_STRING"],
                       "host": environ["HTTP_HOST"]}).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]

with Listener("127.0.0.1", 0) as listener:
    print(listener.port, flush=True)
    number = serve(Served(application), listener.socket, ServingOptions(2, float(sys.argv[2]), float(sys.argv[3])))
print("ended by", number)
"""


class Processes:
    """A running server."""

    def __init__(self, program: subprocess.Popen[str], port: int, ends: Path) -> None:
        self.program = program
        self.port = port
        self._ends = ends
        self.connections: list[socket.socket] = []

    def ask(self, path: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def start(self, path: str) -> socket.socket:
        """Ask, and wait for no answer."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self.connections.append(connection)
        return connection

    def begun(self) -> int:
        """How many requests have been begun to be worked for; those that are handed over once, in the lane."""
        begun = self._ends.with_name(self._ends.name + ".begun")
        return len(begun.read_text().split()) if begun.exists() else 0

    def ends(self) -> list[str]:
        return self._ends.read_text().split() if self._ends.exists() else []

    def pids(self) -> set[int]:
        children = Path(f"/proc/{self.program.pid}/task/{self.program.pid}/children")
        return set(map(int, children.read_text().split()))

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        self.program.send_signal(number)
        return self.program.communicate(timeout=30)


@contextmanager
def processes(folder: Path, query_seconds: float = 20, grace_seconds: float = 20) -> Iterator[Processes]:
    ends = folder / "ends"
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(ends), str(query_seconds), str(grace_seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A process in the background of a shell ignores Ctrl-C, and so do the processes that tests start in it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as program:
        assert program.stdout is not None and program.stderr is not None
        port = program.stdout.readline()
        assert port, program.stderr.read()
        server = Processes(program, int(port), ends)
        try:
            # It listens before its processes are there, and the first answers before the last has begun.
            wait_for(lambda: len(server.pids()) == _PROCESSES)
            server.ask("/")
            yield server
        finally:
            for connection in server.connections:
                connection.close()
            if program.poll() is None:
                program.terminate()
                program.communicate(timeout=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with processes(tmp_path_factory.mktemp("server")) as server:
        yield server


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_dear_request_is_handed_over_as_it_came(server: Processes) -> None:
    """Another process answers it, with the same path, query and host."""
    ordinary = {server.ask("/")[1]["pid"] for _ in range(10)}
    status, answer = server.ask("/caf%C3%A9/%25?dear=1&work=0.01&work=%22a+b%22~50")
    assert status == 200 and answer["pid"] not in ordinary
    assert answer["path"].encode("latin-1").decode() == "/café/%"
    assert answer["query"] == "dear=1&work=0.01&work=%22a+b%22~50"
    assert answer["host"] == f"127.0.0.1:{server.port}"


def test_a_request_that_turns_out_to_be_dear(server: Processes) -> None:
    """It is handed over when its trial is over, and works for as long as the lane lets it."""
    ordinary = {server.ask("/")[1]["pid"] for _ in range(10)}
    status, answer = server.ask("/?busy=0.65")
    assert (status, answer["end"]) == (200, "done")
    assert answer["pid"] not in ordinary


def test_a_full_lane(server: Processes) -> None:
    """What does not fit is refused; ordinary requests are answered at once, and clients that go make room."""
    before = len(server.ends())
    clients = [server.start("/?dear=1&work=20") for _ in range(40)]
    assert all(server.ask("/")[0] == 200 for _ in range(100))
    assert server.ends()[before:] == []  # the first dear one is still worked for
    refused: set[socket.socket] = set()

    def are_refused() -> bool:
        for client in set(clients) - refused:
            client.settimeout(0.01)
            with suppress(TimeoutError):
                if b"503" in client.recv(1 << 16):
                    refused.add(client)
        return len(refused) >= 40 - 2 * 8 - 1

    wait_for(are_refused)
    assert len(refused) < 40
    for client in clients:
        client.close()
    assert server.ask("/?dear=1&work=0.01")[0] == 200
    assert set(server.ends()[before:]) <= {"query-abandoned", "done"}


@pytest.mark.parametrize("dear", ["", "&dear=1"])
def test_a_process_that_dies(server: Processes, dear: str) -> None:
    """Only its own requests are lost, and another takes its place."""
    before = server.pids()
    with ThreadPoolExecutor(2) as threads:
        server.start("/?work=1.0")
        crash = threads.submit(server.ask, f"/?signal={int(signal.SIGBUS)}{dear}")
        if dear:
            assert crash.result()[0] == 503
        else:
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                crash.result()
        wait_for(lambda: len(server.pids()) == len(before) and server.pids() != before)
        assert server.ask("/")[0] == 200
        assert server.ask("/?dear=1")[0] == 200


def test_a_restart_drops_no_request(server: Processes) -> None:
    """SIGHUP replaces all processes; kept connections, new ones and dear requests are all answered meanwhile."""
    before = server.pids()
    is_over = threading.Event()
    failures: list[object] = []

    def ask_without_pause(path: str) -> int:
        count = 0
        while not is_over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            try:
                for _ in range(20):
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    answer.read()
                    count += 1
                    if answer.status != 200:
                        failures.append(answer.status)
            except OSError as error:
                failures.append(error)
            finally:
                connection.close()
        return count

    with ThreadPoolExecutor(4) as threads:
        counts = [threads.submit(ask_without_pause, path) for path in ("/", "/", "/?work=0.02", "/?dear=1&work=0.02")]
        time.sleep(0.2)
        server.program.send_signal(signal.SIGHUP)
        try:
            wait_for(lambda: len(server.pids()) == len(before) and not server.pids() & before)
            time.sleep(0.2)
        finally:
            is_over.set()
    assert not failures
    assert all(count.result() > 0 for count in counts)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping(tmp_path: Path, number: signal.Signals) -> None:
    """Running requests are answered, dear ones too, nothing is printed, and the caller learns the signal."""
    with processes(tmp_path) as server:
        slow = server.start("/?work=0.5")
        dear = server.start("/?work=0.5&dear=1")
        wait_for(lambda: server.begun() == 2)
        out, err = server.stop(number)
        assert (out, err) == (f"ended by {int(number)}\n", "")
        for client in (slow, dear):
            client.settimeout(1)
            assert b"200 OK" in client.recv(1 << 16)
        assert server.ends() == ["done", "done"]


def test_stopping_ends_within_the_grace(tmp_path: Path) -> None:
    """What takes longer is abandoned, in the lane as well."""
    with processes(tmp_path, grace_seconds=0.3) as server:
        server.start("/?work=15")
        server.start("/?work=15&dear=1")
        wait_for(lambda: server.begun() == 2)
        started = time.monotonic()
        assert server.stop()[1] == ""
        assert time.monotonic() - started < 5
        assert server.ends() == ["query-abandoned", "query-abandoned"]


def test_all_processes_take_connections(tmp_path: Path) -> None:
    """Of four open connections no process has all, also after one of them was replaced."""
    with processes(tmp_path) as server:
        wait_for(lambda: len(_connections_by_process(server, 4)) == 2)
        killed = max(_connections_by_process(server, 4))
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: killed not in server.pids())
        wait_for(lambda: len(_connections_by_process(server, 4)) == 2)


def _connections_by_process(server: Processes, count: int) -> Counter[int]:
    """Open so many connections, one after the other, and close them when all were answered."""
    clients = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(count)]
    try:
        counts: Counter[int] = Counter()
        for client in clients:
            client.request("GET", "/")
            counts[json.loads(client.getresponse().read())["pid"]] += 1
        return counts
    finally:
        for client in clients:
            client.close()


def test_processes_that_die_at_once(tmp_path: Path) -> None:
    """Others take their places, after a pause (test_pauses.py), and the log says what happened."""
    with processes(tmp_path) as server:
        for _ in range(2):
            before = server.pids()
            for pid in before:
                os.kill(pid, signal.SIGKILL)
            wait_for(lambda before=before: len(server.pids() - before) == _PROCESSES)
        assert server.ask("/")[0] == 200
        _, err = server.stop()
    assert re.search(r"Process \d+ of the server ended unexpectedly", err)
