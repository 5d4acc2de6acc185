"""Wildcards and misspelt words, by themselves and in phrases."""

from __future__ import annotations

import re

from fabula.index.analysis import terms, words
from .nodes import Fuzzy, Phrase, PhraseMode, Wildcard

# Each may stand for a thousand words, which take 10 ms to find. A quote with more has them from somebody's mark-up.
MAX_PHRASE_PATTERNS = 8
_FUZZY = re.compile(r"([^\W_]+)~([12]?)$")
_SIGNS = frozenset("*?~")
# Signs that stick to a word; in a phrase also marks of quotes within it and brackets.
_ENDS = ".,;:!?…"
_CHUNKS = re.compile(r"[^\s\-‐-―/]+")
_OPENING, _CLOSING = "([{'‘’‚‛“”„\"«»‹›「『¡¿…", ")]}'‘’“”\"«»‹›」』"


def pattern_in(chunk: str) -> Wildcard | Fuzzy | None:
    """The wildcard or misspelt word that a chunk without spaces is, signs at its end aside; None for all others.

    >>> pattern_in("wom?n,"), pattern_in("chioce~"), pattern_in("who?"), pattern_in("*sigh*")
    (Wildcard(pattern='wom?n'), Fuzzy(word='chioce', edits=2), None, None)
    """
    plain = chunk.rstrip(_ENDS)
    fuzzy = _FUZZY.match(plain)
    if fuzzy and len(words(fuzzy[1])) == 1:
        word = fuzzy[1]
        return Fuzzy(word, int(fuzzy[2] or (1 if len(word) < 6 else 2)))
    if plain[:1] in "*?" or not ("*" in plain or "?" in plain):
        return None
    # Each piece must be part of one word, and nothing else: "don't*" would be two, and no word has a "-".
    pieces = re.split(r"([*?]+)", plain)
    folded = [piece if piece == "" or piece[0] in "*?" else _word_of(piece) for piece in pieces]
    return None if None in folded else Wildcard("".join(piece or "" for piece in folded))


def phrase_words(phrase: Phrase) -> list[str | Wildcard | Fuzzy]:
    """The folded words of a phrase in order, the patterns among them as such; a phrase "as written" has none.

    >>> phrase_words(Phrase("the wha* boat, at-last"))
    ['the', Wildcard(pattern='wha*'), 'boat', 'at', 'last']
    """
    text = phrase.text
    if _SIGNS.isdisjoint(text) or phrase.mode is PhraseMode.VERBATIM:
        return list(words(text))
    slots: list[str | Wildcard | Fuzzy] = []
    for chunk in _CHUNKS.findall(text):
        pattern = None
        if not _SIGNS.isdisjoint(chunk):
            pattern = pattern_in(chunk.lstrip(_OPENING).rstrip(_ENDS + _CLOSING))
        slots += [pattern] if pattern is not None else words(chunk)
    return slots if len(patterns_of(slots)) <= MAX_PHRASE_PATTERNS else list(words(text))


def patterns_of(slots: list[str | Wildcard | Fuzzy]) -> list[Wildcard | Fuzzy]:
    return [slot for slot in slots if not isinstance(slot, str)]


def _word_of(piece: str) -> str | None:
    """`piece` folded, if it is a word or part of one and nothing else; else None."""
    parts = terms(piece)
    return parts[0].text if len(parts) == 1 and parts[0].end - parts[0].start == len(piece) else None
