"""Why is there nothing that somebody says, or that is said at all?"""

from __future__ import annotations

from dataclasses import replace

from fabula.index.analysis import flatten, words
from fabula.index.model import SceneKind
from fabula.search.engine.protocol import Engine
from fabula.search.plan import Expansion, HasSpeech, PhraseClause, Plan, ScopeFilter, SpeechScope, plan_leaves
from fabula.search.results import Missing

__all__ = ["layered_gap", "untold"]

_MOST_NEAREST = 3
_EVERY_KIND = tuple(SceneKind)


def untold(plan: Plan, engine: Engine) -> str:
    """A remark for a query that asks for speech where it is not told apart everywhere; else ""."""
    told, of = engine.speech_coverage
    asked = any(
        isinstance(leaf, HasSpeech) or (isinstance(leaf, PhraseClause | Expansion) and leaf.scope is not None)
        for tier in plan.tiers
        for leaf in plan_leaves(tier.part, negated=True)
    )
    if not asked or told == of:
        return ""
    how = "; the next `fabula index` or `fabula update` does it"
    if not told:
        return f"speech is not told apart from narration in this library yet{how}"
    return f"speech is told apart from narration in {told:,} of {of:,} works so far{how}"


def layered_gap(leaf: PhraseClause | Expansion | HasSpeech, engine: Engine) -> Missing | None:
    """What is missing of something that must lie in a scope; None if it is not there outside of the scope, either."""
    scope = leaf.scope
    assert scope is not None
    if not engine.speech_coverage.attributed:
        return Missing(scope.label, "speech is not told apart from narration in this library yet")
    if not engine.count(HasSpeech(scope), _EVERY_KIND):
        if not scope.speaker:
            return Missing(scope.label, "there is none in the library")
        return Missing(scope.label, _who_is(scope, engine), _nearest_names(scope, engine))
    if isinstance(leaf, HasSpeech):
        return Missing(scope.label, "there is none in these scenes")
    if not engine.count(replace(leaf, scope=None), _EVERY_KIND):
        return None
    shown = f'"{leaf.label}"' if isinstance(leaf, PhraseClause) else leaf.label
    if scope.speaker:
        return Missing(f"{scope.label} {shown}", "it is there, but not said by them as far as is known")
    reason = (
        "it is told there, and not said" if scope.side is SpeechScope.DIALOGUE else "it is said there, and not told"
    )
    return Missing(f"{scope.label} {shown}", reason)


def _who_is(scope: ScopeFilter, engine: Engine) -> str:
    if scope.side is SpeechScope.NARRATION:
        return "nobody speaks in narration"
    return "nobody of this name is known to speak in the library"


def _nearest_names(scope: ScopeFilter, engine: Engine) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    names: dict[str, str] = {}
    for cast in engine.casts().values():
        for member in cast:
            if member.utterances:
                for name in (member.name, *member.aliases):
                    names.setdefault(" ".join(flatten(word) for word in words(name)), member.name)
    wanted = " ".join(scope.speaker)
    best = process.extract(wanted, list(names), scorer=fuzz.WRatio, limit=2 * _MOST_NEAREST, score_cutoff=60)
    return tuple(dict.fromkeys(names[name] for name, _, _ in best))[:_MOST_NEAREST]
