"""Names in library.toml are merged, renamed and forgotten, and all else that people wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import OptionError
from fabula.index.folder_names import INDEX, SETTINGS
from fabula.index.library.edit_names import NameChange, NameEdit, NamesScope, change_names
from fabula.index.library.names_setting import NamesSetting
from fabula.index.model import Gender
from fabula.index.stated_names import StatedName, StatedNames, name_key

ALL = NamesScope()
FANDOM = NamesScope(("The 100",))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with the place of the lock, and no settings."""
    (tmp_path / INDEX).mkdir()
    return tmp_path


def merge(name: str, other: str) -> NameChange:
    return NameChange(NameEdit.MERGE, name, other)


def rename(name: str, other: str) -> NameChange:
    return NameChange(NameEdit.RENAME, name, other)


def gender(name: str, value: str) -> NameChange:
    return NameChange(NameEdit.GENDER, name, value)


def test_a_merge_keeps_the_first_name(library: Path) -> None:
    """And is for the works that were meant, beside what is stated for others."""
    change_names(library, ALL, [merge("Clarke", "Wanheda")])
    after = change_names(library, FANDOM, [merge("Clarke", "Princess"), gender("clarke", "f")])
    assert after == (
        NamesSetting("Clarke", ("Wanheda",)),
        NamesSetting("Clarke", ("Princess",), Gender.FEMALE, ("The 100",)),
    )


def test_two_that_were_stated_become_one(library: Path) -> None:
    """With all their names, and the gender that is known."""
    change_names(library, ALL, [merge("Clarke", "Princess"), merge("Griffin", "Wanheda"), gender("Wanheda", "f")])
    assert change_names(library, ALL, [merge("Princess", "Griffin")]) == (
        NamesSetting("Clarke", ("Princess", "Griffin", "Wanheda"), Gender.FEMALE),
    )


def test_a_rename_keeps_the_old_name(library: Path) -> None:
    """By which the text calls the character; a second rename as well."""
    change_names(library, ALL, [rename("Clarke", "Clarke Griffin")])
    assert change_names(library, ALL, [rename("Clarke", "Wanheda")]) == (
        NamesSetting("Wanheda", ("Clarke Griffin", "Clarke")),
    )


def test_what_is_forgotten_is_gone(library: Path) -> None:
    """With its table; what was never stated cannot be forgotten."""
    change_names(library, ALL, [merge("Clarke", "Wanheda")])
    assert change_names(library, ALL, [NameChange(NameEdit.FORGET, "Wanheda")]) == ()
    assert "\n[[names]]" not in (library / SETTINGS).read_text(encoding="utf-8")
    with pytest.raises(OptionError):
        change_names(library, FANDOM, [NameChange(NameEdit.FORGET, "Wanheda")])


def test_comments_and_order_stay(library: Path) -> None:
    """Also those in the table that is changed."""
    text = """# mine
[[names]]   # she
name = "Clarke"   # so called
also = ["Wanheda"]

# the others
[[names]]
fandom = "X"
name = "Lexa"

[keep]
reports = 5 # enough
"""
    (library / SETTINGS).write_text(text, encoding="utf-8")
    change_names(library, ALL, [gender("Clarke", "f")])
    written = (library / SETTINGS).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line not in written.splitlines()] == []
    assert 'gender = "f"' in written


def test_an_empty_line_stands_before_each_new_table(library: Path) -> None:
    """For people who read it."""
    (library / SETTINGS).write_text('[[sources]]\npath = "/a"\n', encoding="utf-8")
    change_names(library, ALL, [merge("Ann", "A"), merge("Ben", "B")])
    assert (library / SETTINGS).read_text(encoding="utf-8") == (
        '[[sources]]\npath = "/a"\n\n[[names]]\nname = "Ann"\nalso = ["A"]\n\n[[names]]\nname = "Ben"\nalso = ["B"]\n'
    )


def test_tables_in_a_line_stay_in_a_line(library: Path) -> None:
    """Whoever wrote them so finds them so."""
    (library / SETTINGS).write_text('names = [{name = "Ann", also = "A"}]\n', encoding="utf-8")
    change_names(library, FANDOM, [merge("Ben", "B")])
    assert (library / SETTINGS).read_text(encoding="utf-8").count("\n") == 1


def test_a_comment_says_which_work_an_id_is(library: Path) -> None:
    """Beside the id, in a new table."""
    change_names(library, NamesScope(works=("4225b171b96e",)), [merge("Ann", "A")], "The Ferry")
    assert 'work = "4225b171b96e" # The Ferry' in (library / SETTINGS).read_text(encoding="utf-8")


_names = st.sampled_from(["Ann", "ann.", "Ben", "Mr. Ö’Neil", 'Q"\\', "# x"])
_changes = st.lists(
    st.one_of(
        st.builds(merge, _names, _names), st.builds(rename, _names, _names), st.builds(gender, _names, st.just("f"))
    ),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(_changes)
def test_any_changes_give_groups_as_a_union_of_names_would(library: Path, changes: list[NameChange]) -> None:
    """What was merged or renamed is one, and nothing else is; the file can be read after each."""
    (library / SETTINGS).unlink(missing_ok=True)
    groups: list[set[str]] = []
    last: tuple[NamesSetting, ...] = ()
    for change in changes:
        last = change_names(library, ALL, [change])
        keys = {name_key(change.name), *([] if change.edit is NameEdit.GENDER else [name_key(change.other)])}
        touched = [group for group in groups if group & keys]
        groups = [group for group in groups if not group & keys] + [keys.union(*touched)]
        names = StatedNames(StatedName(each.name, each.also, each.gender) for each in last)
        number = names.of(change.name)
        assert number is not None
        if change.edit is NameEdit.RENAME:
            assert names.characters[number].name == change.other
        if change.edit is NameEdit.GENDER:
            assert names.characters[number].gender is Gender.FEMALE
    assert sorted(sorted(map(name_key, (each.name, *each.also))) for each in last) == sorted(map(sorted, groups))
