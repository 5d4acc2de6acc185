"""A line for each request, that only we write."""

from __future__ import annotations

import doctest
import os
import re
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import OptionError
from fabula.web.serving import access_log
from fabula.web.serving.access_log import AccessLog, log_line
from fabula.web.serving.application import Answered

LINE = re.compile(r'\S+ - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "\S+ \S+ HTTP/\S*" \d{3} \d+ \d+\.\d{3}\n')
ANN = Answered("192.0.2.7", "GET", "/search", "q=secret", "1.1", 200, 10, 0.5, "")
latin = st.text(st.characters(max_codepoint=255), max_size=50)


def test_the_examples_run() -> None:
    """Those of the docstrings."""
    assert doctest.testmod(access_log).failed == 0


@given(client=st.text(max_size=99), method=latin, path=latin, query=latin, version=latin, queries=st.booleans())
def test_a_line_is_a_line(client: str, method: str, path: str, query: str, version: str, queries: bool) -> None:
    """Whatever a client sends, or a proxy: one line of printable ASCII, with its fields where they belong."""
    line = log_line(Answered(client, method, path, query, version, 404, 1, 0.1, ""), 1e9, queries=queries)
    assert LINE.fullmatch(line), line
    assert line.isascii() and line[:-1].isprintable() and line.count('"') == 2


def test_a_long_address_is_cut() -> None:
    """A line is at most a few KB, so that it is written at once."""
    assert len(log_line(ANN._replace(path="/é" * 100_000, query="x" * 100_000), 0.0, queries=True)) < 2_200


def test_queries_are_left_out(tmp_path: Path) -> None:
    """Unless they are asked for."""
    for queries in (False, True):
        AccessLog(str(tmp_path / "log"), queries=queries).note(ANN)
        assert ("secret" in (tmp_path / "log").read_text()) == queries
    assert (tmp_path / "log").read_text().count("\n") == 2
    assert os.name != "posix" or (tmp_path / "log").stat().st_mode & 0o007 == 0


def test_a_file_that_was_moved_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As logrotate does it, without a signal."""
    monkeypatch.setattr(access_log, "_SECONDS_BETWEEN_LOOKS", 0.0)
    log = AccessLog(str(tmp_path / "log"))
    log.note(ANN)
    (tmp_path / "log").rename(tmp_path / "log.1")
    log.note(ANN)
    assert [(tmp_path / name).read_text().count("\n") for name in ("log", "log.1")] == [1, 1]


def test_threads_write_whole_lines(tmp_path: Path) -> None:
    """None is mixed with another."""
    log = AccessLog(str(tmp_path / "log"))
    threads = [Thread(target=lambda: [log.note(ANN) for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "log").read_text().splitlines(keepends=True)
    assert len(lines) == 1_600 and all(map(LINE.fullmatch, lines))


@pytest.mark.parametrize("name", ["nowhere/log", "."])
def test_a_file_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    """Known before the server starts."""
    with pytest.raises(OptionError, match="access log"):
        AccessLog(str(tmp_path / name))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    """One, however many requests there are."""
    log = AccessLog("/dev/full")
    for _ in range(3):
        log.note(ANN)
    assert len(caplog.records) == 1 and "access log" in caplog.text
