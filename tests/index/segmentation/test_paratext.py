"""The hints of an author's note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.segmentation.paratext import _HINTS


@pytest.mark.slow
@given(st.data())
def test_every_match_of_a_hint_contains_one_of_its_needles(data: st.DataObject) -> None:
    """Looking for the needles first never loses a match."""
    needles, hint = data.draw(st.sampled_from(_HINTS))
    text = data.draw(st.from_regex(hint.pattern, fullmatch=False).map(str))
    if hint.search(text):
        assert any(needle in text.casefold() for needle in needles)
