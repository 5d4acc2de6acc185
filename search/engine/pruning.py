"""Drops the tiers of a plan that can find nothing, because no phrase of theirs crosses an interruption anywhere.

Most phrases have no two words that stand on either side of one. Checking that takes microseconds for all segments,
where each tier costs tens of them in each segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fabula.search.plan import NOTHING, Level, Or, Part, PhraseClause, Plan, SpeechSpan, Tier, plan_leaves
from fabula.search.postings.lookup import PostingLookup

_Phrase = tuple[tuple[tuple[str, ...], ...], Level]


def prune(plan: Plan, segments: Sequence[PostingLookup]) -> Plan:
    """A plan with as many tiers that finds, counts and scores the same; a tier that can find nothing is `NOTHING`."""
    if all(lookup.view.speech is None for lookup in segments):
        # Without speech there is no such tier.
        return plan
    impossible = {
        (leaf.alternatives, leaf.level)
        for tier in plan.tiers
        for leaf in plan_leaves(tier.part)
        if isinstance(leaf, PhraseClause)
        and leaf.speech_span is SpeechSpan.TURN
        and not _may_cross_break(leaf, segments)
    }
    if not impossible:
        return plan
    tiers = [Tier(tier.match, _without(tier.part, impossible), tier.last_resort) for tier in plan.tiers]
    # A phrase without occurrences adds nothing to any score.
    scored = [phrase for phrase in plan.scored if not _is_impossible(phrase, impossible)]
    return replace(plan, tiers=tuple(tiers), scored=tuple(scored))


def _may_cross_break(phrase: PhraseClause, segments: Sequence[PostingLookup]) -> bool:
    """False only if the phrase runs over a break in no turn of any segment."""
    for lookup in segments:
        speech = lookup.view.speech
        if speech is not None:
            words = [lookup.posting_list(slot, phrase.level).term_numbers for slot in phrase.alternatives]
            if all(words) and speech.may_cross_break(phrase.level, words):
                return True
    return False


def _without(part: Part, impossible: set[_Phrase]) -> Part:
    """The part without such phrases, where they are all of it or a choice of its OR."""
    if isinstance(part, Or):
        possible = tuple([child for child in part.parts if not _is_impossible(child, impossible)])
        return (possible[0] if len(possible) == 1 else Or(possible)) if possible else NOTHING
    return NOTHING if _is_impossible(part, impossible) else part


def _is_impossible(part: Part, impossible: set[_Phrase]) -> bool:
    return (
        isinstance(part, PhraseClause)
        and part.speech_span is SpeechSpan.TURN
        and (part.alternatives, part.level) in impossible
    )
