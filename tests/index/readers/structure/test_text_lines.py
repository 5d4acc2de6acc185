"""The lines of a text as arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.structure import text_lines
from fabula.index.readers.structure.text_lines import TextLines, which

TEXTS = st.text(st.sampled_from("a “雨\n\U0001f600\ud800\f"), max_size=30)


@given(TEXTS)
def test_lines_are_those_of_a_split(text: str) -> None:
    """Whatever the widest character is, and also where half a character stands alone."""
    lines = TextLines.of(text)
    texts = text.split("\n")
    assert [text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)] == texts
    assert lines.lengths.tolist() == [len(line) for line in texts]
    assert [chr(code) for code in lines.firsts()] == [(line or "\n")[0] for line in texts]
    assert [chr(code) for code in lines.lasts()] == [(line or "\n")[-1] for line in texts]
    assert lines.to_space(np.arange(len(texts))).tolist() == [len(line.partition(" ")[0]) for line in texts]
    assert which(lines.firsts(), str.isspace).tolist() == [(line or "\n")[0].isspace() for line in texts]


def test_lines_of_one_text_are_not_those_of_another() -> None:
    """Those of the last text are kept, but for a text longer than any novel."""
    first, other = "one\ntwo", "one\nother"
    assert TextLines.of(first) is TextLines.of(first)
    assert len(TextLines.of(other).codes) == len(other) + 1
    assert TextLines.of(first).lengths.tolist() == [3, 3]
    long = "a line\n" * (text_lines._MAX_KEPT_CHARS // 7 + 1)
    assert TextLines.of(long) is not TextLines.of(long)


@given(TEXTS)
def test_a_text_is_made_of_its_code_points(text: str) -> None:
    assert text_lines.text_of(text_lines.code_points(text)) == text
