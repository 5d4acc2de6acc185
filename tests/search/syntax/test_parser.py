"""Prose never fails; operators are operators only where prose would not have them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.index.errors import QueryError
from fabula.search.syntax import MAX_QUERY, And, Not, Or, Phrase, PhraseMode, Wildcard, Words, parse


@pytest.mark.parametrize(
    "prose",
    [
        "You would have been my choice",
        "He said: no, and left -- why?",
        "YOU AND ME OR NOT",
        "what (if anything) is it",
        "note: the title : of it",
        "speaker-less well-known twenty-one",
        "don't 'you would' rock'n'roll",
        "*emphasis* and ?",
        "a ~ b = c",
        "in:short words:many",
        "50% of x & y | z ^ [a] {b} \\ /etc",
    ],
)
def test_prose_is_prose(prose: str) -> None:
    """None of this holds an operator, so it is searched for as it stands."""
    query = parse(prose)
    assert query.natural is not None
    assert words(query.natural) == words(prose)
    assert query.fields == ()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ('"my choice"', '"my choice"'),
        ("“my choice”", '"my choice"'),
        ("„my choice“", '"my choice"'),
        ("«my choice»", '"my choice"'),
        ('"my choice”', '"my choice"'),
        ('="Been"', '="Been"'),
        ('~"choose you"', '~"choose you"'),
        ('"my choice"~5', '"my choice"~5'),
        ('"a" "b"', '("a" AND "b")'),
        ("cats AND dogs", "(cats AND dogs)"),
        ("cats OR dogs", "(cats OR dogs)"),
        ("cats dogs OR birds", "(cats dogs OR birds)"),
        ("cats AND dogs OR birds", "((cats AND dogs) OR birds)"),
        ("cats AND (dogs OR birds)", "(cats AND (dogs OR birds))"),
        ("cats NOT dogs", "(cats AND NOT dogs)"),
        ("cats -dogs", "(cats AND NOT dogs)"),
        ("cats NOT NOT dogs", "cats dogs"),
        ('-"my choice" cats', '(NOT "my choice" AND cats)'),
        ("cho*", "cho*"),
        ("wom?n", "wom?n"),
        ("chioce~", "chioce~2"),
        ("chioce~1", "chioce~1"),
        ("cat~", "cat~1"),
        ("author:Poe raven", "(author:Poe AND raven)"),
        ('author:"Jane Austen" x', '(author:"Jane Austen" AND x)'),
        ("cats AND", "cats and"),
        ("OR cats", "or cats"),
        ('"cats" AND', '"cats"'),
        ('OR "cats" NOT', '"cats"'),
        ("(cats OR dogs", "(cats OR dogs)"),
        ("cats OR dogs)", "(cats OR dogs)"),
        ("what?", "what?"),
    ],
)
def test_operators(text: str, reading: str) -> None:
    """Each operator, and what is left of it when its operand is missing."""
    assert str(parse(text).root) == reading


def test_a_natural_query_keeps_its_conditions() -> None:
    """Fields beside prose are conditions on the work; the rest is still read as one run."""
    query = parse("never author:Poe more -lang:fr")
    assert query.natural == "never more"
    assert [str(field) for field in query.fields] == ["author:Poe", "NOT lang:fr"]


def test_an_open_quote_runs_to_the_end_and_says_so() -> None:
    """An unbalanced quote is no error."""
    query = parse('cats "my choice')
    assert query.root == And((Words("cats"), Phrase("my choice")))
    assert "not closed" in query.notes[0]


def test_a_quote_without_words_is_punctuation() -> None:
    """An empty phrase asks for nothing."""
    assert parse('cats "..."').root == Words("cats")


@pytest.mark.parametrize("text", ["", "   ", "?!… —", '""', "()", "-", "\u2060", '"…"'])
def test_a_query_without_words_is_refused(text: str) -> None:
    """There is nothing to look for, and the message says so."""
    with pytest.raises(QueryError, match=r"holds no words|is empty"):
        parse(text)


def test_a_query_that_is_too_long_is_refused() -> None:
    """10 KB are refused with both numbers; the longest allowed is parsed."""
    with pytest.raises(QueryError, match=r"10,000 characters long; at most 4,096"):
        parse("a" * 10_000)
    assert parse("ab " * (MAX_QUERY // 3)).natural


def test_nesting_is_bounded() -> None:
    """Fifty parentheses inside one another are read, fifty-one are refused."""
    assert parse("(" * 50 + "a OR b" + ")" * 50).root == Or((Words("a"), Words("b")))
    with pytest.raises(QueryError, match="more than 50 parentheses"):
        parse("(" * 51 + "a OR b" + ")" * 51)


def test_long_chains_do_not_recurse() -> None:
    """A thousand negations, dashes or operators in a row are no stack overflow."""
    assert parse("NOT " * 999 + "a b").root == And((Not(Words("a")), Words("b")))
    assert parse("a " + "— " * 2_000 + "b").root == Words("a b")
    assert str(parse("a" + " OR a" * 800).root).count("OR") == 800


QUERY = st.lists(
    st.sampled_from(
        [
            "cats",
            "AND",
            "OR",
            "NOT",
            "(",
            ")",
            '"',
            "“",
            "”",
            "-",
            "~",
            "=",
            "*",
            "?",
            "~2",
            "author:",
            "in:",
            "words:>5",
            "my choice",
            "don't",
            "…",
            " ",
            " ",
            " ",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=500)
@example("NOT(-cats")
@given(st.one_of(QUERY, st.text(max_size=60)))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """A query is a tree or a QueryError, and a natural query keeps every word outside its conditions."""
    try:
        query = parse(text)
    except QueryError:
        return
    assert str(query.root)
    if query.natural is not None and not query.fields:
        assert words(query.natural) == words(text)


@given(QUERY)
def test_the_reading_reads_as_itself(text: str) -> None:
    """The reading that an answer shows can be typed in again, and means the same."""
    try:
        query = parse(text)
    except QueryError:
        return
    if query.natural is None and not any(character in str(query.root) for character in "“”*?~="):
        assert str(parse(str(query.root)).root) == str(query.root)


def test_modes_and_wildcards_are_typed() -> None:
    """The tree tells the kinds of phrases apart."""
    assert parse('~"a b"').root == Phrase("a b", PhraseMode.STEMMED)
    assert parse("ab* NOT c").root == And((Wildcard("ab*"), Not(Words("c"))))
