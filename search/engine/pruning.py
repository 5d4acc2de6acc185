"""Which steps of a plan can find nothing, because no phrase of theirs runs over an interruption anywhere?

Most phrases have no two words that stand on either side of one. That is seen in microseconds for all segments at once,
where each step costs tens of them in each segment.
"""

from __future__ import annotations

from collections.abc import Sequence

from fabula.search.plan import Level, Or, Part, PhraseClause, Plan, SpeechSpan, Tier, plan_leaves
from fabula.search.postings.lookup import SegmentPostings

__all__ = ["NOTHING", "pruned"]

_Phrase = tuple[tuple[tuple[str, ...], ...], Level]
# What no scene matches.
NOTHING = Or(())


def pruned(plan: Plan, segments: Sequence[SegmentPostings]) -> Plan:
    """A plan with as many steps that finds, counts and scores the same; a step that can find nothing is `NOTHING`."""
    if all(postings.spoken is None for postings in segments):
        # Without speech there is no such step.
        return plan
    vain = {
        (leaf.alternatives, leaf.level)
        for tier in plan.tiers
        for leaf in plan_leaves(tier.part)
        if isinstance(leaf, PhraseClause) and leaf.speech_span is SpeechSpan.TURN and not _stands(leaf, segments)
    }
    if not vain:
        return plan
    tiers = [Tier(tier.match, _without(tier.part, vain), tier.last_resort) for tier in plan.tiers]
    # What stands nowhere adds nothing to any score.
    scored = [own for own in plan.scored if not _is_vain(own, vain)]
    return Plan(tuple(tiers), plan.kinds, tuple(scored), plan.marked)


def _stands(phrase: PhraseClause, segments: Sequence[SegmentPostings]) -> bool:
    """False only if the phrase runs over a break in no turn of any segment."""
    for postings in segments:
        if postings.spoken is not None:
            words = [postings.of(slot, phrase.level).numbers for slot in phrase.alternatives]
            if all(words) and postings.spoken.may_join(phrase.level, words):
                return True
    return False


def _without(part: Part, vain: set[_Phrase]) -> Part:
    """The part without such phrases, where they are all of it or one of several that will do."""
    if isinstance(part, Or):
        kept = tuple([child for child in part.parts if not _is_vain(child, vain)])
        return (kept[0] if len(kept) == 1 else Or(kept)) if kept else NOTHING
    return NOTHING if _is_vain(part, vain) else part


def _is_vain(part: Part, vain: set[_Phrase]) -> bool:
    return (
        isinstance(part, PhraseClause)
        and part.speech_span is SpeechSpan.TURN
        and (part.alternatives, part.level) in vain
    )
