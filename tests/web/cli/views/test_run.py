"""How a run that writes is shown."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from typing import Any

import pytest

from fabula.index import Progress, Receipt, SkipKind, Skipped
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.views.run import show_run

CHOICE = LibraryChoice("/shelf")


def run(*skipped: Skipped) -> Callable[..., Receipt]:
    def read(progress: Callable[[Progress], None] | None) -> Receipt:
        if progress is not None:
            progress(Progress("reading", 1, 1, path="a.txt"))
        return Receipt(1, 1, 0, 0, 0, skipped, 1, 2, 300, 1_000, 0.5)

    return read


def test_a_receipt_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Without progress where standard error is no terminal."""
    assert show_run(run(), CHOICE, as_json=False) is ExitCode.DONE
    output = capsys.readouterr()
    assert "1 file in 500 ms" in output.out and output.err == ""


def test_a_receipt_and_progress_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """One document on standard output, a line for each event on standard error."""
    assert show_run(run(), CHOICE, as_json=True, json_progress=True) is ExitCode.DONE
    output = capsys.readouterr()
    receipt: dict[str, Any] = json.loads(output.out)
    assert receipt["works"] == 1
    assert json.loads(output.err)["path"] == "a.txt"


def test_a_failed_file_has_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    """The run went on, so the receipt is printed even so."""
    failed = Skipped("b.txt", SkipKind.FAILED, "it holds binary data")
    assert show_run(run(failed), CHOICE, as_json=False) is ExitCode.FILES_FAILED
    assert "1 file failed" in capsys.readouterr().out


def test_a_known_failure_counts_only_if_strict(capsys: pytest.CaptureFixture[str]) -> None:
    """And `quiet` prints nothing of it, neither for people nor for programs."""
    known = Skipped("b.txt", SkipKind.FAILED, "it holds binary data", again=True)

    def idle(progress: object) -> Receipt:
        return Receipt(1, 0, 0, 1, 0, (known,), 1, 2, 300, 1_000, 0.5)

    assert show_run(idle, CHOICE, as_json=False) is ExitCode.DONE
    assert show_run(idle, CHOICE, as_json=False, strict=True) is ExitCode.FILES_FAILED
    capsys.readouterr()
    for as_json in (False, True):
        assert show_run(idle, CHOICE, as_json, quiet=True) is ExitCode.DONE
    assert capsys.readouterr().out == ""
    assert show_run(idle, CHOICE, as_json=True, quiet=True, strict=True) is ExitCode.FILES_FAILED
    assert json.loads(capsys.readouterr().out)["skipped"][0]["again"]


def test_cycles_are_looked_for_seldom_while_it_runs() -> None:
    """And as often as before when it ends, also with an error."""
    before, during = gc.get_threshold(), []

    def fail(progress: object) -> Receipt:
        during.append(gc.get_threshold())
        raise ValueError

    with pytest.raises(ValueError):
        show_run(fail, CHOICE, as_json=True)
    assert during[0][0] > before[0] and gc.get_threshold() == before
