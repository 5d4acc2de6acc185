"""Every command and every code example in the README runs, in order."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from fabula.web.demo import STORIES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", README, re.DOTALL)
# .ci/run runs the lines that make an environment; here they are only compared.
INSTALL = "python3 -m venv .venv && "


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a folder of stories, as the README assumes."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(STORIES, folder / "stories")
    return folder


def environment(place: Path) -> dict[str, str]:
    folders = {f"XDG_{kind}_HOME": str(place / kind.lower()) for kind in ("CACHE", "DATA")}
    return {**os.environ, "FABULA_LIBRARY": str(place / "default"), **folders}


def run(place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=place, env=environment(place), capture_output=True, text=True, timeout=120)


def test_the_install_lines_are_those_that_ci_runs() -> None:
    """The two long commands of the README are those of the build, word for word."""
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8") if (ROOT / ".ci").is_dir() else None
    lines = [text.strip() for kind, text in BLOCKS if kind == "sh" and text.startswith(INSTALL)]
    assert len(lines) == 2
    if ci is not None:
        assert lines[1].replace("pip install", "pip install --quiet") in ci
    assert lines[0].endswith(".venv/bin/fabula demo")


@pytest.mark.slow
def test_everything_in_the_readme_runs(place: Path) -> None:
    """All commands succeed and print something (a search without hits would fail), and so do the Python examples."""
    ran: list[str] = []
    for kind, text in BLOCKS:
        if kind == "python":
            process = run(place, sys.executable, "-c", text)
            assert process.returncode == 0, process.stderr
            assert ("works," if "build(" in text else "'match': 'Lamp'") in process.stdout
            ran.append("python")
            continue
        if text.startswith(INSTALL):
            process = run(place, sys.executable, "-m", "fabula.web.cli", "demo")
            assert process.returncode == 0, process.stderr
            ran.append("demo")
            continue
        for line in text.strip().splitlines():
            words = shlex.split(line)
            if words[:2] == ["fabula", "serve"] or words[0] == "curl":
                ran.append(words[0] if words[0] == "curl" else "serve")
                continue
            assert words[0] == "fabula", line
            process = run(place, sys.executable, "-m", "fabula.web.cli", *words[1:])
            assert process.returncode == 0, f"{line}\n{process.stdout}{process.stderr}"
            assert process.stdout.strip()
            ran.append(words[1])
    assert {"demo", "index", "search", "works", "stats", "serve", "curl", "python"} <= set(ran)


@pytest.mark.slow
def test_the_server_of_the_readme_answers(place: Path) -> None:
    """`fabula serve` answers the curl lines of the README, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run(place, sys.executable, "-m", "fabula.web.cli", "index", "stories")
    command = [sys.executable, "-m", "fabula.web.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=place, env=environment(place), stdout=subprocess.DEVNULL)
    killer = threading.Timer(60, server.kill)
    killer.start()
    try:
        addresses = re.findall(r"curl '(http://127\.0\.0\.1:8000/\S+)'", README)
        search, concordance = (_answer(server, address.replace(":8000", f":{port}")) for address in addresses)
        assert '"match": "exact"' in search or '"match":"exact"' in search
        assert concordance.count(",lamp,") > 1
    finally:
        killer.cancel()
        server.terminate()
        server.wait(20)


def _answer(server: subprocess.Popen[bytes], address: str) -> str:
    """What the server answers, as soon as it does."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text: str = answer.read().decode("utf-8")
            return text
        except OSError:
            assert time.monotonic() < deadline and server.poll() is None
            time.sleep(0.1)
