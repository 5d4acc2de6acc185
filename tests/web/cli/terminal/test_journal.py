"""Lines have a priority where the journal of systemd reads them, and nowhere else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from fabula.web.cli.terminal.journal import Priority, with_priority
from fabula.web.cli.terminal.output import complain


def test_lines_for_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of a text has the priority; other streams of the same service have none."""
    with (tmp_path / "a").open("w") as journal, (tmp_path / "b").open("w") as other:
        status = os.fstat(journal.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{status.st_dev}:{status.st_ino}")
        assert with_priority("one\ntwo", Priority.WARNING, journal) == "<4>one\n<4>two"
        assert with_priority("one", Priority.ERROR, journal) == "<3>one"
        assert with_priority("one", None, journal) == "one"
        assert with_priority("one", Priority.WARNING, other) == "one"
        assert with_priority("one", Priority.WARNING, io.StringIO()) == "one"
        monkeypatch.setattr(sys, "stderr", journal)
        complain("a warning")
    assert (tmp_path / "a").read_text() == "<4>a warning\n"


@pytest.mark.parametrize("value", [None, "", "nonsense", "1:2:3"])
def test_without_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Nothing is added."""
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    if value is not None:
        monkeypatch.setenv("JOURNAL_STREAM", value)
    with (tmp_path / "a").open("w") as file:
        assert with_priority("one", Priority.WARNING, file) == "one"
