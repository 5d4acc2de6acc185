"""Finds the parts of a query that `speaker:` and `in:` bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.analysis import flatten, words
from fabula.index.model import SceneKind
from fabula.search.plan import ScopeFilter, SpeechScope
from fabula.search.syntax import And, Field, Node, Not, Or, named_scope

_KINDS = {"story": (SceneKind.STORY,), "notes": (SceneKind.PARATEXT,), "all": (SceneKind.STORY, SceneKind.PARATEXT)}
_OTHER_KIND = {"story": "notes", "notes": "story"}


class ScopeGroup(NamedTuple):
    """Parts of a query whose words must lie in one scope; `named` is True if the query names that scope here."""

    scope: ScopeFilter | None
    nodes: tuple[Node, ...]
    named: bool


def scene_kinds(nodes: Sequence[Node]) -> tuple[SceneKind, ...]:
    """The kinds of scene that the last `in:story`, `in:notes` or `in:all` among `nodes` asks for; else stories."""
    return _KINDS[_last_kind(nodes) or "story"]


def _last_kind(nodes: Sequence[Node]) -> str | None:
    for node in reversed(nodes):
        match node:
            case Field("in", ("story" | "notes" | "all") as kind):
                return kind
            # A scene is either story or notes, so NOT leaves the other.
            case Not(Field("in", ("story" | "notes") as kind)):
                return _OTHER_KIND[kind]
            case And(children) | Or(children):
                nested = _last_kind(children)
            case Not(child):
                nested = _last_kind((child,))
            case _:
                continue
        if nested is not None:
            return nested
    return None


def scope_of(node: Node, outer: ScopeFilter | None = None) -> ScopeFilter | None:
    """The scope that a condition names, within an `outer` one; None if it names none."""
    named = named_scope(node)
    if named is None:
        return None
    if named.speakers:
        # The inner of two sides counts, so that a speaker is never looked for in narration by accident.
        first, *others = [tuple(flatten(word) for word in words(name)) for name in named.speakers]
        return ScopeFilter(SpeechScope.DIALOGUE, first, str(node), tuple(others))
    return _on_side(SpeechScope(named.side), outer, str(node))


def _on_side(side: SpeechScope, outer: ScopeFilter | None, label: str) -> ScopeFilter:
    if outer is None or not outer.speaker:
        return ScopeFilter(side, (), label)
    return ScopeFilter(side, outer.speaker, f"{outer.label} {label}", outer.others)


def scope_groups(nodes: Sequence[Node], outer: ScopeFilter | None) -> list[ScopeGroup]:
    """The parts of a conjunction by scope, the conditions that name scopes left out.

    A side (`in:`) binds all parts. A speaker binds all parts, too; of several each binds those between it and the next
    one, and the first those before it as well.
    """
    named = [scope_of(node) for node in nodes]
    side_nodes = [node for node, scope in zip(nodes, named, strict=True) if scope and not scope.speaker]
    base = scope_of(side_nodes[-1], outer) if side_nodes else outer
    before: list[Node] = []
    groups: list[tuple[ScopeFilter, list[Node]]] = []
    for node, scope in zip(nodes, named, strict=True):
        if scope is None:
            (groups[-1][1] if groups else before).append(node)
        elif scope.speaker:
            groups.append((_said_on_side(scope, base if side_nodes else None), []))
    if not groups:
        return [ScopeGroup(base, tuple(before), bool(side_nodes))]
    groups[0][1][:0] = before
    return [ScopeGroup(scope, tuple(group), True) for scope, group in groups]


def _said_on_side(speaker: ScopeFilter, side: ScopeFilter | None) -> ScopeFilter:
    """The speech of a speaker on a side: none in narration."""
    if side is None:
        return speaker
    return ScopeFilter(side.side, speaker.speaker, f"{speaker.label} {side.label}", speaker.others)
