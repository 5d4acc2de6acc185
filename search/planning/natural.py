"""Prose to tiers, from the exact phrase to its single words."""

from __future__ import annotations

from fabula.index.analysis import words
from fabula.search.plan import Level, Or, PhraseClause, Plan, SpeechSpan, Tier
from fabula.search.results import MatchKind
from .clauses import across_breaks, all_of, may_be_interrupted, or_interrupted, stemmed_phrase, word_clauses
from .context import PlanningContext

# A remembered line drops or adds a word here and there: half as many as it has, and at least this many.
_MIN_NEAR_SLOP = 3


def natural_plan(text: str, context: PlanningContext) -> Plan:
    """Exact phrase, stemmed phrase, near in order, all words; and some of the words if there is nothing else.

    Scored are the single words, each once (those of scripts without spaces as word_units.py has them).
    """
    terms = words(text)
    stemmed = stemmed_phrase(terms, text, context)
    single_words = word_clauses(text, context)
    alternatives = tuple([(term,) for term in terms])
    exact = PhraseClause(alternatives, Level.SURFACE, label=text, superset_hint=stemmed, scope=context.scope)
    interruptible = may_be_interrupted(exact, context)
    tiers = [Tier(MatchKind.EXACT, exact)]
    if interruptible:
        tiers.append(Tier(MatchKind.SPEECH, across_breaks(exact, SpeechSpan.TURN)))
    tiers.append(Tier(MatchKind.STEMMED, or_interrupted(stemmed, context)))
    # A word of a script without spaces has several terms; scattered, they are not that word.
    is_one_word = len(single_words) == 1 and len(single_words[0].alternatives) > 1
    if len(terms) > 1 and not is_one_word:
        slop = max(_MIN_NEAR_SLOP, len(terms) // 2)
        near = PhraseClause(stemmed.alternatives, Level.STEM, slop, label=text, scope=context.scope)
        across = across_breaks(stemmed, SpeechSpan.SCENE)
        tiers.append(Tier(MatchKind.NEAR, Or((near, across)) if interruptible else near))
        tiers.append(Tier(MatchKind.WORDS, all_of(single_words)))
        if len(single_words) > 1:
            tiers.append(Tier(MatchKind.WORDS, Or(tuple(single_words)), last_resort=True))
    return Plan(tuple(tiers), scored=tuple(dict.fromkeys(single_words)))
