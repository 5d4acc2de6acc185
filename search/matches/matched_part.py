"""Which part of a plan do the matches of a query come from?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from fabula.search.match_kind import MatchKind
from fabula.search.plan import Or, Part, Plan, Tier

# Prose is looked for as one phrase, by the first of these that the library has anywhere. Its words in any order are no
# match: in scenes of a thousand words they would be every "she" and every "said".
_STEPS_OF_PROSE = ((MatchKind.EXACT, MatchKind.SPEECH), (MatchKind.STEMMED,), (MatchKind.NEAR,))


class MatchedPart(NamedTuple):
    """A part of a plan whose marks are matches, and the kind of match."""

    part: Part
    kind: MatchKind


def matched_parts(plan: Plan, *, is_prose: bool) -> Iterator[MatchedPart]:
    """The parts to be tried, in order; the matches are those of the first that has any.

    Of a query with operators all choices are matches, and what is tried last ("the phrase over two speeches") only if
    they have none.
    """
    if is_prose:
        for kinds in _STEPS_OF_PROSE:
            yield from _any_of([tier for tier in plan.tiers if tier.match in kinds])
        return
    yield from _any_of([tier for tier in plan.tiers if not tier.last_resort])
    yield from _any_of([tier for tier in plan.tiers if tier.last_resort])


def _any_of(tiers: Collection[Tier]) -> Iterator[MatchedPart]:
    """One part of all the tiers; none if there are none."""
    parts = tuple(dict.fromkeys(tier.part for tier in tiers))
    for tier in [*tiers][:1]:
        yield MatchedPart(parts[0] if len(parts) == 1 else Or(parts), tier.match)
