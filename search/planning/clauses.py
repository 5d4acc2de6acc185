"""Words to the clauses that plans are made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fabula.search.plan import And, Level, Or, Part, PhraseClause, SpeechScope, SpeechSpan
from .context import PlanningContext
from .word_units import word_units

# A phrase is looked for over breaks in speech by the two words on either side of one: by so many pairs in 10 ms. Only
# two wildcards side by side have more, and then narration may not interrupt the phrase.
_MAX_BREAK_PAIRS = 20_000


def stemmed_phrase(terms: Sequence[str], label: str, context: PlanningContext, slop: int = 0) -> PhraseClause:
    """The folded words `terms` in any of their forms, in order."""
    stems_of = context.lexicon.stems_of
    alternatives = tuple([stems_of(term) for term in terms])
    return PhraseClause(alternatives, Level.STEM, slop, label=label, scope=context.scope)


def word_clauses(text: str, context: PlanningContext) -> list[PhraseClause]:
    """A clause for each distinct word of `text`, in any of its forms; word_units.py says what a word is."""
    return [stemmed_phrase(unit, "".join(unit), context) for unit in word_units(text)]


def may_be_interrupted(phrase: PhraseClause, context: PlanningContext) -> bool:
    """True if narration may interrupt the phrase where it is said."""
    narrated = phrase.scope is not None and phrase.scope.side is SpeechScope.NARRATION
    if not context.speech or len(phrase.alternatives) < 2 or phrase.slop or phrase.verbatim or narrated:
        return False
    return not phrase.expansions or _max_pairs(phrase) <= _MAX_BREAK_PAIRS


def _max_pairs(phrase: PhraseClause) -> int:
    """The number of pairs of words that may stand side by side, at the two words of the phrase that have most."""
    return max(len(before) * len(after) for before, after in pairwise(phrase.alternatives))


def across_breaks(phrase: PhraseClause, span: SpeechSpan) -> PhraseClause:
    """The phrase where it runs over such a break. (dataclasses.replace takes four times as long.)"""
    return PhraseClause(
        phrase.alternatives, phrase.level, 0, "", phrase.label, None, phrase.scope, span, phrase.expansions
    )


def or_interrupted(phrase: PhraseClause, context: PlanningContext) -> Part:
    """The phrase, or the same interrupted by narration within one turn."""
    if not may_be_interrupted(phrase, context):
        return phrase
    return Or((phrase, across_breaks(phrase, SpeechSpan.TURN)))


def all_of(parts: Sequence[Part]) -> Part:
    """The conjunction of `parts` (none of them holds an And within an And): flat, each part once."""
    if len(parts) == 1:
        return parts[0]
    flat: list[Part] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else [part]
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else And(tuple(flat))
