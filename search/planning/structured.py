"""A query with operators to tiers, and each node of its tree to a part of a plan."""

from __future__ import annotations

from fabula.index.analysis import words
from fabula.search.plan import (
    And,
    Condition,
    Everything,
    Expansion,
    ExpansionKind,
    HasSpeech,
    Level,
    Not,
    Or,
    Part,
    PhraseClause,
    Plan,
    SpeechSpan,
    Tier,
    plan_leaves,
)
from fabula.search.results import MatchKind
from fabula.search.syntax import PhraseMode, nodes
from fabula.search.syntax.fields import range_of
from .clauses import across_breaks, all_of, may_be_interrupted, or_interrupted, stemmed_phrase, word_clauses
from .context import PlanningContext
from .scopes import ScopeGroup, named_scope, scope_groups

_BEST_FIRST = list(MatchKind)


def structured_plan(root: nodes.Node, context: PlanningContext) -> Plan:
    """The tiers of a query that is not prose; `marked` is the whole of it, None for a single phrase.

    A phrase is scored by how often it stands in a scene, and is as rare as the scenes that have it.
    """
    if isinstance(root, nodes.Phrase):
        tiers, whole = _phrase_tiers(root, context), None
    else:
        tiers, whole = _ranked_tiers(root, context)
    # To score a last resort, it would have to be evaluated even where another tier matches.
    leaves = [leaf for tier in tiers if not tier.last_resort for leaf in plan_leaves(tier.part)]
    scored = dict.fromkeys([leaf for leaf in leaves if isinstance(leaf, PhraseClause)])
    return Plan(tuple(tiers), scored=tuple(scored), marked=whole)


def _phrase_tiers(root: nodes.Phrase, context: PlanningContext) -> list[Tier]:
    phrase = _phrase(root, context)
    interruptible = may_be_interrupted(phrase, context)
    if root.mode is PhraseMode.STEMMED and not root.slop:
        # Where the words stand exactly as typed comes first, and says so.
        alternatives = tuple((term,) for term in words(root.text))
        exact = PhraseClause(alternatives, Level.SURFACE, label=phrase.label, superset_hint=phrase, scope=phrase.scope)
        spoken = [Tier(MatchKind.SPEECH, across_breaks(exact, SpeechSpan.TURN))] if interruptible else []
        return [Tier(MatchKind.EXACT, exact), *spoken, Tier(MatchKind.STEMMED, or_interrupted(phrase, context))]
    if not interruptible:
        return [Tier(_leaf_kind(phrase), phrase)]
    return [
        Tier(MatchKind.EXACT, phrase),
        Tier(MatchKind.SPEECH, across_breaks(phrase, SpeechSpan.TURN)),
        Tier(MatchKind.NEAR, across_breaks(phrase, SpeechSpan.SCENE), last_resort=True),
    ]


def _ranked_tiers(root: nodes.Node, context: PlanningContext) -> tuple[list[Tier], Part]:
    """The alternatives of the query by their worst kind of match, best first; and all that it matches as one part.

    A scene that has the phrase of "phrase OR word" matches exactly; one that has the word does not.
    """
    part = whole = build_part(root, context)
    choices = _choices(root, part)
    if context.speech:
        whole = build_part(root, context.widened())
        pairs = zip(choices, _choices(root, whole), strict=True)
        choices = tuple([choice for narrow, wide in pairs for choice in (narrow, _beyond(narrow, wide))])
    by_kind: dict[MatchKind, dict[Part, None]] = {}
    for choice in choices:
        by_kind.setdefault(_worst_kind(choice), {})[choice] = None
    ranked = sorted(by_kind.items(), key=lambda item: _BEST_FIRST.index(item[0]))
    tiers = [Tier(kind, next(iter(parts)) if len(parts) == 1 else Or(tuple(parts))) for kind, parts in ranked]
    if context.speech:
        phrases = [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause)]
        if len(phrases) == 1 and part in (phrases[0], And((phrases[0],))) and may_be_interrupted(phrases[0], context):
            # Two speeches that follow one another may be one all the same.
            tiers.append(Tier(MatchKind.NEAR, across_breaks(phrases[0], SpeechSpan.SCENE), last_resort=True))
    return tiers, whole


def build_part(node: nodes.Node, context: PlanningContext) -> Part:
    """The part of a plan that matches what `node` asks for."""
    match node:
        case nodes.Words(text):
            return all_of(word_clauses(words(text), context))
        case nodes.Phrase():
            phrase = _phrase(node, context)
            return or_interrupted(phrase, context) if context.wide else phrase
        case nodes.Wildcard(pattern):
            return Expansion(ExpansionKind.WILDCARD, pattern, label=pattern, scope=context.scope)
        case nodes.Fuzzy(word, edits):
            return Expansion(ExpansionKind.FUZZY, words(word)[0], edits, label=str(node), scope=context.scope)
        case nodes.Field() | nodes.Not(nodes.Field("in")) if scope := named_scope(node, context.scope):
            return HasSpeech(scope)
        # "in:" says which scenes are searched (`scene_kinds`); it is no condition that a scene meets.
        case nodes.Field("in") | nodes.Not(nodes.Field("in", "story" | "notes")):
            return Everything()
        case nodes.Field():
            return _condition(node)
        case nodes.And(children):
            groups = scope_groups(children, context.scope)
            return all_of([part for group in groups for part in group_parts(group, context)])
        case nodes.Or(children):
            return Or(tuple(dict.fromkeys(build_part(child, context) for child in children)))
        case nodes.Not(child):
            # NOT rules out all that the child would match.
            return Not(build_part(child, context.widened()))


def group_parts(group: ScopeGroup, context: PlanningContext) -> list[Part]:
    """The parts of one scope. A scope that binds no words is a condition of its own."""
    bound = context.with_scope(group.scope)
    parts = [build_part(node, bound) for node in group.nodes]
    if group.named and group.scope is not None and not any(map(_text_leaves, parts)):
        parts.append(HasSpeech(group.scope))
    return parts


def _condition(field: nodes.Field) -> Condition:
    name, value = field.name, field.value
    if name in ("words", "date"):
        limits = range_of(name, value)
        assert limits is not None  # the parser lets no other value through
        return Condition(name, low=limits.low, high=limits.high, label=str(field))
    if name in ("lang", "work"):
        value = value.lower()
        return Condition(name, low=value.replace("_", "-") if name == "lang" else value, label=str(field))
    return Condition(name, terms=tuple(words(value)), label=str(field))


def _phrase(node: nodes.Phrase, context: PlanningContext) -> PhraseClause:
    terms = words(node.text)
    if node.mode is PhraseMode.STEMMED:
        return stemmed_phrase(terms, node.text, context, node.slop)
    verbatim = node.text if node.mode is PhraseMode.VERBATIM and not node.slop else ""
    alternatives = tuple((term,) for term in terms)
    return PhraseClause(alternatives, Level.SURFACE, node.slop, verbatim, label=node.text, scope=context.scope)


def _choices(root: nodes.Node, part: Part) -> tuple[Part, ...]:
    """The parts any of which suffices."""
    return part.parts if isinstance(root, nodes.Or) and isinstance(part, Or) else (part,)


def _beyond(narrow: Part, wide: Part) -> Part:
    """The part of `wide` that `narrow` does not match, as far as the two can be taken apart."""
    if isinstance(wide, Or) and len(wide.parts) == 2 and wide.parts[0] == narrow:
        return wide.parts[1]
    return wide


def _text_leaves(part: Part) -> list[PhraseClause | Expansion]:
    return [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause | Expansion)]


def _worst_kind(part: Part) -> MatchKind:
    if isinstance(part, PhraseClause):
        return _leaf_kind(part)
    return max((_leaf_kind(leaf) for leaf in _text_leaves(part)), key=_BEST_FIRST.index, default=MatchKind.NONE)


def _leaf_kind(leaf: PhraseClause | Expansion) -> MatchKind:
    """How a scene matches through this leaf."""
    if isinstance(leaf, Expansion):
        return MatchKind.FUZZY if leaf.kind is ExpansionKind.FUZZY else MatchKind.WORDS
    if leaf.speech_span:
        return MatchKind.SPEECH
    if leaf.slop:
        return MatchKind.NEAR
    if leaf.level is Level.SURFACE:
        return MatchKind.EXACT
    return MatchKind.STEMMED if len(leaf.alternatives) > 1 else MatchKind.WORDS
