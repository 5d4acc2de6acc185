"""Progress on standard error."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from fabula.index import Progress
from fabula.web.cli.terminal.progress import shown_progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_progress_without_a_terminal() -> None:
    """Standard error of a script is no terminal."""
    with shown_progress() as progress:
        assert progress is None


def test_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may have no standard error."""
    monkeypatch.setattr(sys, "stderr", None)
    with shown_progress() as progress:
        assert progress is None


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phase, count and path as plain text, without a thread."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("TERM", "xterm")
    threads = threading.active_count()
    with shown_progress() as progress:
        assert progress is not None
        progress(Progress("looking", 3, None))
        progress(Progress("reading", 1, 7, path="[bold]\x1b[2J[/].txt"))
        progress(Progress("reading", 2, 7, path="too soon.txt"))
        assert threading.active_count() == threads
    shown = stream.getvalue()
    assert "finding files (files)" in shown
    assert "1/7" in shown
    assert "[bold]\\x1b[2J[/].txt" in shown
    assert "too soon" not in shown
