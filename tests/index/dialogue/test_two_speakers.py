"""The words beside two pieces of speech may give them to two people."""

from __future__ import annotations

import re
import time

from fabula.index.dialogue.two_speakers import has_two_speakers


def two(text: str) -> bool:
    (_, first_end), (start, end) = (match.span(1) for match in re.finditer(r'"([^"]*)"', text))
    return has_two_speakers(text, first_end, start, end, len(text))


def test_names_without_a_common_word_are_two_people() -> None:
    """Titles and articles are no common words."""
    assert two('"Go," said Mr. Bounderby. "Never," said Mrs. Sparsit.')
    assert not two('"Go," said Mr. Tom Bounderby. "Now," said Bounderby.')
    assert not two('"Go," said Ann. "Now," she said.')
    assert not two('"Go," said Ann. "Now."')


def test_somebody_who_comes_in_speaks_next() -> None:
    """Only with a name and a verb of speech."""
    assert two('"Go," she said, and Ben answered, "Never."')
    assert not two('"Go," said Ben, and he added, "Now."')
    assert not two('"Go," said Ben, and looked at Ann, "now."')


def test_long_narration_takes_bounded_time() -> None:
    """A hostile paragraph has nothing but conjunctions and verbs."""
    started = time.process_time()
    two('"Go," ' + "and Ben said, " * 2_000 + '"never."')
    assert time.process_time() - started < 2
