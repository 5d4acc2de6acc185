"""Collects what a reader leaves out of a document, by the name of the rule."""

from __future__ import annotations

from fabula.index.model import LeftOut


class LeftOutRuns:
    """`add` pieces of text under a rule, then `separate` their words; `add_whole` texts; and `take` all of them."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def add(self, rule: str, text: str) -> None:
        """Add a piece of text, which may begin or end in the middle of a word."""
        if text:
            self._parts.setdefault(rule, []).append(text)

    def separate(self) -> None:
        """End the last word of each rule: a paragraph, a cell or a field has ended."""
        for parts in self._parts.values():
            if parts[-1] != "\n":
                parts.append("\n")

    def add_whole(self, rule: str, text: str) -> None:
        """Add a text whose last word ends with it."""
        self.add(rule, text)
        self.separate()

    def take(self) -> tuple[LeftOut, ...]:
        """What was left out, one piece for each rule."""
        texts = {rule: "".join(parts).strip() for rule, parts in self._parts.items()}
        return tuple(LeftOut(rule, text) for rule, text in texts.items() if text)
