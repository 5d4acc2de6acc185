"""`fabula names`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fabula.index import build
from ...conftest import Command

STORY = """{title}
by Mira Vance

{name} came in. {name} took off her coat. Tobias Finch looked up, and Tobias smiled.

"Good evening," said {name}.

"Good evening," said Tobias.

"Is the boat gone?" asked {name}.
"""


@pytest.fixture
def own_library(tmp_path: Path) -> Path:
    """A library of two stories about Anna and Berta, to be written to."""
    stories = tmp_path / "stories"
    stories.mkdir()
    for name in ("Anna", "Berta"):
        (stories / f"{name.lower()}.txt").write_text(STORY.format(title=f"{name} at Sea", name=name))
    build(tmp_path / "shelf", [stories])
    return tmp_path / "shelf"


def cast(fabula_command: Command, library: Path, work: str) -> list[tuple[str, list[str], str, int]]:
    answer = json.loads(fabula_command("names", work, "--json", "--library", library).stdout)
    return [(each["name"], each["aliases"], each["gender"], each["utterances"]) for each in answer["cast"]]


def test_a_merge_is_done_by_the_next_update(fabula_command: Command, own_library: Path) -> None:
    """The command says so, the update says of how many works, and `fabula works` and stats show it."""
    result = fabula_command("names", "anna.txt", "--merge", "Anna Grey", "Anna", "--library", own_library)
    assert result.exit_code == 0
    assert "Nobody in Anna at Sea is known as Anna Grey so far." in result.stdout
    assert "Anna Grey (Anna): in Anna at Sea, 1 work" in result.stdout
    waits = "The speakers of 1 work are not those of [[names]] in library.toml yet; the next update finds them again."
    assert waits in result.stdout and "Next: fabula update" in result.stdout
    assert waits in fabula_command("stats", "--library", own_library).stdout
    assert waits in fabula_command("check", "--library", own_library).stdout
    stats = json.loads(fabula_command("stats", "--json", "--library", own_library).stdout)
    assert stats["speech_due"] == {"new": 0, "rules": 0, "names": 1}
    updated = fabula_command("update", "--library", own_library)
    assert "speakers of 1 work found again under the names of library.toml" in updated.stdout
    assert cast(fabula_command, own_library, "Anna at Sea") == [("Anna Grey", ["Anna"], "", 2), ("Tobias", [], "", 1)]
    assert cast(fabula_command, own_library, "Berta at Sea")[0][0] == "Berta"
    hits = fabula_command("search", "speaker:Grey", "--json", "--library", own_library)
    assert json.loads(hits.stdout)["total"] == 1
    assert waits not in fabula_command("stats", "--library", own_library).stdout


def test_a_quiet_update_says_it(fabula_command: Command, own_library: Path) -> None:
    """It is something to report, once."""
    fabula_command("names", "--rename", "Tobias", "Mr. Finch", "--library", own_library)
    forecast = fabula_command("update", "--dry-run", "--library", own_library).stdout
    assert "speakers of 2 works would be found again under the names of library.toml" in forecast
    said = fabula_command("update", "--quiet", "--library", own_library).stdout
    assert "speakers of 2 works found again under the names of library.toml" in said
    assert fabula_command("update", "--quiet", "--library", own_library).stdout == ""


def test_a_gender_is_stated_of_a_fandom_without_works(fabula_command: Command, own_library: Path) -> None:
    """It says that it changes nothing: the fandom may be misspelt."""
    result = fabula_command("names", "--fandom", "The 100", "--gender", "Lexa", "f", "--library", own_library)
    assert result.stdout == "Lexa, f: in The 100, no work, so that it changes nothing\n"
    assert result.stdout == fabula_command("names", "--library", own_library).stdout


def test_what_is_forgotten_comes_back_as_it_was(fabula_command: Command, own_library: Path) -> None:
    """After an update of its own."""
    before = cast(fabula_command, own_library, "Anna at Sea")
    for change in (("--rename", "Anna", "A"), ("--forget", "A")):
        assert fabula_command("names", "Anna at Sea", *change, "--library", own_library).exit_code == 0
        fabula_command("update", "--library", own_library)
    assert cast(fabula_command, own_library, "Anna at Sea") == before


def test_json(fabula_command: Command, own_library: Path) -> None:
    """The documented keys, also after a change."""
    changed = fabula_command("names", "--merge", "Ann", "Anna", "--json", "--library", own_library)
    assert json.loads(changed.stdout) == {
        "names": [{"name": "Ann", "also": ["Anna"], "gender": "", "fandom": [], "work": [], "works": 2}],
        "speech_due": {"new": 0, "rules": 0, "names": 2},
    }
    shown = json.loads(fabula_command("names", "anna at sea", "--json", "--library", own_library).stdout)
    assert shown["work"]["title"] == "Anna at Sea" and shown["cast"][0]["name"] == "Anna"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Nothing",), 1, "No work has the id, title or path"),
        (("Anna at Sea", "--fandom", "F"), 2, "do not go together"),
        (("--gender", "Ann", "w"), 2, "f, m or unknown"),
        (("--merge", "Ann", " "), 2, "A name is empty"),
        (("--forget", "Ann"), 2, "Nothing is stated of"),
    ],
)
def test_what_makes_no_sense_is_said(
    fabula_command: Command, own_library: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """And nothing is written."""
    before = (own_library / "library.toml").read_bytes()
    result = fabula_command("names", *words, "--library", own_library)
    assert result.exit_code == code and said in result.stderr
    assert (own_library / "library.toml").read_bytes() == before


def test_several_works_of_a_title_need_an_id(fabula_command: Command, own_library: Path) -> None:
    """Which are named."""
    (own_library.parent / "stories" / "other.txt").write_text(STORY.format(title="Anna at Sea", name="Carla"))
    fabula_command("update", "--library", own_library)
    result = fabula_command("names", "Anna at Sea", "--library", own_library)
    assert result.exit_code == 2 and "2 works are called" in result.stderr
