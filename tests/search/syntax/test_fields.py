"""The fields of the query language and their values."""

from __future__ import annotations

import pytest

from fabula.search.syntax.fields import FIELDS, Range, is_exact_value, is_value, range_of


@pytest.mark.parametrize(("name", "value", "expected"), [
    ("words", ">5000", Range("5001", "")), ("words", "<100", Range("", "99")), ("words", ">=5", Range("5", "")),
    ("words", "<=5", Range("", "5")), ("words", "7", Range("7", "7")), ("words", "2..9", Range("2", "9")),
    ("words", "2..", Range("2", "")), ("words", "..9", Range("", "9")), ("words", "..", None), ("words", "many", None),
    ("words", "1" * 13, None), ("words", "2017-03", None),
    ("date", "2017", Range("2017", "2017")), ("date", ">2017", Range("2017", "")),
    ("date", "<2017-03", Range("", "2017-03")),
    ("date", "2015..2017-03-02", Range("2015", "2017-03-02")), ("date", "17", None), ("date", "2017-3", None),
])  # fmt: skip
def test_ranges(name: str, value: str, expected: Range | None) -> None:
    """ ">" and "<" exclude the value itself for numbers, and include it for dates."""
    assert range_of(name, value) == expected
    assert is_value(name, value) is (expected is not None)


@pytest.mark.parametrize(("name", "value", "expected"), [
    ("in", "notes", True), ("in", "dialogue", True), ("in", "Notes", False), ("in", "", False),
    ("lang", "en", True), ("lang", "en_GB", True), ("lang", "e", False), ("lang", "en gb", False),
    ("title", "Ferry", True), ("title", "…", False), ("tag", "", False), ("speaker", "Lexa", True),
    ("work", "a1", True),
])  # fmt: skip
def test_values(name: str, value: str, expected: bool) -> None:
    """Scopes and languages have a form; every other value needs a word."""
    assert is_value(name, value) is expected


def test_scenes_and_speech_have_fields_too() -> None:
    """The last two fields are not about the work."""
    assert FIELDS[-2:] == ("in", "speaker")


def test_exact_values() -> None:
    """Texts can be asked for letter by letter: not ranges, and not what is no field of the work."""
    assert [name for name in FIELDS if not is_exact_value(name, "x")] == ["words", "date", "added", "in", "speaker"]
    assert not is_exact_value("author", "")
