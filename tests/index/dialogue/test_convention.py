"""The marks of a work, learned from how its paragraphs begin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue import Convention, Pair, convention_of


def test_a_work_without_speech_has_no_convention() -> None:
    """Where nothing is marked nothing is found."""
    assert convention_of([]) == Convention()
    assert convention_of(["He walked on. It's the boys' fault.\n\nShe didn't."]) == Convention()


def test_quotes_in_quotes_do_not_count() -> None:
    """A British book with double marks within single ones is one of single marks, and the other way round."""
    british = "'He said \"no\" to me,' said Ann.\n\n'Did he?'\n\n'He did.'"
    american = british.translate(str.maketrans("'\"", "\"'"))
    assert convention_of([british]) == Convention((Pair("'", "'"),))
    assert convention_of([american]) == Convention((Pair('"', '"'),))


def test_words_that_begin_with_an_apostrophe_are_outnumbered() -> None:
    """A paragraph that begins with 'Tis does not make the marks single."""
    text = "'Tis true.\n\n" + '"Yes," he said.\n\n' * 3
    assert convention_of([text]).pairs == (Pair('"', '"'),)


def test_one_quote_amid_a_paragraph_is_enough() -> None:
    """A short text is read by the marks that it has."""
    assert convention_of(["He said, \u201cGo.\u201d"]).pairs == (Pair("\u201c", "\u201d"),)


def test_guillemets_point_either_way() -> None:
    """A German book opens with what a French one closes with."""
    assert convention_of(["\u00bbJa\u00ab, sagte er.\n\n\u00bbNein.\u00ab"]).pairs == (Pair("\u00bb", "\u00ab"),)
    assert convention_of(["\u00ab Oui \u00bb, dit-il.\n\n\u00ab Non. \u00bb"]).pairs == (Pair("\u00ab", "\u00bb"),)


@given(st.lists(st.text(alphabet="\"'\u201c\u00ab\u00bb\u2014\u2014- \n\nab", max_size=40)))
def test_any_text_has_a_convention(texts: list[str]) -> None:
    """All pairs of a work are single marks, or none is."""
    assert len({pair.is_single for pair in convention_of(texts).pairs}) <= 1
