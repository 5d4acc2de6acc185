"""Which parts of a query do `speaker:`, `in:dialogue` and `in:narration` bind?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.analysis import flatten, words
from fabula.search.plan import ScopeFilter, SpeechScope
from fabula.search.syntax import Field, Node, Not

__all__ = ["Scope", "layer_of", "scopes"]


class Scope(NamedTuple):
    """Parts of a query whose words must lie in one layer; `named` is True if the query names that layer here."""

    layer: ScopeFilter | None
    nodes: tuple[Node, ...]
    named: bool


def layer_of(node: Node, outer: ScopeFilter | None = None) -> ScopeFilter | None:
    """The layer that a condition names, within an `outer` one; None if it names none.

    What is not in dialogue is in narration, and the other way round.
    """
    match node:
        case Field("speaker", name):
            own = tuple(flatten(word) for word in words(name))
            # Of two places the inner one counts, so that a speaker is never looked for in narration by accident.
            return ScopeFilter(SpeechScope.DIALOGUE, own, str(node))
        case Field("in", ("dialogue" | "narration") as place):
            return _at(SpeechScope(place), outer, str(node))
        case Not(Field("in", ("dialogue" | "narration") as place)):
            other = SpeechScope.NARRATION if SpeechScope(place) is SpeechScope.DIALOGUE else SpeechScope.DIALOGUE
            return _at(other, outer, str(node))
        case _:
            return None


def _at(place: SpeechScope, outer: ScopeFilter | None, label: str) -> ScopeFilter:
    if outer is None or not outer.speaker:
        return ScopeFilter(place, (), label)
    return ScopeFilter(place, outer.speaker, f"{outer.label} {label}")


def scopes(nodes: Sequence[Node], outer: ScopeFilter | None) -> list[Scope]:
    """The parts of a conjunction by layer, the conditions that name layers left out.

    A place binds all parts. A speaker binds all parts, too; of several each binds those between it and the next one,
    and the first those before it as well.
    """
    places = [node for node in nodes if (found := layer_of(node)) and not found.speaker]
    base = layer_of(places[-1], outer) if places else outer
    groups: list[tuple[ScopeFilter | None, list[Node]]] = []
    before: list[Node] = []
    for node in nodes:
        own = layer_of(node)
        if own is not None and own.speaker:
            groups.append((_both(own, base if places else None), []))
        elif own is None:
            (groups[-1][1] if groups else before).append(node)
    if not groups:
        return [Scope(base, tuple(before), bool(places))]
    groups[0][1][:0] = before
    return [Scope(layer, tuple(own), True) for layer, own in groups]


def _both(speaker: ScopeFilter, place: ScopeFilter | None) -> ScopeFilter:
    """What a speaker says at a place: nothing, in narration."""
    if place is None:
        return speaker
    return ScopeFilter(place.side, speaker.speaker, f"{speaker.label} {place.label}")
