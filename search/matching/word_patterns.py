"""Finds the words that a wildcard or a misspelt word stands for. No regular expression is ever made of a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from fabula.search.plan import Expansion, ExpansionKind

# Words that one expansion may stand for. "c*" over the shared novels would be 9,000; an answer says when it was cut.
MAX_EXPANSION = 1_000


def fits(expansion: Expansion, word: str) -> bool:
    """True if `expansion` stands for the folded `word`."""
    if expansion.kind is ExpansionKind.WILDCARD:
        return _matches_wildcard(expansion.pattern, word)
    return _edit_distance(expansion.pattern, word, expansion.edits) <= expansion.edits


def literal_prefix(expansion: Expansion) -> str:
    """The letters that all its words begin with; "" if there are none."""
    if expansion.kind is ExpansionKind.FUZZY:
        return ""
    ends = [index for index in (expansion.pattern.find(sign) for sign in "*?") if index >= 0]
    return expansion.pattern[: min(ends, default=None)]


def expand(expansion: Expansion, vocabulary: Iterable[str]) -> tuple[list[str], bool]:
    """The first `MAX_EXPANSION` words of `vocabulary` that fit, and whether there are more.

    In the order of the vocabulary for a wildcard; for a misspelt word those that are spelt most like it come first.
    """
    if expansion.kind is ExpansionKind.FUZZY:
        fitting = _nearest(expansion, list(vocabulary))
    else:
        fitting = list(islice((word for word in vocabulary if fits(expansion, word)), MAX_EXPANSION + 1))
    return fitting[:MAX_EXPANSION], len(fitting) > MAX_EXPANSION


def _nearest(expansion: Expansion, vocabulary: list[str]) -> list[str]:
    """One call for all words: 0.01 s over 60,000 of them, where a call for each takes 0.2 s."""
    # Here, not above: importing it takes 15 ms, and few queries have misspelt words.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    matches = process.extract(
        expansion.pattern, vocabulary, scorer=OSA.distance, score_cutoff=expansion.edits, limit=None
    )
    return [word for word, _, _ in sorted(matches, key=lambda match: match[1:])]


class Expansions:
    """The words that the expansions of one query stand for in a library, each looked up once.

    notes  remarks for the person: what was cut, and how misspelt words were understood.
    """

    def __init__(self, vocabulary: Callable[[str], Iterable[str]]) -> None:
        """`vocabulary` gives the folded words of the library that begin with a prefix, in order."""
        self.notes: list[str] = []
        self._vocabulary = vocabulary
        self._known: dict[Expansion, tuple[str, ...]] = {}

    def words(self, expansion: Expansion) -> tuple[str, ...]:
        if expansion not in self._known:
            words, cut = expand(expansion, self._vocabulary(literal_prefix(expansion)))
            self._known[expansion] = tuple(words)
            label = expansion.label
            if cut:
                self.notes.append(f"{label} stands for more than {MAX_EXPANSION:,} words; the first were searched for")
            if expansion.kind is ExpansionKind.FUZZY and len(words) > 1:
                self.notes.append(f"{label} was read as: {', '.join(words[:10])}{' …' if len(words) > 10 else ''}")
        return self._known[expansion]


def _matches_wildcard(pattern: str, word: str) -> bool:
    """Whole-word match of "*" and "?", in len(pattern) * len(word) steps at worst: only the last "*" is retried."""
    at = index = 0
    star = resume = -1
    while index < len(word):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, index
            at += 1
        elif at < len(pattern) and (pattern[at] == "?" or pattern[at] == word[index]):
            at += 1
            index += 1
        elif star >= 0:
            at = star + 1
            resume += 1
            index = resume
        else:
            return False
    return all(sign == "*" for sign in pattern[at:])


def _edit_distance(left: str, right: str, limit: int) -> int:
    """Letters changed, missing, added or swapped with a neighbour (optimal string alignment); above `limit`, more."""
    from rapidfuzz.distance import OSA

    return OSA.distance(left, right, score_cutoff=limit)
