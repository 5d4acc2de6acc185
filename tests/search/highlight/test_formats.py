"""Marked text is safe in a page."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from fabula.search import Span
from fabula.search.highlight import marked_html

TEXTS = st.text(alphabet=st.sampled_from("abc Mr.!?”“\n<>&'\"…  "), max_size=700)


@given(TEXTS)
def test_html_is_escaped(text: str) -> None:
    """No character of a story is markup."""
    assert unescape(marked_html(text, [])) == text
    assert not set(marked_html(text, [])) & set("<>\"'")


def test_spans_are_marked() -> None:
    """Each span is one element, with its own text escaped."""
    assert marked_html("a <b> & c", [Span(2, 5), Span(8, 9)]) == "a <mark>&lt;b&gt;</mark> &amp; <mark>c</mark>"
