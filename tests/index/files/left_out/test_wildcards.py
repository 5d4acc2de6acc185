"""Wildcards mean what they do in `fnmatch`, and are made and compared in linear time."""

from __future__ import annotations

import doctest
import re
import time
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.files.left_out import wildcards as module
from fabula.index.files.left_out.wildcards import expression, literal_start, wildcards


@given(st.text("ab*?[]!-.\\&~|^\n", max_size=10), st.text("ab[]!-.\\&~|^\n", max_size=8))
def test_they_mean_what_they_do_in_fnmatch(pattern: str, text: str) -> None:
    """Brackets that do not end, empty ones, backward ranges and signs of regular expressions, too."""
    assert (wildcards(pattern).match(text) is not None) == fnmatchcase(text, pattern)


@given(st.lists(st.text("ab*?[]!-", max_size=6), min_size=1, max_size=4), st.text("ab[]!-", max_size=6))
def test_several_make_one_expression(patterns: list[str], text: str) -> None:
    """As alternatives."""
    either = re.compile("|".join(map(expression, patterns)))
    assert (either.match(text) is not None) == any(fnmatchcase(text, pattern) for pattern in patterns)


@pytest.mark.parametrize(
    "pattern", ["[" * 4_000, "[]" * 2_000, "[!" * 2_000 + "]", "*" * 4_000, "*a" * 2_000, "?*" * 2_000]
)
def test_none_takes_long(pattern: str) -> None:
    """To make, and to compare with a name that nearly matches."""
    start = time.process_time()
    wildcards(pattern).match("a" * 4_000 + "b")
    assert time.process_time() - start < 1


def test_the_start_is_literal() -> None:
    """Up to the first wildcard."""
    assert [literal_start(pattern) for pattern in ("a/b*c", "*", "abc", "a[b]")] == ["a/b", "", "abc", "a"]
    assert doctest.testmod(module).failed == 0
