"""The text of headings: one line, one label, and its number."""

from __future__ import annotations

import doctest

import pytest

from fabula.index.readers.headings import heading_text
from fabula.index.readers.headings.heading_text import drop_doubled_label


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
