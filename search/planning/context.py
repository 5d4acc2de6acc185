"""The context of one part of a query: how its words are read, and where they must lie."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.search.plan import ScopeFilter
from .lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class PlanningContext:
    """Passed down the tree; a part that binds its words differently passes a changed copy.

    lexicon  the words of the library.
    speech   whether speech is attributed in the library, so that a phrase may run over narration.
    scope    where the words must lie; None for anywhere.
    wide     whether a phrase also matches where it runs over narration.
    literal  whether the letters of patterns are taken as typed: "wha*" as "wha", "whale~" as "whale".
    """

    lexicon: Lexicon
    speech: bool = False
    scope: ScopeFilter | None = None
    wide: bool = False
    literal: bool = False

    def with_scope(self, scope: ScopeFilter | None) -> PlanningContext:
        # Written out: dataclasses.replace takes four times as long.
        if scope is self.scope:
            return self
        return PlanningContext(self.lexicon, self.speech, scope, self.wide, self.literal)

    def widened(self) -> PlanningContext:
        return self if self.wide else PlanningContext(self.lexicon, self.speech, self.scope, True, self.literal)

    def as_typed(self) -> PlanningContext:
        return PlanningContext(self.lexicon, self.speech, self.scope, self.wide, True)
