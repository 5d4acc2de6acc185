"""Finds the words that a wildcard or a misspelt word stands for. No regular expression is ever made of a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from fabula.index.budget import check, checked
from fabula.search.plan import Expansion, Pattern, PatternKind

# Words that one pattern may stand for. "c*" over the shared novels would be 9,000; an answer says when it was cut.
MAX_EXPANSION = 1_000
# Words that are compared with a misspelt one in 5 ms.
_WORDS_AT_ONCE = 20_000
# The distance to a word of more letters takes as many steps more (Hyyrö, 2003); 4,000 letters took 0.3 s.
_LETTERS_AT_ONCE = 64


def expand(
    pattern: Pattern, vocabulary: Callable[[str], Iterable[str]], frequencies: Callable[[str], Mapping[str, int]]
) -> Expansion:
    """The words that fit; of more than `MAX_EXPANSION` those that are spelt most like it, and the commonest of these.

    In the order of the vocabulary for a wildcard; for a misspelt word those that are spelt most like it come first.

    vocabulary   gives the folded words that begin with a prefix, in order.
    frequencies  gives how often each of them occurs; asked only if there are too many.
    """
    prefix = literal_prefix(pattern)
    words = vocabulary(prefix)
    if pattern.kind is PatternKind.FUZZY:
        fitting = spelt_like(pattern.text, list(words), pattern.edits)
    else:
        # Most wildcards stand at a word's end, and then all of these fit.
        is_prefix = pattern.text == f"{prefix}*"
        fitting = [(word, 0) for word in checked(words) if is_prefix or fits(pattern, word)]
    is_cut = len(fitting) > MAX_EXPANSION
    if is_cut:
        # "t*" without "the" would be an odd answer.
        counts = frequencies(prefix)
        kept = set(sorted(fitting, key=lambda item: (item[1], -counts.get(item[0], 0)))[:MAX_EXPANSION])
        fitting = [item for item in fitting if item in kept]
    return Expansion(pattern, tuple(word for word, _ in fitting), tuple(edits for _, edits in fitting), is_cut)


def fits(pattern: Pattern, word: str) -> bool:
    """True if `pattern` stands for the folded `word`."""
    if pattern.kind is PatternKind.WILDCARD:
        return _matches_wildcard(pattern.text, word)
    return _edit_distance(pattern.text, word, pattern.edits) <= pattern.edits


def literal_prefix(pattern: Pattern) -> str:
    """The letters that all its words begin with; "" if there are none."""
    if pattern.kind is PatternKind.FUZZY:
        return ""
    ends = [index for index in (pattern.text.find(sign) for sign in "*?") if index >= 0]
    return pattern.text[: min(ends, default=None)]


def spelt_like(word: str, vocabulary: Sequence[str], max_edits: int) -> list[tuple[str, int]]:
    """The words of the vocabulary that differ by at most so many edits, and by how many; the least different first.

    One call for many words: 0.01 s over 60,000 of them, where a call for each takes 0.2 s.
    """
    # Here, not above: importing it takes 15 ms, and few queries have misspelt words.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    close: list[tuple[str, int]] = []
    for begin in range(0, len(vocabulary), _WORDS_AT_ONCE):
        check()
        others = vocabulary[begin : begin + _WORDS_AT_ONCE]
        if len(word) > _LETTERS_AT_ONCE:
            others = [other for other in others if abs(len(other) - len(word)) <= max_edits]
        matches = process.extract(word, others, scorer=OSA.distance, score_cutoff=max_edits, limit=None)
        close += [(other, int(edits)) for other, edits, _ in matches]
    return sorted(close, key=lambda match: match[1])


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
    from rapidfuzz.distance import OSA  # 15 ms

    return OSA.distance(left, right, score_cutoff=limit)
