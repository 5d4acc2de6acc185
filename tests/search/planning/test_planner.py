"""Queries become tiers from exact to single words; filters and scopes bind what they should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import FabulaError, OptionError
from fabula.index.model import SceneKind
from fabula.search import MatchKind
from fabula.search.plan import (
    EVERYWHERE,
    And,
    Condition,
    HasSpeech,
    Level,
    Or,
    PhraseClause,
    Plan,
    SpeechSpan,
    plan_leaves,
)
from fabula.search.planning.planner import make_plan, narrowing
from fabula.search.syntax import parse
from ..lexicon import WordList

WORDS = ["fern", "ferry", "ferries", "boat", "boats", "old"]
CHUNKS = st.sampled_from(
    'cats dogs rivers "the old ferry" ~"the old ferry" ="The ferry" "old ferry"~3 fer* fery~1 AND OR NOT - ( ) '
    "title:river words:>50 in:notes in:dialogue in:narration speaker:mary".split(" ")
)


def plan(query: str, filters: dict[str, str] | None = None, *, speech: bool = True) -> Plan:
    return make_plan(parse(query), WordList(WORDS, lambda word: word.rstrip("s")), filters, speech=speech)


def kinds(query: str, *, speech: bool = True) -> list[str]:
    return [tier.match.value for tier in plan(query, speech=speech).tiers]


def test_tiers_of_prose() -> None:
    """Without speech no phrase runs over narration; the last tier of single words is a last resort."""
    assert kinds("old ferry") == ["exact", "speech", "stemmed", "near", "words", "words"]
    assert kinds("old ferry", speech=False) == ["exact", "stemmed", "near", "words", "words"]
    assert kinds("ferry") == ["exact", "stemmed"]
    assert [tier.last_resort for tier in plan("old ferry").tiers] == [False] * 5 + [True]
    assert [clause.label for clause in plan("old ferry old").scored] == ["old", "ferry"]


def test_the_slop_of_prose() -> None:
    """Half as many words as the line has may stand between them, and at least three."""
    for words, slop in ((2, 3), (7, 3), (8, 4), (20, 10)):
        near = plan(" ".join("abcdefghijklmnopqrst"[:words]), speech=False).tiers[2].part
        assert isinstance(near, PhraseClause) and near.slop == slop


def test_tiers_of_a_phrase() -> None:
    """A quoted phrase has its own forms only; a stemmed one comes exact first."""
    assert kinds('"old ferry"') == ["exact", "speech", "near"]
    assert kinds('~"old ferry"') == ["exact", "speech", "stemmed"]
    assert kinds('"old ferry"~2') == ["near"]
    assert kinds('="Old ferry"') == ["exact"]


def test_alternatives_are_ranked_by_their_worst_match() -> None:
    """A scene with the phrase comes before one with the word; all that matched is marked."""
    made = plan('ferry OR "old boat"', speech=False)
    assert [tier.match for tier in made.tiers] == [MatchKind.EXACT, MatchKind.WORDS]
    assert isinstance(made.marked, Or) and len(made.marked.parts) == 2
    assert plan("ferry AND boat").marked is None


def test_filters_are_conditions_of_every_tier() -> None:
    """A scope in a filter binds the query's words instead."""
    made = plan("old ferry", {"author": "Lee"})
    for tier in made.tiers:
        assert Condition("author", ("lee",), label="author:Lee") in list(plan_leaves(tier.part))
    scoped = plan('"old ferry"', {"in": "narration"}, speech=False)
    (phrase,) = plan_leaves(scoped.tiers[0].part)
    assert isinstance(phrase, PhraseClause) and phrase.scope is not None and phrase.scope.label == "in:narration"
    with pytest.raises(OptionError, match="no field"):
        plan("ferry", {"colour": "red"})
    with pytest.raises(OptionError, match="no value"):
        plan("ferry", {"words": "many"})


def test_a_scope_without_words_is_a_condition() -> None:
    """`speaker:mary` alone matches the scenes in which she speaks."""
    (tier,) = plan("speaker:mary").tiers
    assert isinstance(tier.part, HasSpeech) and tier.part.scope.speaker == ("mary",)


def test_not_rules_out_interrupted_phrases_too() -> None:
    """NOT rules out all that its child would match, at once."""
    tier = plan('ferry AND NOT "old boat"').tiers[0]
    leaves = list(plan_leaves(tier.part, negated=True))
    assert [leaf.speech_span for leaf in leaves if isinstance(leaf, PhraseClause)] == [
        SpeechSpan.NONE, SpeechSpan.NONE, SpeechSpan.TURN,
    ]  # fmt: skip


@given(st.lists(CHUNKS, min_size=1, max_size=8).map(" ".join), st.booleans())
def test_every_plan_is_well_formed(query: str, speech: bool) -> None:
    """A plan is the same each time; And is flat and without repetition; without speech nothing spans narration."""
    try:
        made = plan(query, speech=speech)
    except FabulaError:
        return
    assert made == plan(query, speech=speech) and made.tiers
    assert len(set(made.scored)) == len(made.scored)
    for tier in made.tiers:
        if isinstance(tier.part, And):
            assert len(set(tier.part.parts)) == len(tier.part.parts)
            assert not any(isinstance(part, And) for part in tier.part.parts)
        for leaf in plan_leaves(tier.part, negated=True):
            if isinstance(leaf, PhraseClause):
                assert leaf.level in Level and (speech or not leaf.speech_span)


def test_a_remembered_line_is_bound_like_its_query() -> None:
    """By conditions, a speaker and the kind of scene; prose alone is looked for everywhere."""
    words = WordList(WORDS)
    assert narrowing(parse("old ferry"), words) == EVERYWHERE
    bound = narrowing(parse("author:lee speaker:Mary in:notes old ferry"), words, {"title": "boat"}, speech=True)
    assert bound.scope is not None
    assert bound.scope.speaker == ("mary",)
    assert bound.kinds == (SceneKind.PARATEXT,)
    assert {leaf.field for leaf in plan_leaves(bound.part) if isinstance(leaf, Condition)} == {"author", "title"}
