"""`[[names]]` of library.toml: easy to write by hand, and what is wrong in it is told with line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.errors import SettingsError
from fabula.index.library.names_setting import NamesSetting
from fabula.index.library.settings import parse_settings
from fabula.index.library.settings_head import settings_head
from fabula.index.model import Gender

PATH = Path("library.toml")


def parsed(text: str) -> tuple[NamesSetting, ...]:
    return parse_settings(text, PATH).names


def test_a_text_may_stand_for_a_list_of_one() -> None:
    """In all that may be several."""
    text = """
[[names]]
fandom = "The 100"
name = "Clarke Griffin"
also = "Wanheda"
gender = "f"

[[names]]
work = ["The Ferry", "4225b171b96e"]
name = "Аня «Ø’Brien»"
also = ["I", "the waiter"]

[[names]]
name = "Lexa"
"""
    assert parsed(text) == (
        NamesSetting("Clarke Griffin", ("Wanheda",), Gender.FEMALE, ("The 100",)),
        NamesSetting("Аня «Ø’Brien»", ("I", "the waiter"), works=("The Ferry", "4225b171b96e")),
        NamesSetting("Lexa"),
    )


def test_the_example_in_a_new_file_is_right() -> None:
    """Without its comment marks it can be read."""
    lines = settings_head().partition("# [[names]]\n")[2].split("\n\n")[0].splitlines()
    (setting,) = parsed("\n".join(["[[names]]", *(line.removeprefix("# ") for line in lines)]))
    assert setting == NamesSetting("Clarke Griffin", ("Clarke", "Wanheda"), Gender.FEMALE, ("The 100",))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[names]\nname = 'Ann'\n", 1, "names has to be a list of tables"),
        ("names = 'Ann'\n", 1, "names has to be a list of tables"),
        ("[[names]]\nalso = ['Ann']\n", 1, "names.name has to say"),
        ("[[names]]\nname = ['Ann']\n", 2, "names.name has to say"),
        ("[[names]]\nname = ''\n", 2, "names.name"),
        ("[[names]]\nname = '. '\n", 2, "names.name has to say"),
        ('[[names]]\nname = "A\\nB"\n', 2, "names.name"),
        ("[[names]]\nname = 'Ann'\nalso = [3]\n", 3, "names.also"),
        ("[[names]]\nname = 'Ann'\nalso = ['.']\n", 3, "names.also has a name without letters"),
        ("[[names]]\nname = 'Ann'\nalias = ['x']\n", 3, "names.alias is no setting"),
        ("[[names]]\nname = 'Ann'\ngender = 'w'\n", 3, 'names.gender has to be "f" or "m"'),
        ("[[names]]\nname = 'Ann'\ngender = ['f']\n", 3, "names.gender"),
        ("[[names]]\nname = 'Ann'\nfandom = 3\n", 3, "names.fandom"),
        ("[[names]]\nname = 'Ann'\nfandom = []\n", 3, "names.fandom is empty"),
        ("[[names]]\nfandom = 'F'\nwork = 'W'\nname = 'Ann'\n", 3, "names.work stands beside fandom"),
        ("[[names]]\nname = 'Ann'\nalso = ['x']\n[[names]]\nname = 'Ben'\nalso = ['X.']\n", 6, "it is “Ann” already"),
        ("[[names]]\nname = 'Ann'\nalso = ['Ben']\n\n[[names]]\nname = 'ben'\n", 6, "names[2].name gives “ben”"),
    ],
)
def test_a_mistake_is_told(text: str, line: int, said: str) -> None:
    """With the line, the key, and what to do."""
    with pytest.raises(SettingsError) as caught:
        parsed(text)
    assert f"line {line}: " in str(caught.value) and said in str(caught.value) and caught.value.hint


def test_a_name_may_be_anothers_in_other_works() -> None:
    """Only for the same works it cannot be two people's."""
    text = (
        "[[names]]\nfandom = '{}'\nname = 'Ann'\nalso = ['X']\n[[names]]\nfandom = '{}'\nname = 'Ben'\nalso = ['X']\n"
    )
    assert len(parsed(text.format("one", "two"))) == 2
    with pytest.raises(SettingsError):
        parsed(text.format("one", "ONE"))
