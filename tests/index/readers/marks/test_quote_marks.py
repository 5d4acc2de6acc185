"""Quote marks by language."""

from __future__ import annotations

from fabula.index.readers.marks.quote_marks import quote_marks


def test_regions_have_the_marks_of_their_language_unless_they_have_their_own() -> None:
    """By the longest tag that is known."""
    assert quote_marks("de-AT-1996") == quote_marks("de") != quote_marks("de-CH")
    assert quote_marks("zh-Hant-TW")[:2] == ("「", "」")
    assert quote_marks("pt_PT")[:2] == ("«", "»")
    assert quote_marks("tlh") == quote_marks("en")


def test_depths_alternate() -> None:
    """The third is as the first."""
    marks = quote_marks("en")
    assert [marks.at(depth)[0] for depth in range(4)] == ["“", "‘", "“", "‘"]
