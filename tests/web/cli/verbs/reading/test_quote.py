"""`fabula quote`"""

from __future__ import annotations

import json
from pathlib import Path

from fabula.search import Difference, Op
from fabula.web.cli.views.answers.hit import difference_line
from ...conftest import Command


def test_a_line_remembered_wrongly_is_found_and_explained(fabula_command: Command, library: Path) -> None:
    """The passage, its score, and the difference."""
    result = fabula_command("quote", "you would of really been my choise", "--library", library)
    assert result.exit_code == 0
    assert "1.  The Ferry, by Mira Vance" in result.stdout
    assert 'You would [-of really-] {+have+} been my [-choise-] {+choice,"+}' in result.stdout
    assert "score 0." in result.stdout


def test_an_exact_line_shows_no_difference(fabula_command: Command, library: Path) -> None:
    """Its score is 1."""
    result = fabula_command("quote", "You would have been my choice", "--library", library)
    assert (result.exit_code, "score 1.00\n" in result.stdout) == (0, True)
    assert "[-" not in result.stdout


def test_nothing_close_has_an_exit_code(fabula_command: Command, library: Path) -> None:
    """The nearest passages are shown under that heading."""
    result = fabula_command("quote", "a yellow submarine of the river admiralty", "--library", library)
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "Nothing close to “a yellow submarine of the river admiralty”. Guesses and the nearest:\n"
    )
    assert " · a guess from the plot\n" in result.stdout
    assert " · not close\n" in result.stdout


def test_json_says_whether_it_is_claimed(fabula_command: Command, library: Path) -> None:
    """With the threshold, and a difference for each hit."""
    result = fabula_command("quote", "--json", "you would have been my", "one", "--library", library)
    answer = json.loads(result.stdout)
    assert answer["claimed"] is (result.exit_code == 0)
    assert 0 < answer["threshold"] < 1
    assert answer["hits"][0]["difference"][-1] == {"op": "changed", "query": "one", "text": 'choice,"'}


def test_a_search_for_a_remembered_line(fabula_command: Command, library: Path) -> None:
    """`fabula search '? LINE'` answers as `fabula quote` does, its exit codes and JSON included."""
    for line in ("you would of really been my choise", "a yellow submarine of the river admiralty"):
        quoted = fabula_command("quote", line, "--library", library)
        searched = fabula_command("search", f"? {line}", "--library", library)
        assert searched.exit_code == quoted.exit_code
        assert searched.stdout.splitlines()[1:5] == quoted.stdout.splitlines()[1:5]
    answer = json.loads(fabula_command("search", "--json", "? you would of been my", "--library", library).stdout)
    assert answer["query"] == "? you would of been my"
    assert answer["claimed"] and answer["hits"][0]["difference"]


def test_a_difference_is_one_line_of_wdiff() -> None:
    """Neighbouring changes become one, and control characters are removed."""
    steps = [
        Difference(Op.SAME, "a", "a"), Difference(Op.MISSING, "b", ""), Difference(Op.CHANGED, "c", "d\x1b"),
        Difference(Op.ADDED, "", "e"), Difference(Op.SAME, "f", "f"),
    ]  # fmt: skip
    line = difference_line(steps)
    assert "\x1b" not in line
    assert line.startswith("a [-b c-] {+d")
    assert line.endswith("e+} f")


def test_a_plot(fabula_command: Command, library: Path) -> None:
    """Only guesses are shown, and none is claimed."""
    result = fabula_command("quote", "--plot", "the river and the ferryman", "--library", library)
    assert result.exit_code == 1
    assert "a guess from the plot" in result.stdout
    assert "not close" not in result.stdout
