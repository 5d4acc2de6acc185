"""Learns how a work marks speech from the marks that its paragraphs begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Pair(NamedTuple):
    """The mark that opens a speech, and the characters any of which closes it."""

    open: str
    close: str

    @property
    def is_single(self) -> bool:
        """True where the closing mark is an apostrophe as well."""
        return self.close in ("'", "\u2019")


class Convention(NamedTuple):
    """The marks around the speech of a work, without those of quotes in quotes.

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
        # Half-width, and for vertical lines.
        Pair("｢", "｣"),
        Pair("﹁", "﹂"),
        Pair("﹃", "﹄"),
        Pair("〝", "〟〞"),
    )
}
_MARKS = re.escape("".join(_PAIRS)) + DASHES + "-"
_FIRST = re.compile(rf"\n[^\S\n_*]*[_*]?([{_MARKS}])(?=[^\n]{{2}})")
# Chinese and Japanese writers set no blank before a mark.
_WITHIN = re.compile(rf"(?<![^\s([\u3000-\u9fff\uac00-\ud7af\uff00-\uffef])([{re.escape(''.join(_PAIRS))}])(?=[\w…—])")
# A book that mixes two marks uses the rarer one at least this often, as a share of the commoner; rarer marks are quotes
# in quotes and slips of the pen.
_MIN_MARK_SHARE = 0.1
# Dashes that begin a smaller share of the paragraphs are lists, signatures or epigraphs.
_MIN_DASH_SHARE = 0.04
# In French the answers to speech in guillemets may begin with dashes, in one conversation of a book and in no other.
_MIN_DASHES_BELOW_GUILLEMETS = 4
# Marks at the start of fewer paragraphs than this say less than the marks within.
_MIN_FIRST_MARKS = 3


def convention_of(texts: Iterable[str]) -> Convention:
    """The convention of a work with these scenes; `Convention()` if nothing in them is marked as speech."""
    first: Counter[str] = Counter()
    within: Counter[str] = Counter()
    paragraphs = 0
    for text in texts:
        # With a line end before the text the pattern begins with a character, and the search is five times as fast.
        first.update(_FIRST.findall("\n" + text))
        paragraphs += text.count("\n\n") + 1
        if first.total() < _MIN_FIRST_MARKS:
            within.update(_WITHIN.findall(text))
    dashes = max(sum(first.pop(mark, 0) for mark in DASHES), first.pop("-", 0))
    quotes = first if first.total() >= _MIN_FIRST_MARKS or not within else first + within
    if "\u00ab" in quotes and "\u00bb" in quotes:
        # One of the two closes speech; only the commoner one opens it.
        del quotes[min("\u00ab\u00bb", key=quotes.__getitem__)]
    most = max([*quotes.values(), dashes], default=0)
    if not most:
        return Convention()
    least = _MIN_MARK_SHARE * most
    pairs = _without_nested(Counter({mark: count for mark, count in quotes.items() if count >= least}))
    if pairs and pairs[0].open == "\u00ab" and dashes >= _MIN_DASHES_BELOW_GUILLEMETS:
        return Convention(tuple(pairs), dashes=True)
    return Convention(tuple(pairs), dashes >= max(least, _MIN_DASH_SHARE * paragraphs, 2))


def _without_nested(counts: Counter[str]) -> list[Pair]:
    """The outermost pairs: those of the same kind, single or double, as the commonest."""
    pairs = [_PAIRS[mark] for mark, _ in counts.most_common()]
    return [pair for pair in pairs if pair.is_single == pairs[0].is_single] if pairs else []
