"""How were the words of a query read?"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.matching.word_patterns import MAX_EXPANSION
from fabula.search.plan import Expansion, PatternKind, PhraseClause, Plan, plan_leaves

_MAX_LISTED = 10


def expansion_notes(plan: Plan) -> list[str]:
    """Remarks on wildcards and misspelt words: what was cut, and how misspelt words were understood."""
    notes: list[str] = []
    for expansion in dict.fromkeys(_expansions(plan)):
        label, words = expansion.pattern.label, expansion.words
        if expansion.is_cut:
            notes.append(f"{label} stands for more than {MAX_EXPANSION:,} words; the commonest were searched for")
        if expansion.pattern.kind is PatternKind.FUZZY and len(words) > 1:
            more = " …" if len(words) > _MAX_LISTED else ""
            notes.append(f"{label} was read as: {', '.join(words[:_MAX_LISTED])}{more}")
    return notes


def reading_notes(plan: Plan) -> list[str]:
    """Remarks on words of prose that were also read as others."""
    return [f"{change.typed} was also read as: {change.read}" for change in plan.read_as]


def _expansions(plan: Plan) -> Iterator[Expansion]:
    for tier in plan.tiers:
        for leaf in plan_leaves(tier.part, negated=True):
            if isinstance(leaf, PhraseClause):
                yield from filter(None, leaf.expansions)
