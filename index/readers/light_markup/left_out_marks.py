"""Removes marks from a line, and notes the words in them by the rule that leaves them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from fabula.index.model import LeftOut
from fabula.index.readers.html.left_out_text import LeftOutText


class LeftOutMarks(LeftOutText):
    """What was left out of a document in light markup."""

    def add_all(self, items: Iterable[LeftOut]) -> None:
        for item in items:
            self.add(item.rule, item.text)

    def remove(self, rule: str, pattern: re.Pattern[str], text: str, kept: Callable[[re.Match[str]], str]) -> str:
        """`text` with what `kept` keeps of each match of `pattern`. The other words of the match go by `rule`."""

        def replace(match: re.Match[str]) -> str:
            rest = kept(match)
            if rest != match[0]:
                self.add(rule, match[0].replace(rest, " ", 1) if rest else match[0])
            return rest

        return pattern.sub(replace, text)


def nothing(_: re.Match[str]) -> str:
    """Keeps nothing of a mark."""
    return ""
