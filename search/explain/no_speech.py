"""Why is there no speech: of somebody, with these words, or at all?"""

from __future__ import annotations

from dataclasses import replace

from fabula.index.analysis import flatten, words
from fabula.index.model import SceneKind
from fabula.search.engine.protocol import Engine
from fabula.search.plan import HasSpeech, PhraseClause, Plan, ScopeFilter, SpeechScope, plan_leaves
from fabula.search.results import Missing
from .missing_phrase import MAX_NEAREST, label_of

_ALL_KINDS = tuple(SceneKind)
_OTHER_SIDE = {SpeechScope.DIALOGUE: SpeechScope.NARRATION, SpeechScope.NARRATION: SpeechScope.DIALOGUE}


def speech_remark(plan: Plan, engine: Engine) -> str:
    """A remark for a query that asks for speech in a library where it is not attributed everywhere; else ""."""
    attributed, works = engine.speech_coverage
    asks_for_speech = any(
        isinstance(leaf, HasSpeech) or (isinstance(leaf, PhraseClause) and leaf.scope is not None)
        for tier in plan.tiers
        for leaf in plan_leaves(tier.part, negated=True)
    )
    if not asks_for_speech or attributed == works:
        return ""
    hint = "; the next `fabula index` or `fabula update` does it"
    if not attributed:
        return f"speech is not told apart from narration in this library yet{hint}"
    return f"speech is told apart from narration in {attributed:,} of {works:,} works so far{hint}"


def missing_in_scope(leaf: PhraseClause | HasSpeech, engine: Engine) -> Missing | None:
    """Why nothing in the scope matches `leaf`; None if nothing outside the scope does, either."""
    scope = leaf.scope
    assert scope is not None
    if not engine.speech_coverage.attributed:
        return Missing(scope.label, "speech is not told apart from narration in this library yet")
    if not engine.count(HasSpeech(scope), _ALL_KINDS):
        if not scope.speaker:
            return Missing(scope.label, "there is none in the library")
        return Missing(scope.label, _unknown_speaker(scope, engine), _nearest_names(scope, engine))
    if isinstance(leaf, HasSpeech):
        return Missing(scope.label, "there is none in these scenes")
    if not engine.count(replace(leaf, scope=None), _ALL_KINDS):
        return None
    part = f"{scope.label} {label_of(leaf)}"
    if scope.speaker:
        return Missing(part, "it is there, but not said by them as far as is known")
    told = engine.count(replace(leaf, scope=ScopeFilter(_OTHER_SIDE[scope.side])), _ALL_KINDS)
    if not told:
        # Half of a phrase may be said, or nobody has looked for speech in that work yet.
        return Missing(part, "it is there, but neither all said nor all told, as far as is known")
    if scope.side is SpeechScope.DIALOGUE:
        return Missing(part, "it is told there, and not said")
    return Missing(part, "it is said there, and not told")


def _unknown_speaker(scope: ScopeFilter, engine: Engine) -> str:
    if scope.side is SpeechScope.NARRATION:
        return "nobody speaks in narration"
    reason = "nobody of this name is known to speak in the library"
    others = engine.works_without_speakers()
    if not others:
        return reason
    from fabula.index.dialogue.languages import speaker_languages  # 20 ms, saved where no work is in another language

    works = "1 work in another language has" if others == 1 else f"{others:,} works in other languages have"
    return f"{reason}; speakers are worked out in {speaker_languages()}, and {works} none"


def _nearest_names(scope: ScopeFilter, engine: Engine) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process  # 14 ms, saved where nothing is missing

    names: dict[str, str] = {}
    for cast in engine.casts().values():
        for member in cast:
            if member.utterances:
                for name in (member.name, *member.aliases):
                    names.setdefault(" ".join(flatten(word) for word in words(name)), member.name)
    wanted = [" ".join(name) for name in scope.names]
    best = [
        match
        for name in wanted
        for match in process.extract(name, list(names), scorer=fuzz.WRatio, limit=2 * MAX_NEAREST, score_cutoff=60)
    ]
    best.sort(key=lambda match: -match[1])
    return tuple(dict.fromkeys(names[name] for name, _, _ in best))[:MAX_NEAREST]
