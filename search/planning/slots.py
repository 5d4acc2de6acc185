"""The words of a phrase, some of which may be wildcards or misspelt, to what may stand at each of its positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.search.plan import Expansion, Level, Pattern, PatternKind, PhraseClause
from fabula.search.syntax import Fuzzy, Wildcard
from .context import PlanningContext


class Slots(NamedTuple):
    """`alternatives` and `expansions` of a PhraseClause."""

    alternatives: tuple[tuple[str, ...], ...]
    expansions: tuple[Expansion | None, ...]


def slots_of(words: Sequence[str | Wildcard | Fuzzy], level: Level, context: PlanningContext) -> Slots:
    """A word stands for itself or its stems, a pattern for the words of the library that fit, or for their stems."""
    if all(isinstance(word, str) for word in words):
        return Slots(tuple(_terms([str(word)], level, context) for word in words), ())
    expansions = [None if isinstance(word, str) else expansion_of(word, context) for word in words]
    alternatives = [
        _terms([str(word)] if expansion is None else expansion.words, level, context)
        for word, expansion in zip(words, expansions, strict=True)
    ]
    return Slots(tuple(alternatives), tuple(expansions))


def _terms(words: Sequence[str], level: Level, context: PlanningContext) -> tuple[str, ...]:
    if level is Level.SURFACE:
        return tuple(words)
    return tuple(dict.fromkeys(stem for word in words for stem in context.lexicon.stems_of(word)))


def expansion_of(node: Wildcard | Fuzzy, context: PlanningContext) -> Expansion:
    """The words of the library that the node stands for."""
    return context.lexicon.words_like(pattern_of(node))


def pattern_of(node: Wildcard | Fuzzy) -> Pattern:
    if isinstance(node, Wildcard):
        return Pattern(PatternKind.WILDCARD, node.pattern, label=node.pattern)
    return Pattern(PatternKind.FUZZY, node.folded, node.edits, label=str(node))


def word_like(node: Wildcard | Fuzzy, context: PlanningContext) -> PhraseClause:
    """One word of a query that is a wildcard or misspelt."""
    if context.literal and isinstance(node, Fuzzy):
        return PhraseClause(((node.folded,),), Level.SURFACE, label=str(node), scope=context.scope)
    slots = slots_of([node], Level.SURFACE, context)
    return PhraseClause(
        slots.alternatives, Level.SURFACE, label=str(node), scope=context.scope, expansions=slots.expansions
    )
