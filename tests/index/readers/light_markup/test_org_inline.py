"""The marks within a line of org go."""

from __future__ import annotations

import pytest

from fabula.index.readers.light_markup.org_inline import inline


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("/so/ and *_both_*, =code=", "so and both, code"),
        ("and/or 2*3*4", "and/or 2*3*4"),
        ("[[http://x.org][rained]] [[file:lamp.png]]", "rained "),
        ("a---b--c...", "a—b–c…"),
        ("\\ldquo{}it\\rdquo{}", "“it”"),
        ("<<REBIRTH>>, <<<here>>>@@html:<b>@@", "<<REBIRTH>>, here"),
    ],
)
def test_marks_within_a_line(marked: str, plain: str) -> None:
    """The text between marks stays, and so do signs that are no marks."""
    assert inline(marked).text == plain


def test_footnotes_are_set_apart() -> None:
    """A footnote in the line goes from the text, and so does the reference to one elsewhere."""
    assert inline("She left[fn::At /noon/.] it.[fn:1]") == ("She left it.", ("At noon.",))
