"""The program of `[notify]` hears of changes and failures, and changes nothing itself."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..conftest import FERRY, ORCHARD, Command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes of POSIX")

# Adds its input and its variables to a file, a line each time.
_PROGRAM = """
import json, os, sys
document = json.load(sys.stdin)
variables = [os.environ["FABULA_EVENT"], os.environ["FABULA_LIBRARY"]]
open(sys.argv[1], "a").write(json.dumps([document, variables]) + "\\n")
"""

Calls = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def library(fabula_command: Command, tmp_path: Path) -> Path:
    """A library of two stories that `fabula index` made; its source is `tmp_path / "stories"`."""
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "stories" / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    fabula_command("index", tmp_path / "stories", "--library", tmp_path / "library")
    return tmp_path / "library"


def ask_for(library: Path, *command: str | Path, more: str = "") -> None:
    words = json.dumps([str(word) for word in command])
    with (library / "library.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[notify]\ncommand = {words}\n{more}\n")


@pytest.fixture
def calls(library: Path, tmp_path: Path) -> Calls:
    """Has a program called; returns what it has heard since it was last asked."""
    target = tmp_path / "calls"
    ask_for(library, sys.executable, "-I", "-S", "-c", _PROGRAM, target)

    def heard() -> list[dict[str, Any]]:
        lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
        target.unlink(missing_ok=True)
        result = []
        for document, variables in map(json.loads, lines):
            assert variables == [document["event"], document["library"]] == [document["event"], str(library)]
            result.append(document)
        return result

    return heard


def test_changes_and_failures_are_heard_of(
    fabula_command: Command, library: Path, calls: Calls, tmp_path: Path
) -> None:
    """With the receipt; idle runs and dry runs are not."""
    stories = tmp_path / "stories"
    assert fabula_command("update", "--library", library).exit_code == 0
    assert calls() == []
    (stories / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    assert fabula_command("update", "--dry-run", "--library", library).exit_code == 0
    assert calls() == []
    assert fabula_command("update", "--library", library, "--json").exit_code == 0
    (heard,) = calls()
    assert (heard["event"], heard["added"], heard["works"], heard["run"]) == ("change", 1, 3, "update")
    (stories / "bad.epub").write_bytes(b"PK\x03\x04 and then nothing")
    for expected in (["failure"], []):
        fabula_command("update", "--quiet", "--workers", 0, "--library", library)
        assert [document["event"] for document in calls()] == expected
    assert fabula_command("rebuild", "--workers", 0, "--library", library).exit_code in (0, 4)
    assert fabula_command("remove", stories / "third.txt", "--library", library).exit_code == 0
    assert [document["run"] for document in calls()][-1] == "remove"


def test_a_refused_run_is_heard_of(fabula_command: Command, library: Path, calls: Calls, tmp_path: Path) -> None:
    """With its receipt and the error; and so is any other error, but not that another process is writing."""
    (tmp_path / "stories" / "ferry.txt").unlink()
    assert fabula_command("update", "--library", library).exit_code == 2
    (heard,) = calls()
    assert (heard["event"], heard["error"]["code"]) == ("failure", "removals-refused")
    assert heard["refused"] == heard["error"]["message"] and heard["works"] == 2
    from fabula.index.store.library_store import open_for_writing

    store = open_for_writing(library)
    with store.write():
        assert fabula_command("update", "--library", library).exit_code == 5
    store.close()
    assert calls() == []


def test_only_the_events_that_are_asked_for(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """`on` names them."""
    program = "open(__import__('sys').argv[1], 'a').write('.')"
    ask_for(library, sys.executable, "-I", "-S", "-c", program, tmp_path / "dots", more='on = ["failure"]')
    (tmp_path / "stories" / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    fabula_command("update", "--workers", 0, "--library", library)
    assert not (tmp_path / "dots").exists()
    (tmp_path / "stories" / "bad.epub").write_bytes(b"PK\x03\x04 and then nothing")
    fabula_command("update", "--workers", 0, "--library", library)
    assert (tmp_path / "dots").read_text() == "."


@pytest.mark.parametrize(
    ("program", "timeout", "said"),
    [("raise SystemExit('no mail')", 20, "no mail"), ("__import__('time').sleep(60)", 0.2, "longer than 0.2 seconds")],
)
def test_a_program_that_fails_changes_nothing(
    fabula_command: Command, library: Path, tmp_path: Path, program: str, timeout: float, said: str
) -> None:
    """It is a warning; the exit code and the JSON are those of the run."""
    ask_for(library, sys.executable, "-I", "-S", "-c", program, more=f"timeout = {timeout}")
    (tmp_path / "stories" / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    result = fabula_command("update", "--library", library, "--json")
    assert (result.exit_code, json.loads(result.stdout)["added"]) == (0, 1)
    assert said in result.stderr and "failed" in result.stderr


def test_a_foreign_library_runs_nothing(fabula_command: Command, library: Path, calls: Calls, tmp_path: Path) -> None:
    """Imported, it asks; when the user has allowed that, it may."""
    fabula_command("export", "--archive", "--output", tmp_path / "a.tar", "--library", library)
    other = tmp_path / "other"
    assert fabula_command("import", tmp_path / "a.tar", "--library", other).exit_code == 0
    assert calls() == []
    (tmp_path / "stories" / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    result = fabula_command("update", "--library", other)
    assert (result.exit_code, calls()) == (0, [])
    assert "fabula sources --trust-notify" in result.stderr
    assert "It does not run yet." in fabula_command("sources", "--library", other).stdout
    shown = json.loads(fabula_command("sources", "--json", "--library", other).stdout)["notify"]
    assert (shown["trusted"], shown["on"], shown["timeout"]) == (False, ["change", "failure"], 30.0)
    allowed = fabula_command("sources", "--trust-notify", "--library", other)
    assert allowed.exit_code == 0 and "does not run" not in allowed.stdout
    (tmp_path / "stories" / "ferry.txt").write_text(FERRY + "\nMore.\n", encoding="utf-8")
    assert fabula_command("update", "--library", other).stderr == ""
    target = tmp_path / "calls"
    assert json.loads(target.read_text())[1] == ["change", str(other)]
    assert fabula_command("sources", "--distrust-notify", "--library", other).exit_code == 0
    assert json.loads(fabula_command("sources", "--json", "--library", other).stdout)["notify"]["trusted"] is False


def test_a_library_without_a_program(fabula_command: Command, library: Path) -> None:
    """There is nothing to allow."""
    assert json.loads(fabula_command("sources", "--json", "--library", library).stdout)["notify"] is None
    result = fabula_command("sources", "--trust-notify", "--library", library)
    assert result.exit_code == 2 and "[notify]" in result.stderr
