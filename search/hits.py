"""From the scenes that an engine found to hits: with a snippet, a speaker and copies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from fabula.index.budget import check
from fabula.index.store.protocol import Store
from fabula.search.engine.protocol import Answer, Candidate, Engine
from fabula.search.explain.damage import with_reported_damage
from fabula.search.explain.too_dear import answering
from fabula.search.matching.match import locate, runs_of, speaker_of
from fabula.search.matching.scene_terms import SceneTerms
from .highlight import RatedLeaf, rarest_first, rarest_runs, scene_snippet
from .plan import Part, PhraseClause, Plan
from .results import Copy, Hit, Span

# An archive's banner has as many copies as the archive has works.
_MAX_NAMED_COPIES = 100
# What takes so long, in an error.
_SNIPPETS = "the snippets of the scenes found"


def hits_of(
    answer: Answer, plan: Plan, engine: Engine, store: Store, offset: int, timeout: float | None
) -> tuple[Hit, ...]:
    """The hits of the page that begins after the first `offset` scenes.

    timeout  seconds that the matches of each hit may take when they are asked for.
    """

    @cache
    def rarest_of(tier: int) -> list[RatedLeaf]:
        """Worked out once a tier, not once a hit: most hits of a page are of one tier."""
        return rarest_first(_marked(plan, tier), partial(_rarity, engine))

    return tuple(
        _hit(rank, candidate, plan, engine, store, rarest_of(candidate.tier), timeout)
        for rank, candidate in enumerate(answer.candidates, start=offset + 1)
    )


def _hit(
    rank: int,
    candidate: Candidate,
    plan: Plan,
    engine: Engine,
    store: Store,
    rarest: Sequence[RatedLeaf],
    timeout: float | None,
) -> Hit:
    check(_SNIPPETS)
    view = engine.read(candidate)
    part = _marked(plan, candidate.tier)
    scene = SceneTerms.of_view(view)
    # The integer part is the tier, the fraction BM25: one number that falls with the rank.
    score = round(len(plan.tiers) - 1 - candidate.tier + candidate.score / (candidate.score + 10), 6)
    runs = runs_of(part, scene)
    check(_SNIPPETS)
    copies = [
        engine.read(Candidate(segment, number, candidate.tier, 0.0))
        for segment, number in candidate.copies[:_MAX_NAMED_COPIES]
    ]
    return Hit(
        rank,
        score,
        plan.tiers[candidate.tier].match,
        view.work,
        view.scene,
        scene_snippet(scene, runs, view.scene.paragraphs, rarest_runs(rarest, scene)),
        speaker=speaker_of(runs, scene),
        also=tuple(Copy(copy.work, copy.scene_id, partial(with_reported_damage, store, copy.read)) for copy in copies),
        copies=len(candidate.copies),
        locate=partial(with_reported_damage, store, partial(_located, part, scene, timeout)),
    )


def _located(part: Part, scene: SceneTerms, timeout: float | None) -> tuple[Span, ...]:
    with answering(timeout):
        return locate(part, scene)


def _marked(plan: Plan, tier: int) -> Part:
    """What is marked in the scenes of a tier."""
    return plan.marked or plan.tiers[tier].part


def _rarity(engine: Engine, leaf: PhraseClause) -> float:
    """In nats; that of a phrase is its words'."""
    return sum(engine.rarity(slot, leaf.level) for slot in leaf.alternatives)
