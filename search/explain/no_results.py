"""Why is there nothing: which part of the query fails, and what is there instead?"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.analysis import flatten, words
from fabula.index.budget import at_most, current_budget
from fabula.index.errors import QueryTooDear
from fabula.index.model import SceneKind
from fabula.index.store.protocol import Store
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.search.engine.conditions import meets
from fabula.search.engine.protocol import Answer, Engine
from fabula.search.plan import (
    And,
    Condition,
    Everything,
    HasSpeech,
    Level,
    Not,
    Or,
    Part,
    PhraseClause,
    Plan,
    plan_leaves,
)
from fabula.search.planning.word_units import word_units
from fabula.search.results import Explanation, Missing
from fabula.search.syntax import Query
from .how_read import expansion_notes, reading_notes
from .missing_phrase import MAX_NEAREST, label_of, missing_phrase
from .no_speech import missing_in_scope, speech_remark

# Finding the nearest of the authors of 10,000 works takes 0.1 s, and the words like one word 10 ms: a query with many
# that are missing needs no advice on all.
_MAX_ADVISED = 8
# Beyond this many words a query is a passage, and a list of every word that it alone has helps no one.
_MAX_CHECKED_LEAVES = 64
_ALL_KINDS = tuple(SceneKind)
# The share of the time left once the scenes are found: a reason is an extra, and never costs the answer.
_SHARE_OF_REASONS = 0.5
_NO_TIME = "there was no time to find out which part of it is missing"
_ONLY_SOME_WORDS = "no scene has all of these words; these have some of them"
_SEVERAL_SPEECHES = "nobody says this in one speech; these have its words in speeches that follow one another"

_Leaf = PhraseClause | HasSpeech | Condition


def explain(query: Query, plan: Plan, engine: Engine, store: Store, answer: Answer) -> Explanation:
    """The explanation of `answer`, with what is missing if there are no scenes or, for prose, none with all words.

    A reason is true of the library, or it is not given.
    """
    natural = query.natural is not None
    only_last_resort = len(plan.tiers) > 1 and plan.tiers[-1].last_resort and not any(answer.by_tier[:-1])
    remarks = [*query.notes, *expansion_notes(plan), *(reading_notes(plan) if answer.total else ())]
    if remark := speech_remark(plan, engine):
        remarks.append(remark)
    missing: list[Missing] = []
    if answer.total and only_last_resort:
        remarks.append(_ONLY_SOME_WORDS if natural else _SEVERAL_SPEECHES)
    if not answer.total or (natural and only_last_resort):
        try:
            with at_most(_SHARE_OF_REASONS * current_budget().seconds_left):
                missing = _reasons(query, plan, engine, store, answer)
        except QueryTooDear:
            remarks.append(_NO_TIME)
    return Explanation(str(query.root), tuple(remarks), tuple(missing), plan.read_as)


def _reasons(query: Query, plan: Plan, engine: Engine, store: Store, answer: Answer) -> list[Missing]:
    """What is missing from an answer that has no scenes, or none with all words; at least one reason if it has none."""
    missing = _missing(plan, engine, store, query.natural)
    if answer.total:
        read = {change.typed for change in plan.read_as}
        return [gap for gap in missing if gap.part not in read]
    return missing or [Missing(str(query.root), _why_not_together(plan, engine))]


def _why_not_together(plan: Plan, engine: Engine) -> str:
    """Why there is nothing although no part was found to be missing."""
    parts = [tier.part for tier in plan.tiers if not tier.last_resort]
    if any(engine.count(_without_negations(part), plan.kinds) for part in parts):
        return "every scene that could match was ruled out by NOT"
    if any(engine.count(part, _ALL_KINDS) for part in parts):
        return _elsewhere(plan)
    leaves = {leaf for part in parts for leaf in plan_leaves(part)}
    if len(leaves) > 1 and all(engine.count(leaf, plan.kinds) for leaf in [*leaves][:_MAX_CHECKED_LEAVES]):
        return "each part is found, but never all of them in one scene"
    return "no scene is like this"


def _elsewhere(plan: Plan) -> str:
    """The reason if only scenes of another kind than the plan's match."""
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


def _missing(plan: Plan, engine: Engine, store: Store, prose: str | None) -> list[Missing]:
    """The leaves of the plan that match nothing by themselves, each once.

    Tiers are alternatives: what a looser one finds under the same name is not missing.
    """
    missing: dict[str, tuple[int, Missing]] = {}
    checked: set[_Leaf] = set()
    found: set[str] = set()
    leaves = [[*_decisive(tier.part, prose)] for tier in plan.tiers]
    in_order = {leaf: place for place, leaf in enumerate(leaf for tier_leaves in leaves for leaf in tier_leaves)}
    for tier_leaves in reversed(leaves):
        found_here: set[str] = set()
        for leaf in tier_leaves:
            if leaf in checked or len(checked) > _MAX_CHECKED_LEAVES or _name(leaf) in found:
                continue
            checked.add(leaf)
            # Of all kinds first: most that is missing is nowhere, and a phrase "as written" reads texts to be counted.
            if not engine.count(leaf, _ALL_KINDS):
                gap = _gap(leaf, plan, engine, store, len(missing))
            elif engine.count(leaf, plan.kinds):
                found_here.add(_name(leaf))
                continue
            else:
                gap = Missing(_name(leaf), _elsewhere(plan))
            missing.setdefault(gap.part.casefold(), (in_order[leaf], gap))
        found |= found_here
    return [gap for _, gap in sorted(missing.values(), key=lambda item: item[0])]


def _decisive(part: Part, prose: str | None) -> Iterator[_Leaf]:
    """The leaves that can be the reason. Of prose these are its words, as they are found in any form and order."""
    units = None if prose is None else set(word_units(prose))
    for leaf in plan_leaves(part):
        if isinstance(leaf, PhraseClause):
            unit = tuple(words(leaf.label))
            is_word = leaf.level is Level.STEM and unit in (units or ()) and len(unit) == len(leaf.alternatives)
            # A phrase that runs over narration lacks nothing that the phrase itself has.
            if leaf.speech_span or (units is not None and not is_word):
                continue
        yield leaf


def _name(leaf: _Leaf) -> str:
    return label_of(leaf) if isinstance(leaf, PhraseClause) else leaf.label


def _gap(leaf: _Leaf, plan: Plan, engine: Engine, store: Store, advised: int) -> Missing:
    """`advised` is the number of leaves that were explained before."""
    if isinstance(leaf, Condition):
        if any(meets(leaf, work) for work in store.works().values()):
            return Missing(leaf.label, "the works like this have no scenes")
        nearest = _nearest_values(leaf, store) if advised < _MAX_ADVISED else ()
        return Missing(leaf.label, "no work is like this", nearest)
    if leaf.scope is not None and (gap := missing_in_scope(leaf, engine)):
        return gap
    assert not isinstance(leaf, HasSpeech)  # those always have a gap
    return missing_phrase(leaf, engine, plan.kinds, is_advised=advised < _MAX_ADVISED)


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
    terms = words(condition.exact) if condition.exact else condition.terms
    wanted = " ".join(flatten(term) for term in terms) or condition.exact or condition.low
    best = process.extract(wanted, list(values), scorer=fuzz.WRatio, limit=MAX_NEAREST, score_cutoff=60)
    return tuple(values[name] for name, _, _ in best)
