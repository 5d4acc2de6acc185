"""Passages of story text, marked and wrapped."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.wrapping import cells
from fabula.web.cli.views.answers.passage import passage_lines
from .....growth import cpu_seconds, grows_evenly

TEXT = "You, she says. You would have been my choice."
TERMINAL = Page(width=80, ansi=True)
ANSI = re.compile("\x1b\\[[0-9;]*m")


def lines(text: str, matches: list[tuple[int, int]], **page: object) -> list[str]:
    """The lines of a passage."""
    return list(passage_lines(text, matches, Page(**page)))  # type: ignore[arg-type]


def test_matches_stand_between_asterisks() -> None:
    """Where text cannot be underlined, a match is *marked* in plain text."""
    assert lines(TEXT, [(0, 3), (15, 44)]) == ["*You*, she says. *You would have been my choice*."]


def test_matches_are_bold_and_underlined_on_a_terminal() -> None:
    """With control sequences that end after the match."""
    assert lines(TEXT, [(0, 3)], ansi=True) == ["\x1b[1m\x1b[4mYou\x1b[0m, she says. You would have been my choice."]


def test_neighbouring_matches_become_one() -> None:
    """Words that matched one by one are marked as one phrase."""
    assert lines("my dear choice", [(0, 2), (3, 7), (8, 14)]) == ["*my dear choice*"]
    assert lines("my, dear", [(0, 2), (4, 8)]) == ["*my*, *dear*"]


def test_a_match_over_a_line_break() -> None:
    """Each line of a wrapped match is marked separately."""
    shown = lines(TEXT, [(15, 44)], ansi=True, width=20)
    assert [ANSI.sub("", line) for line in shown] == ["You, she says. You", "would have been my", "choice."]
    assert [line.count("\x1b[1m") for line in shown] == [1, 1, 1]
    assert [line.count("\x1b[0m") for line in shown] == [1, 1, 1]


def test_control_characters_do_not_shift_the_marks() -> None:
    """Offsets count the stored text; the marks are right in the printed text."""
    assert lines("a\x1b[2J\u202e choice", [(7, 13)]) == ["a[2J *choice*"]
    assert lines("\x1b\x1bmy choice", [(5, 11)], ansi=True) == ["my \x1b[1m\x1b[4mchoice\x1b[0m"]


def test_paragraphs_stay_apart() -> None:
    """Line ends of the text stay."""
    assert lines("one\n\ntwo", [(5, 8)]) == ["one", "", "*two*"]


@given(
    st.text(st.sampled_from("ab \n\x1b\u202eé川"), max_size=60),
    st.lists(st.integers(0, 60), max_size=8, unique=True),
    st.booleans(),
)
def test_any_marks_in_any_text(text: str, places: list[int], ansi: bool) -> None:
    """With any marks, lines fit and the text is the same but for control characters."""
    places = sorted(place for place in places if place <= len(text))
    matches = list(zip(places[::2], places[1::2], strict=False))
    shown = [ANSI.sub("", line) for line in lines(text, matches, ansi=ansi, width=12)]
    assert all(cells(line) <= 12 for line in shown)
    bare = "".join(shown).replace("*", "").replace(" ", "")
    assert bare == re.sub("[ \n\x1b\u202e]", "", text)


@pytest.mark.parametrize("unit", ["é", "e\u0301", "川", "👨\u200d👩\u200d👧", "\x1b[31mé", "\té", "é x\n"])
def test_the_first_screen_of_any_scene_comes_at_once(unit: str) -> None:
    """300,000 letters without a space: 60 lines take at most 100 ms."""
    text = unit * (300_000 // len(unit))
    seconds = min(cpu_seconds(lambda _: list(islice(passage_lines(text, [], TERMINAL), 60)), 0) for _ in range(3))
    assert seconds < 0.1


def test_the_time_grows_with_the_marks_of_a_scene() -> None:
    """The scene has so many lines, and every third word of it is marked."""

    def mark(size: int) -> None:
        list(passage_lines("é x " * (size // 4), [(place, place + 1) for place in range(0, size, 12)], TERMINAL))

    assert grows_evenly(mark, 100_000)
