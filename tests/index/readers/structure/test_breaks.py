"""Ornaments between scenes."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.structure import breaks
from fabula.index.readers.structure.breaks import is_break

ORNAMENTS = (
    "***",
    "* * *",
    "* * * * *",
    "*****",
    "*       *       *",
    "---",
    "- - -",
    "~~~",
    "~*~",
    "~",
    "#",
    "# # #",
    "###",
    "oOo",
    "o0o",
    "OoO",
    "xXx",
    "xxx",
    "x x x",
    "-o-",
    "-x-",
    "~o~",
    "--oo00oo--",
    "-----o-----",
    "X-X-X",
    "—X—",
    "⁂",
    "❦",
    "————",
    "____",
    "===",
    ". . . .",
    ". . .",
    ".....",
    "<>",
    "<><><>",
    "/\\/\\/\\",
    "*",
    "+",
    "•",
    "☆ ☆ ☆",
    "✱✱✱",
    "-*-",
    "\\*\\*\\*",
    "[scene break]",
    "--- LINE BREAK ---",
    "Page Break",
    "*\u00a0*\u00a0*",
    "\u2060*\u2060*\u2060*",
)
WORDS = (
    "",
    "   ",
    "...",
    "…",
    "—",
    "-",
    "XXX",
    "XX",
    "X",
    "I",
    "xoxo",
    "!",
    "?!",
    "“…”",
    "100",
    "OOO",
    "a",
    "ox",
    "oo",
    "oh",
    "1.",
    "No.",
    "<3",
    ";)",
    "The End",
    "*cough*",
    "* a *",
    "# Title",
    "X.",
    "§ 1",
)


@pytest.mark.parametrize("line", ORNAMENTS)
def test_ornament_is_a_break(line: str) -> None:
    """A line of signs, of the letters o and x, or one that says so, is a break."""
    assert is_break(line)
    assert is_break(f"   {line}\t")


@pytest.mark.parametrize("line", WORDS)
def test_words_and_silence_are_no_break(line: str) -> None:
    """Words, roman numerals, kisses, emoticons and beats of silence are not."""
    assert not is_break(line)


@given(st.text(alphabet="abcdefghijklmnpqrstuvwyz 123456789'", min_size=1))
def test_no_line_with_other_letters_is_a_break(line: str) -> None:
    """A line with a word is text."""
    assert not is_break(line + "a")


def test_hostile_line_is_answered_at_once() -> None:
    """A line of a megabyte is no ornament, and is not even looked at."""
    assert not is_break("-x" * 500_000)


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstring are true."""
    assert doctest.testmod(breaks).failed == 0


@given(st.lists(st.sampled_from([*"oOxXmM-*~ ", "page", "Scene", "break", "“"]), max_size=6).map("".join))
def test_no_break_begins_with_other_letters(line: str) -> None:
    """Oracle: the pattern of how a break begins, for all letters that are passed by a quicker test."""
    if line[:1] in breaks.BEGIN_NO_BREAK:
        assert not breaks._BEGIN.match(line)
    for letter in breaks.BEGIN_NO_BREAK:
        assert not breaks._BEGIN.match(letter + line)
