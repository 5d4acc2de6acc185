"""The signs of an author's note."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.segmentation.paratext import _HINTS


@given(st.data())
def test_what_is_looked_for_first_is_in_all_that_matches(data: st.DataObject) -> None:
    """A sign that matches a text is never passed over for what the text does not hold."""
    needles, hint = data.draw(st.sampled_from(_HINTS))
    text = data.draw(st.from_regex(hint.pattern, fullmatch=False).map(str))
    if hint.search(text):
        assert any(needle in text.casefold() for needle in needles)
