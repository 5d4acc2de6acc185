"""Some characters are operators, and the others are the story's own."""

from __future__ import annotations

import pytest

from fabula.index.errors import QueryError
from fabula.search.plan import Condition
from fabula.search.planning.planner import make_plan
from fabula.search.syntax import And, Not, Or, Phrase, Wildcard, Words, parse
from ..lexicon import WordList


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [("日本 AND 中国", "日本", "中国"), ("שלום OR עולם", "שלום", "עולם"), ("1984 AND 2001", "1984", "2001")],
)
def test_operators_work_in_writing_without_capitals(text: str, left: str, right: str) -> None:
    """Only capitals around them make AND, OR and NOT words; a script that has none is not shouting."""
    assert parse(text).root in (And((Words(left), Words(right))), Or((Words(left), Words(right))))


@pytest.mark.parametrize("text", ["YOU AND ME", "DO OR DIE 1984", "AND OR NOT"])
def test_operators_among_capitals_are_words(text: str) -> None:
    """A query that is all capitals is prose."""
    assert parse(text).natural == text


@pytest.mark.parametrize("text", ["cats -DOGS", "-ANDAND", '"MY CHOICE" AND "YOU"', '-"MY CHOICE" NOT "YOU"'])
def test_a_reading_with_capitals_reads_as_itself(text: str) -> None:
    """Capitals in quotes shout at nobody, and a reading that would be all capitals is written small."""
    query = parse(text)
    assert query.natural is None
    assert str(parse(str(query.root)).root) == str(query.root)
    assert type(parse(str(query.root)).root) is type(query.root)


@pytest.mark.parametrize(
    "text", ['«he said "no" twice»', '=«"No."»', '"my choice"~3-you cats', 'NOT «a "b»', '»a " b» c« OR x']
)
def test_a_reading_with_marks_reads_as_itself(text: str) -> None:
    """Quotes within quotes and dashes that negate nothing do not become operators of the reading."""
    reading = str(parse(text).root)
    assert str(parse(reading).root) == reading
    assert parse(reading).notes == ()


@pytest.mark.parametrize("typed", ["ﬁn*", "ＦＩＮ*", "Fin*", "ﬁ\u00adn*"])
def test_wildcards_are_folded_as_words_are(typed: str) -> None:
    """Case, width, ligatures and invisible characters count no more in a wildcard than elsewhere."""
    assert parse(typed).root == Wildcard("fin*")


def test_wildcards_are_composed_as_words_are() -> None:
    """A decomposed letter is the composed one."""
    assert parse("cafe\u0301*").root == Wildcard("café*")


@pytest.mark.parametrize("text", ["well-kn*wn", "a_b*", "cho'*", "don't*", "a-*b"])
def test_a_pattern_that_no_word_fits_is_text(text: str) -> None:
    """No word holds a hyphen, underscore or apostrophe, so a pattern with one could never find anything."""
    assert isinstance(parse(text).root, Words)


@pytest.mark.parametrize("opening", ['"', "“", "„", "«", "»", "＂"])
def test_a_dash_negates_any_phrase(opening: str) -> None:
    """Any mark may open it."""
    closing = {'"': '"', "“": "”", "„": "“", "«": "»", "»": "«", "＂": "＂"}[opening]
    assert parse(f"cats -{opening}my choice{closing}").root == And((Words("cats"), Not(Phrase("my choice"))))


def test_a_dash_negates_an_emoji() -> None:
    """It is a word, though no letter."""
    assert parse("cats -🔥").root == And((Words("cats"), Not(Words("🔥"))))


@pytest.mark.parametrize("text", ["author:ʼ dreary", "tag:\u0345\u2060 x y", 'title:"" dreary', "lang:² x", "work:— x"])
def test_a_field_without_a_word_is_text(text: str) -> None:
    """Prose never fails, whatever stands after a colon."""
    assert parse(text).natural is not None


def test_a_quote_that_is_text_after_all_leaves_no_remark() -> None:
    """Only what was taken for a quote is said to be open."""
    assert parse('dreary author:"').notes == ()


@pytest.mark.parametrize("typed", ["en_GB", "EN-gb", "en-gb"])
def test_a_language_is_written_either_way(typed: str) -> None:
    """lang:en_GB is lang:en-gb."""
    (tier,) = make_plan(parse(f"lang:{typed}"), WordList()).tiers
    assert isinstance(tier.part, Condition) and tier.part.low == "en-gb"


@pytest.mark.parametrize("text", ["lang:en, she said", "lang:", "lang:語 x", "lang:e x"])
def test_what_is_no_language_is_text(text: str) -> None:
    """A language is a code of letters, digits and dashes."""
    assert parse(text).natural == text


def test_many_wildcards_are_refused() -> None:
    """Each may stand for a thousand words; the message has the number and the limit, and repeating one is no more."""
    assert parse(" ".join(["cho*", "chioce~"] * 200)).root
    with pytest.raises(QueryError, match="40 wildcards and misspelt words; at most 32"):
        parse(" ".join(f"{letter}{number}*" for letter in "abcd" for number in range(10)))
