"""Which words does a wildcard or a misspelt word stand for? No regular expression is ever made of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .plan import Expansion, ExpansionKind

__all__ = ["MAX_EXPANSION", "expand", "fits", "literal_prefix"]

# Words that one expansion may stand for. "c*" over the shared novels would be 9,000; an answer says when it was cut.
MAX_EXPANSION = 1_000


def fits(expansion: Expansion, word: str) -> bool:
    """True if the folded `word` is one that `expansion` stands for."""
    if expansion.kind is ExpansionKind.WILDCARD:
        return _globs(expansion.pattern, word)
    return _edits(expansion.pattern, word, expansion.edits) <= expansion.edits


def literal_prefix(expansion: Expansion) -> str:
    """The letters that all its words begin with; "" if there are none."""
    if expansion.kind is ExpansionKind.FUZZY:
        return ""
    ends = [index for index in (expansion.pattern.find(sign) for sign in "*?") if index >= 0]
    return expansion.pattern[: min(ends, default=None)]


def expand(expansion: Expansion, vocabulary: Iterable[str]) -> tuple[list[str], bool]:
    """The words of `vocabulary` that fit, in its order, and whether there were more than `MAX_EXPANSION`."""
    found: list[str] = []
    for word in _fitting(expansion, vocabulary):
        if len(found) == MAX_EXPANSION:
            return found, True
        found.append(word)
    return found, False


def _fitting(expansion: Expansion, vocabulary: Iterable[str]) -> Iterator[str]:
    return (word for word in vocabulary if fits(expansion, word))


def _globs(pattern: str, word: str) -> bool:
    """Whole-word match of "*" and "?", in len(pattern) * len(word) steps at worst: one place to go back to suffices."""
    at = place = 0
    star = resume = -1
    while place < len(word):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, place
            at += 1
        elif at < len(pattern) and (pattern[at] == "?" or pattern[at] == word[place]):
            at += 1
            place += 1
        elif star >= 0:
            at = star + 1
            resume += 1
            place = resume
        else:
            return False
    return all(sign == "*" for sign in pattern[at:])


def _edits(left: str, right: str, most: int) -> int:
    """Letters changed, missing, added or swapped with a neighbour (optimal string alignment); above `most`, more."""
    from rapidfuzz.distance import OSA

    return OSA.distance(left, right, score_cutoff=most)
