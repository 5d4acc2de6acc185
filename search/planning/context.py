"""The context of one part of a query: how its words are read, and where they must lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fabula.search.plan import ScopeFilter


@dataclass(frozen=True, slots=True)
class PlanningContext:
    """Passed down the tree; a part that binds its words differently passes a changed copy.

    stems   a folded word -> the stems that it may have in the library, at least one.
    speech  whether speech is attributed in the library, so that a phrase may run over narration.
    scope   where the words must lie; None for anywhere.
    wide    whether a phrase also matches where it runs over narration.
    """

    stems: Callable[[str], tuple[str, ...]]
    speech: bool = False
    scope: ScopeFilter | None = None
    wide: bool = False

    def with_scope(self, scope: ScopeFilter | None) -> PlanningContext:
        return self if scope is self.scope else PlanningContext(self.stems, self.speech, scope, self.wide)

    def widened(self) -> PlanningContext:
        return self if self.wide else PlanningContext(self.stems, self.speech, self.scope, True)
