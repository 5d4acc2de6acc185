"""The lines of a text as arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
