"""The marks within a line of AsciiDoc go."""

from __future__ import annotations

import pytest

from fabula.index.readers.light_markup.asciidoc_inline import InlineContext, inline


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("__it__alic and **b**old", "italic and bold"), ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("It's 'quoted'", "It’s 'quoted'"), ("http://a.b[a link] and link:c.html[d]", "a link and d"),
        ("<<b.adoc#x,there>> <<REBIRTH>>", "there <<REBIRTH>>"), ("{mdash}{nbsp}{unknown}", "—\u00a0{unknown}"),
        ("H~2~O 1^st^", "H2O 1st"),
        ("[.big]#loud# `code`", "loud code"), ("*_both_*", "both"), ("a -- b", "a — b"), ("(C) ...", "© …"),
        ("&#8212; &#x2014; &#xD800;", "— — &#xD800;"), ("+++<u>raw</u>+++", "raw"),
    ],
)  # fmt: skip
def test_marks_within_a_line(marked: str, plain: str) -> None:
    """The text between marks stays, and so do signs that are no marks."""
    assert inline(marked, InlineContext()).text == plain


def test_footnotes_are_set_apart() -> None:
    """A footnote goes from the text, and its own marks go."""
    assert inline("She left.footnote:[At *noon*.] Then", InlineContext()) == ("She left. Then", ("At noon.",))
