"""How a work marks speech, learned from the marks that its paragraphs begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["DASHES", "Convention", "Pair", "convention_of"]


class Pair(NamedTuple):
    """What opens a speech, and the characters any of which closes it."""

    open: str
    close: str

    @property
    def is_single(self) -> bool:
        """True where the mark that closes is an apostrophe as well."""
        return self.close in ("'", "\u2019")


class Convention(NamedTuple):
    """The marks around the speech of a work, not those of quotes in quotes.

    dashes  True where a dash begins a speech.
    """

    pairs: tuple[Pair, ...] = ()
    dashes: bool = False


DASHES = "\u2014\u2013\u2015\u2012"

_PAIRS = {
    pair.open: pair
    for pair in (
        Pair('"', '"'),
        Pair("\u201c", "\u201d"),
        Pair("\u201d", "\u201d"),
        Pair("\u201e", "\u201c\u201d"),
        Pair("\u201f", "\u201d"),
        Pair("\u00ab", "\u00bb"),
        Pair("\u00bb", "\u00ab"),
        Pair("\u2039", "\u203a"),
        Pair("\u203a", "\u2039"),
        Pair("'", "'"),
        Pair("\u2018", "\u2019"),
        Pair("\u201a", "\u2018\u2019"),
        Pair("\u300c", "\u300d"),
        Pair("\u300e", "\u300f"),
    )
}
_MARKS = re.escape("".join(_PAIRS)) + DASHES + "-"
_FIRST = re.compile(rf"\n[^\S\n_*]*[_*]?([{_MARKS}])(?=[^\n]{{2}})")
_WITHIN = re.compile(rf"(?<![^\s([])([{re.escape(''.join(_PAIRS))}])(?=\w)")
# Books that mix two ways have at least this much of the lesser; below it, it is quotes in quotes and slips of the pen.
_SHARE = 0.1
# A dash at the start of a few paragraphs is a list, a signature or an epigraph.
_DASHED = 0.04
# Marks at the start of fewer paragraphs than these say less than the marks within.
_FEW = 3


def convention_of(texts: Iterable[str]) -> Convention:
    """The convention of a work with these scenes; `Convention()` if nothing in them is marked as speech."""
    first: Counter[str] = Counter()
    within: Counter[str] = Counter()
    paragraphs = 0
    for text in texts:
        # A line end before the text lets the pattern begin with a letter, which is looked for five times as fast.
        first.update(_FIRST.findall("\n" + text))
        paragraphs += text.count("\n\n") + 1
        if first.total() < _FEW:
            within.update(_WITHIN.findall(text))
    dashed = sum(first.pop(mark, 0) for mark in DASHES)
    hyphened = first.pop("-", 0)
    dashed = max(dashed, hyphened)
    quoted = first if first.total() >= _FEW or not within else first + within
    if "\u00ab" in quoted and "\u00bb" in quoted:
        # What closes elsewhere opens here, so only the commoner of the two is looked for.
        del quoted[min("\u00ab\u00bb", key=quoted.__getitem__)]
    most = max([*quoted.values(), dashed], default=0)
    if not most:
        return Convention()
    pairs = _without_nested(Counter({mark: count for mark, count in quoted.items() if count >= _SHARE * most}))
    return Convention(tuple(pairs), dashed >= max(_SHARE * most, _DASHED * paragraphs, 2))


def _without_nested(counts: Counter[str]) -> list[Pair]:
    """The pairs that stand outermost: a single and a double mark are of one book only where neither is rare."""
    pairs = [_PAIRS[mark] for mark, _ in counts.most_common()]
    return [pair for pair in pairs if pair.is_single == pairs[0].is_single] if pairs else []
