"""Gathers the text of a page that is left out on purpose, by rule."""

from __future__ import annotations

from fabula.index.model import LeftOut


class LeftOutText:
    """What was left out so far. Texts of one rule are parted by line ends."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}

    def add(self, rule: str, text: str) -> None:
        """Note that `text` is left out by `rule`; "" is the rule for what is no text, such as scripts."""
        if rule:
            self._texts.setdefault(rule, []).append(text)

    def all(self) -> tuple[LeftOut, ...]:
        """One entry for each rule that left out any letter or digit."""
        joined = ((rule, "\n".join(" ".join(text.split()) for text in texts)) for rule, texts in self._texts.items())
        return tuple(LeftOut(rule, text) for rule, text in joined if any(map(str.isalnum, text)))
