"""Do the words beside two pieces of speech give them to two people?

Two names are two people if they have no word in common; a pronoun may be anybody but a name introduced after it.
"""

from __future__ import annotations

import re

from fabula.index.analysis import words

# So much of the narration after the second piece is read.
_MAX_AFTER_CHARS = 80
# Narration that ends so leads in to the speech after it, or may.
_MAY_LEAD = re.compile(r"(?:[,:]|\w)[\s\"'“”‘’«»_*]*$")
# "said Cecil, while Miss Bartlett added:", "she asked, and the Gryphon answered": somebody else comes in.
_COMES_IN = re.compile(r"(?:[,;.]\s+|^)(?:and|but|while|when|whereupon)\s|;\s|\bthat\s", re.IGNORECASE)
_UP_TO_LAST_WORD = re.compile(r".*\w", re.DOTALL)
_SENTENCE_ENDS = ".!?"
_TITLES_AND_ARTICLES = frozenset("mr mrs miss ms dr the a an his her my old young little poor dear said".split())


def has_two_speakers(text: str, previous_end: int, start: int, end: int, last: int) -> bool:
    """Whether narration gives what stands before `previous_end` and `text[start:end]` to two people.

    last  the end of the paragraph.
    """
    narration = text[previous_end + 1 : start - 1]
    if _ends_sentence(narration):
        return _are_two(narration, text[end + 1 : min(end + _MAX_AFTER_CHARS, last)])
    return _COMES_IN.search(narration) is not None and _leads_in_another(narration)


def _ends_sentence(narration: str) -> bool:
    """True if a full stop follows the last word."""
    words = _UP_TO_LAST_WORD.match(narration)
    return any(mark in _SENTENCE_ENDS for mark in narration[0 if words is None else words.end() :])


def _are_two(narration: str, after: str) -> bool:
    """ "Go," said Ann. "I will," answered Ben."""
    from fabula.index.dialogue.speakers.tags import MentionKind, said_after  # 0.1 s, saved where nothing is indexed

    first, second = said_after(narration), said_after(after)
    if first is None or second is None or second.kind not in (MentionKind.NAME, MentionKind.THING):
        return False
    return first.kind in (MentionKind.NAME, MentionKind.THING) and _names(first.text).isdisjoint(_names(second.text))


def _leads_in_another(narration: str) -> bool:
    """ "Go," said Ann, and Ben answered, "I will." """
    from fabula.index.dialogue.speakers.tags import MentionKind, said_after, tag_before  # see _are_two

    if _MAY_LEAD.search(narration) is None:
        return False
    second, by_verb = tag_before(narration)
    if second is None or not by_verb or second.kind not in (MentionKind.NAME, MentionKind.THING):
        return False
    first = said_after(narration)
    if first is None:
        return True
    return first.kind is MentionKind.PRONOUN or _names(first.text).isdisjoint(_names(second.text))


def _names(mention: str) -> frozenset[str]:
    return frozenset(words(mention)) - _TITLES_AND_ARTICLES
