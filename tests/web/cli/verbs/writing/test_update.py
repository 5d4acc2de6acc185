"""`fabula update`, `fabula sources` and `fabula remove`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...conftest import FERRY, ORCHARD, Command


@pytest.fixture
def shelf(fabula_command: Command, tmp_path: Path) -> Path:
    """A folder of two stories, indexed into the library `tmp_path / "shelf"`."""
    folder = tmp_path / "stories"
    (folder / "more").mkdir(parents=True)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "more" / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    fabula_command("index", folder, "--library", tmp_path / "shelf")
    return folder


def test_the_library_follows_its_sources(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """New stories come and deleted ones go; the receipt says both, for people and for programs."""
    library = tmp_path / "shelf"
    (shelf / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    dry_run = fabula_command("update", "--dry-run", "--library", library)
    assert dry_run.exit_code == 0
    assert "added                  1" in dry_run.stdout and "dry run" in dry_run.stdout
    done = fabula_command("update", "--library", library, "--json")
    assert done.exit_code == 0 and done.stderr == ""
    receipt = json.loads(done.stdout)
    assert (receipt["added"], receipt["unchanged"], receipt["works"], receipt["run"]) == (1, 2, 3, "update")
    assert {"looking", "reading", "committing"} <= set(receipt["phases"])
    assert "unchanged              3" in fabula_command("update", "--verify", "--library", library).stdout


def test_many_removals_have_to_be_allowed(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """The message names the option; with it the works go, and the receipt names them."""
    library = tmp_path / "shelf"
    (shelf / "ferry.txt").unlink()
    refused = fabula_command("update", "--library", library)
    assert refused.exit_code == 2
    assert "--allow-removals" in refused.stderr and "ferry.txt" in refused.stderr
    as_json = fabula_command("update", "--library", library, "--json")
    assert json.loads(as_json.stdout)["error"]["code"] == "removals-refused"
    done = fabula_command("update", "--allow-removals", "--library", library)
    assert done.exit_code == 0
    assert "removed                1" in done.stdout and "The Ferry  ferry.txt" in done.stdout


@pytest.mark.parametrize(
    ("change", "code"), [("nothing", 0), ("new", 0), ("broken", 4), ("away", 4), ("gone", 2), ("replaced", 2)]
)
def test_a_dry_run_exits_as_the_real_one(
    fabula_command: Command, shelf: Path, tmp_path: Path, change: str, code: int
) -> None:
    """Also where that is refused: then the receipt of the dry run says why, once."""
    if change == "new":
        (shelf / "third.txt").write_text(ORCHARD.replace("Orchard", "Third"), encoding="utf-8")
    elif change == "broken":
        (shelf / "bad.epub").write_bytes(b"PK\x03\x04 and then nothing")
    elif change == "away":
        shelf.rename(tmp_path / "away")
    elif change == "gone":
        (shelf / "ferry.txt").unlink()
    elif change == "replaced":
        (shelf / "ferry.txt").write_text("Another story.\n\n" + "Nobody of the first one is in it. " * 40)
    library = tmp_path / "shelf"
    dry = [fabula_command("update", "--dry-run", *words, "--library", library) for words in ((), ("--json",))]
    real = fabula_command("update", "--library", library)
    assert [result.exit_code for result in (*dry, real)] == [code] * 3
    refused = json.loads(dry[1].stdout)["refused"]
    assert bool(refused) == (code == 2)
    if refused:
        assert dry[0].stdout.startswith("Refused (exit code 2): ") and dry[0].stdout.count(refused) == 1


def test_a_source_that_is_away(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """Its works stay, it is named, and the exit code says that something is to be looked at."""
    library = tmp_path / "shelf"
    shelf.rename(tmp_path / "away")
    result = fabula_command("update", "--library", library)
    assert result.exit_code == 4
    assert result.stdout.startswith("Exit code 4: 1 source or folder not seen\n")
    assert f"Note: The source {shelf} is not there: 2 works from it stayed." in result.stdout
    assert fabula_command("update", "--library", library).exit_code == 0
    assert fabula_command("update", "--strict", "--library", library).exit_code == 4
    receipt = json.loads(fabula_command("update", "--library", library, "--json").stdout)
    assert (receipt["unseen"], receipt["works"]) == ([str(shelf)], 2)
    assert "missing, 2 works" in fabula_command("sources", "--library", library).stdout


def test_sources_are_listed_and_removed(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """A part of a source stays left out; the source itself is forgotten."""
    library = tmp_path / "shelf"
    (source,) = json.loads(fabula_command("sources", "--library", library, "--json").stdout)["sources"]
    assert set(source) == {"name", "path", "state", "works", "scanned", "exclude", "include"}
    assert (source["path"], source["state"], source["works"]) == (str(shelf), "reachable", 2)
    result = fabula_command("remove", shelf / "more", "--library", library)
    assert result.exit_code == 0
    assert "removed                1" in result.stdout and "The Orchard" in result.stdout
    assert "left out: more" in fabula_command("sources", "--library", library).stdout
    removed = json.loads(fabula_command("remove", shelf, "--library", library, "--json").stdout)
    assert (removed["removed"], removed["works"], removed["run"]) == (1, 0, "remove")
    assert "no sources" in fabula_command("sources", "--library", library).stdout
    assert fabula_command("remove", shelf, "--library", library).exit_code == 1
    assert fabula_command("remove", "", "--library", library).exit_code == 2
    assert fabula_command("update", "--library", library).exit_code == 2


def test_patterns_are_shown_with_their_origin(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """Those of the source, of the library and of Fabula, each with its reason; in JSON one by one."""
    library = tmp_path / "shelf"
    text = (library / "library.toml").read_text(encoding="utf-8")
    text = text.replace("[[sources]]", '[[sources]]\nexclude = ["old"]\ninclude = ["old/one.txt"]', 1)
    (library / "library.toml").write_text(text + '\n[files]\nexclude = ["*.bak"]\n', encoding="utf-8")
    shown = fabula_command("sources", "--patterns", "--library", library).stdout
    assert f"Left out of {shelf}, by library.toml:\n    old\n" in shown
    assert f"Read all the same of {shelf}, by library.toml:\n    old/one.txt\n" in shown
    assert "Left out of all sources, by library.toml:\n    *.bak\n" in shown
    assert "Left out by default, as it is a bin of deleted files:\n    $RECYCLE.BIN, " in shown
    patterns = json.loads(fabula_command("sources", "--library", library, "--json").stdout)["patterns"]
    assert patterns[:3] == [
        {"pattern": "old/one.txt", "include": True, "origin": "source", "source": str(shelf), "reason": ""},
        {"pattern": "old", "include": False, "origin": "source", "source": str(shelf), "reason": ""},
        {"pattern": "*.bak", "include": False, "origin": "library", "source": "", "reason": ""},
    ]
    assert {pattern["origin"] for pattern in patterns[3:]} == {"default"}
    assert all(pattern["reason"] for pattern in patterns[3:])


def test_settings_that_make_no_sense(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """The message has the file, the line and the key."""
    library = tmp_path / "shelf"
    with (library / "library.toml").open("a", encoding="utf-8") as file:
        file.write("\n[reading]\nworkers = 'many'\n")
    for verb in ("update", "sources"):
        result = fabula_command(verb, "--library", library)
        assert result.exit_code == 2
        assert "library.toml, line" in result.stderr and "reading.workers" in result.stderr


def test_progress_for_programs(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """One JSON object a line on standard error, phases in order, each with its last event; nothing else there."""
    result = fabula_command("index", shelf, "--library", tmp_path / "other", "--json", "--json-progress")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert all(set(event) == {"phase", "done", "total", "unit", "path", "seconds", "rate", "left"} for event in events)
    phases = list(dict.fromkeys(event["phase"] for event in events))
    assert phases[:3] == ["looking", "reading", "committing"]
    last = {event["phase"]: event for event in events}
    assert all(event["done"] == event["total"] for phase, event in last.items() if phase != "looking")
    assert json.loads(result.stdout)["works"] == 2


def test_quiet_runs_are_silent_until_there_is_news(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """A timer sends no mail for nothing, and not twice for the same failure."""
    quiet = ("update", "--quiet", "--library", tmp_path / "shelf")
    for words in (quiet, (*quiet, "--json")):
        result = fabula_command(*words)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    (shelf / "bad.epub").write_bytes(b"PK\x03\x04 and then nothing")
    first, second = fabula_command(*quiet), fabula_command(*quiet)
    assert first.exit_code == 4 and "bad.epub" in first.stdout
    assert (second.exit_code, second.stdout, second.stderr) == (0, "", "")
    strict = fabula_command(*quiet, "--strict")
    assert strict.exit_code == 4 and "bad.epub" in strict.stdout
    (shelf / "bad.epub").unlink()
    assert "1 problem of the last run is gone" in fabula_command(*quiet).stdout
    removed = fabula_command("remove", shelf / "more", "--quiet", "--library", tmp_path / "shelf")
    assert removed.stdout.startswith("fabula remove") and "The Orchard" in removed.stdout


def test_a_refused_run_has_a_report(fabula_command: Command, shelf: Path, tmp_path: Path) -> None:
    """It says why, and a second refusal is counted with it."""
    library = tmp_path / "shelf"
    (shelf / "ferry.txt").unlink()
    for _ in range(2):
        assert fabula_command("update", "--quiet", "--library", library).exit_code == 2
    report = fabula_command("report", "--library", library).stdout
    assert "Refused (exit code 2): The files of 1 work of 2 are gone" in report
    assert "Then 1 run was refused for the same reason" in report
    receipt = json.loads(fabula_command("report", "--library", library, "--json").stdout)
    assert "ferry.txt" in receipt["refused"] and receipt["idle"]["runs"] == 1
