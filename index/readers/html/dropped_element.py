"""Keeps the walk of a page within an element that is not read."""

from __future__ import annotations

from .elements import CODE


class DroppedElement:
    """The element that is not read, if the walk is in one. `depth`: it and the open elements in it; 0 outside."""

    def __init__(self) -> None:
        self.depth = 0
        self._rule = ""
        self._code_depth = 0  # of the script or style in it

    @property
    def rule(self) -> str:
        """The rule by which text is left out here; "" in scripts and styles."""
        return "" if self._code_depth else self._rule

    def begin(self, tag: str, rule: str) -> None:
        self._rule = rule
        self.open(tag)

    def open(self, tag: str) -> None:
        self.depth += 1
        if tag in CODE and not self._code_depth:
            self._code_depth = self.depth

    def close(self) -> None:
        if self.depth == self._code_depth:
            self._code_depth = 0
        self.depth -= 1
