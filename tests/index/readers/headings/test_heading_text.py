"""The text of headings: one line, one label, and its number."""

from __future__ import annotations

import doctest

import pytest

from fabula.index.readers.headings import heading_text
from fabula.index.readers.headings.heading_text import drop_doubled_label, title_key
from ....growth import grows_evenly


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(heading_text).failed == 0


@pytest.mark.parametrize(
    ("title", "single"),
    [
        ("Chapter 32: CHAPITRE XXXII", "CHAPITRE XXXII"), ("Chapter 1: Chapter One: Noon", "Chapter One: Noon"),
        ("Chapter 4: IV", "Chapter 4"), ("Chapter 12: 12", "Chapter 12"), ("Chapter 11: Глава одиннадцатая",
         "Глава одиннадцатая"), ("Chapter 2: Chapter One", "Chapter 2: Chapter One"),
        ("Chapter 5: I. Noon", "Chapter 5: I. Noon"), ("Chapter 1: I. Noon", "Chapter 1: I. Noon"),
        ("Chapter 3: Noon", "Chapter 3: Noon"), ("Prologue: Part 1", "Prologue: Part 1"),
    ],
)  # fmt: skip
def test_a_doubled_label_is_said_once(title: str, single: str) -> None:
    """The archive's "Chapter 32:" goes where the author's own label says the same number."""
    assert drop_doubled_label(title) == single


@pytest.mark.parametrize("sign", [".", " ", "…"])
def test_dots_that_lead_to_no_page_take_linear_time(sign: str) -> None:
    """They are part of no page number, and are passed over once."""
    assert title_key(f"The Ferry {sign * 40} 12") == "the ferry"
    assert grows_evenly(lambda size: title_key(f"The Ferry {sign * size} 12x"), 400_000)
