"""A query with operators to tiers, and each node of its tree to a part of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.analysis import words
from fabula.index.budget import check
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.search.match_kind import MatchKind
from fabula.search.plan import (
    And,
    Condition,
    Everything,
    HasSpeech,
    Level,
    Not,
    Or,
    Part,
    PatternKind,
    PhraseClause,
    Plan,
    SpeechSpan,
    Tier,
    plan_leaves,
)
from fabula.search.syntax import PhraseMode, nodes, phrase_words
from fabula.search.syntax.fields import range_of
from .clauses import across_breaks, all_of, may_be_interrupted, or_interrupted, word_clauses
from .context import PlanningContext
from .scopes import ScopeGroup, scope_groups, scope_of
from .slots import slots_of, word_like

_BEST_FIRST = list(MatchKind)


def structured_plan(root: nodes.Node, context: PlanningContext, *, marks_all: bool = False) -> Plan:
    """The tiers of a query that is not prose.

    marks_all  whether all that the query matches is marked in a scene, and not only what its tier matches.

    A phrase is scored by how often it stands in a scene, and is as rare as the scenes that have it.
    """
    whole: Part | None = None
    if isinstance(root, nodes.Phrase):
        tiers = _phrase_tiers(root, context)
    else:
        tiers, whole = _ranked_tiers(root, context)
    literal = _literal_part(root, tiers[0].part, context)
    if literal is not None:
        tiers = [Tier(_worst_kind(literal), literal), *tiers]
        # Of a misspelt word all forms are marked, also beside the word itself.
        marks_all, whole = marks_all or whole is not None, whole and Or((literal, whole))
    # To score a last resort, it would have to be evaluated even where another tier matches.
    leaves = [leaf for tier in tiers if not tier.last_resort for leaf in plan_leaves(tier.part)]
    scored = dict.fromkeys([leaf for leaf in leaves if isinstance(leaf, PhraseClause)])
    return Plan(tuple(tiers), scored=tuple(scored), marked=whole if marks_all else None)


def _literal_part(root: nodes.Node, part: Part, context: PlanningContext) -> Part | None:
    """Tried before a misspelt word, or a phrase with patterns: where it stands as typed, the signs of patterns aside.

    So the word itself comes before others that are spelt like it, and a quote with somebody's asterisks in it finds
    what it would find without. `part` is that of the first tier; None if it has no patterns, or more than they.
    """
    leaves = _text_leaves(part)
    is_stemmed = isinstance(root, nodes.Phrase) and root.mode is PhraseMode.STEMMED
    if len(leaves) != 1 or not leaves[0].expansions or is_stemmed:
        return None
    literal = build_part(root, context.as_typed())
    return None if literal == part else literal


def _phrase_tiers(root: nodes.Phrase, context: PlanningContext) -> list[Tier]:
    phrase = _phrase(root, context)
    interruptible = may_be_interrupted(phrase, context)
    if root.mode is PhraseMode.STEMMED and not root.slop:
        # Where the words stand exactly as typed comes first, and says so.
        slots = slots_of(phrase_words(root), Level.SURFACE, context)
        exact = PhraseClause(
            slots.alternatives,
            Level.SURFACE,
            label=phrase.label,
            superset_hint=phrase,
            scope=phrase.scope,
            expansions=slots.expansions,
        )
        spoken = [across_breaks(exact, SpeechSpan.TURN)] if interruptible else []
        return [
            Tier(_at_best(MatchKind.EXACT, phrase), exact),
            *(Tier(_at_best(MatchKind.SPEECH, phrase), part) for part in spoken),
            Tier(_at_best(MatchKind.STEMMED, phrase), or_interrupted(phrase, context)),
        ]
    if not interruptible:
        return [Tier(_leaf_kind(phrase), phrase)]
    return [
        Tier(_at_best(MatchKind.EXACT, phrase), phrase),
        Tier(_at_best(MatchKind.SPEECH, phrase), across_breaks(phrase, SpeechSpan.TURN)),
        Tier(_at_best(MatchKind.NEAR, phrase), across_breaks(phrase, SpeechSpan.SCENE), last_resort=True),
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
    check(node)
    match node:
        case nodes.Words(text):
            return all_of(word_clauses(text, context))
        case nodes.Phrase():
            phrase = _phrase(node, context)
            return or_interrupted(phrase, context) if context.wide else phrase
        case nodes.Wildcard() | nodes.Fuzzy():
            return word_like(node, context)
        case nodes.Field() | nodes.Not(nodes.Field("in")) if scope := scope_of(node, context.scope):
            return HasSpeech(scope)
        # "in:" says which scenes are searched (`scene_kinds`); it is no condition that a scene meets.
        case nodes.Field("in") | nodes.Not(nodes.Field("in", "story" | "notes")):
            return Everything()
        case nodes.Field():
            return _condition(node, context)
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


def _condition(field: nodes.Field, context: PlanningContext) -> Condition:
    name, value = field.name, field.value
    if field.exact:
        spellings = context.lexicon.spellings_of(name, value)
        return Condition(name, exact=value, spellings=spellings, label=str(field))
    if WORK_FIELDS[name].kind in (FieldKind.NUMBER, FieldKind.DATE):
        limits = range_of(name, value)
        assert limits is not None  # the parser lets no other value through
        return Condition(name, low=limits.low, high=limits.high, label=str(field))
    if name in ("lang", "work"):
        value = value.lower()
        return Condition(name, low=value.replace("_", "-") if name == "lang" else value, label=str(field))
    return Condition(name, terms=tuple(words(value)), label=str(field))


def _phrase(node: nodes.Phrase, context: PlanningContext) -> PhraseClause:
    level = Level.STEM if node.mode is PhraseMode.STEMMED else Level.SURFACE
    verbatim = node.text if node.mode is PhraseMode.VERBATIM and not node.slop else ""
    typed: Sequence[str | nodes.Wildcard | nodes.Fuzzy] = words(node.text) if context.literal else phrase_words(node)
    slots = slots_of(typed, level, context)
    return PhraseClause(
        slots.alternatives,
        level,
        node.slop,
        verbatim,
        label=node.text,
        scope=context.scope,
        expansions=slots.expansions,
    )


def _choices(root: nodes.Node, part: Part) -> tuple[Part, ...]:
    """The parts any of which suffices."""
    return part.parts if isinstance(root, nodes.Or) and isinstance(part, Or) else (part,)


def _beyond(narrow: Part, wide: Part) -> Part:
    """The part of `wide` that `narrow` does not match, as far as the two can be taken apart."""
    if isinstance(wide, Or) and len(wide.parts) == 2 and wide.parts[0] == narrow:
        return wide.parts[1]
    return wide


def _text_leaves(part: Part) -> list[PhraseClause]:
    return [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause)]


def _worst_kind(part: Part) -> MatchKind:
    if isinstance(part, PhraseClause):
        return _leaf_kind(part)
    return max((_leaf_kind(leaf) for leaf in _text_leaves(part)), key=_BEST_FIRST.index, default=MatchKind.NONE)


def _at_best(kind: MatchKind, leaf: PhraseClause) -> MatchKind:
    """`kind`, or FUZZY for a leaf with a misspelt word."""
    is_fuzzy = any(part is not None and part.pattern.kind is PatternKind.FUZZY for part in leaf.expansions)
    return max(kind, MatchKind.FUZZY, key=_BEST_FIRST.index) if is_fuzzy else kind


def _leaf_kind(leaf: PhraseClause) -> MatchKind:
    """How a scene matches through this leaf."""
    if _at_best(MatchKind.EXACT, leaf) is MatchKind.FUZZY:
        return MatchKind.FUZZY
    if leaf.speech_span:
        return MatchKind.SPEECH
    if leaf.slop:
        return MatchKind.NEAR
    if leaf.level is Level.SURFACE and not (leaf.expansions and len(leaf.alternatives) == 1):
        return MatchKind.EXACT
    return MatchKind.STEMMED if len(leaf.alternatives) > 1 else MatchKind.WORDS
