"""Why is there nothing: which part of the query fails, and what is there instead?"""

from __future__ import annotations

from dataclasses import replace

from fabula.index.analysis import flatten, words
from fabula.index.model import SceneKind
from fabula.index.store.protocol import Store
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.search.engine.protocol import Answer, Engine
from fabula.search.plan import (
    And,
    Condition,
    Everything,
    Expansion,
    HasSpeech,
    Level,
    Not,
    Or,
    Part,
    PhraseClause,
    Plan,
    plan_leaves,
)
from fabula.search.results import Explanation, Missing
from fabula.search.syntax import Query
from .no_speech import missing_in_scope, speech_remark

_MAX_NEAREST = 3
# Finding the nearest of the authors of 10,000 works takes 0.1 s; a query with many conditions needs no advice on all.
_MAX_ADVISED = 8
# Beyond this many words a query is a passage, and a list of every word that it alone has helps no one.
_MAX_CHECKED_LEAVES = 64


def explain(query: Query, plan: Plan, engine: Engine, store: Store, answer: Answer) -> Explanation:
    """The explanation of `answer`, with what is missing if there are no scenes or, for prose, none with all words."""
    natural = query.natural is not None
    only_last_resort = len(plan.tiers) > 1 and plan.tiers[-1].last_resort and not any(answer.by_tier[:-1])
    remarks = list(query.notes + answer.notes)
    if remark := speech_remark(plan, engine):
        remarks.append(remark)
    missing: list[Missing] = []
    if answer.total == 0:
        missing = _missing(plan, engine, store, natural)
        if not missing:
            missing = [Missing(str(query.root), _why_not_together(plan, engine))]
    elif natural and only_last_resort:
        missing = [gap for gap in _missing(plan, engine, store, natural) if " " not in gap.part]
        remarks.append("no scene has all of these words; these have some of them")
    elif only_last_resort:
        remarks.append("nobody says this in one speech; these have its words in speeches that follow one another")
    return Explanation(str(query.root), tuple(remarks), tuple(missing))


def _why_not_together(plan: Plan, engine: Engine) -> str:
    parts = [tier.part for tier in plan.tiers if not tier.last_resort]
    if any(engine.count(_without_negations(part), plan.kinds) for part in parts):
        return "every scene that could match was ruled out by NOT"
    if elsewhere := next(filter(None, (_elsewhere(part, plan, engine) for part in parts)), ""):
        return elsewhere
    return "each part is found, but never all of them in one scene"


def _elsewhere(part: Part, plan: Plan, engine: Engine) -> str:
    """A reason if only scenes of another kind than the plan's match `part`; else ""."""
    if len(plan.kinds) == len(SceneKind) or not engine.count(part, tuple(SceneKind)):
        return ""
    if plan.kinds == (SceneKind.STORY,):
        return "it is only found in notes; add in:notes to see them"
    return "it is only found in the story; leave out in:notes to see it"


def _without_negations(part: Part) -> Part:
    match part:
        case Not():
            return Everything()
        case And(parts):
            return And(tuple(_without_negations(child) for child in parts))
        case Or(parts):
            return Or(tuple(_without_negations(child) for child in parts))
        case _:
            return part


def _missing(plan: Plan, engine: Engine, store: Store, natural: bool) -> list[Missing]:
    """The leaves of the plan that match nothing by themselves, each once."""
    missing: dict[str, Missing] = {}
    seen: set[object] = set()
    for tier in plan.tiers:
        for leaf in plan_leaves(tier.part):
            if leaf in seen or len(seen) > _MAX_CHECKED_LEAVES or (isinstance(leaf, PhraseClause) and leaf.speech_span):
                # A phrase that runs over narration lacks nothing that the phrase itself has.
                continue
            seen.add(leaf)
            if engine.count(leaf, plan.kinds):
                continue
            elsewhere = _elsewhere(leaf, plan, engine)
            advised = len(missing) < _MAX_ADVISED
            gap = Missing(_label(leaf), elsewhere) if elsewhere else _gap(leaf, plan, engine, store, natural, advised)
            if gap is not None:
                missing.setdefault(gap.part.casefold(), gap)
    return list(missing.values())


def _label(leaf: PhraseClause | Expansion | HasSpeech | Condition) -> str:
    if isinstance(leaf, PhraseClause) and (leaf.verbatim or len(leaf.alternatives) > 1):
        return f'{"=" if leaf.verbatim else ""}"{leaf.label}"'
    return leaf.label


def _gap(
    leaf: PhraseClause | Expansion | HasSpeech | Condition,
    plan: Plan,
    engine: Engine,
    store: Store,
    natural: bool,
    advised: bool,
) -> Missing | None:
    if isinstance(leaf, Condition):
        nearest = _nearest_values(leaf, store) if advised else ()
        return Missing(leaf.label, "no work is like this", nearest)
    if leaf.scope is not None and (gap := missing_in_scope(leaf, engine)):
        return gap
    assert not isinstance(leaf, HasSpeech)  # those always have a gap
    if isinstance(leaf, Expansion):
        return Missing(leaf.label, "no word is like this", engine.nearest(leaf.pattern.strip("*?"), _MAX_NEAREST))
    terms = list(dict.fromkeys(words(leaf.label)))
    if len(terms) == 1:
        return Missing(leaf.label, "this word is nowhere in the library", engine.nearest(terms[0], _MAX_NEAREST))
    if leaf.level is Level.STEM and not leaf.slop and len(plan.tiers) > 1:
        # The tier after the exact phrase: whatever it lacks, the exact phrase lacks as well.
        return None
    absent = [word for word in terms if not engine.count(PhraseClause(((word,),), Level.SURFACE), plan.kinds)]
    if leaf.verbatim and engine.count(replace(leaf, verbatim=""), plan.kinds):
        return Missing(f'="{leaf.label}"', "it is there, but not written like this")
    if absent and natural:
        return None  # the tier of single words names each of them
    if absent:
        nearest = engine.nearest(absent[0], _MAX_NEAREST) if len(absent) == 1 else ()
        return Missing(f'"{leaf.label}"', f"nowhere in the library: {', '.join(absent)}", nearest)
    forms = tuple(engine.stems_of(word) for word in words(leaf.label))
    if not leaf.slop and engine.count(PhraseClause(forms, Level.STEM), plan.kinds):
        return Missing(f'"{leaf.label}"', "it is there in other forms only", (f'~"{leaf.label}"',))
    return Missing(f'"{leaf.label}"', "all its words are there, but never in this order")


def _nearest_values(condition: Condition, store: Store) -> tuple[str, ...]:
    """The values of the library's works in that field that look most like the one asked for."""
    from rapidfuzz import fuzz, process  # 14 ms, saved where nothing is missing

    field = WORK_FIELDS[condition.field]
    if field.kind not in (FieldKind.WORDS, FieldKind.LABEL, FieldKind.LANGUAGE):
        return ()
    values: dict[str, str] = {}
    for work in store.works().values():
        for value in field.values(work):
            values.setdefault(" ".join(flatten(word) for word in words(value)), value)
    wanted = " ".join(flatten(term) for term in condition.terms) or condition.low
    best = process.extract(wanted, list(values), scorer=fuzz.WRatio, limit=_MAX_NEAREST, score_cutoff=60)
    return tuple(values[name] for name, _, _ in best)
