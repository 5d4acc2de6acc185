"""Recognises scene breaks: the one rule for all formats.

A scene break is an ornament: a line of signs without words ("* * *", "~*~", "⁂"), of the letters o and x ("oOo",
"-x-"), or the words "page break" that an archive left when it dropped the rule itself.
"""

from __future__ import annotations

import re
from string import ascii_letters

# The longest ornament in the corpora has 79; the cap also bounds the work on a hostile line.
_MAX_BREAK_CHARS = 250

# Signs that are an ornament even alone. A lone dash or full stop is a beat of silence.
_ALONE = r"*#~=+§¶†‡•·°¤※⁂⁎⁑∗✱✲⸺⸻"
_DASHES = r"\-‐‑‒–—―─━═_"
# People draw dividers with arrows, box drawing, geometric shapes, dingbats and mathematical signs. Emoji are outside
# these ranges: in a story told in messages they are messages.
_DRAWN = r"\u2190-\u23ff\u2500-\u27bf\u2900-\u2bff"
_SIGNS = rf"{_ALONE}{_DASHES}{_DRAWN}.…:<>|/\\^%&$@,'`´¨(){{}}\[\]"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad"

_BLANK = re.compile(rf"[\s{_INVISIBLE}]+")
_ORNAMENT = re.compile(rf"[{_SIGNS}]+")
# A name blacked out in a letter ("████,"): a divider is not followed by punctuation.
_REDACTED = re.compile(r"[█▓▒░]+[,.;:!?]+")
_STRONG = re.compile(rf"[{_ALONE}{_DRAWN}]")
_DASHED = re.compile(rf"[{_DASHES}]{{2,}}")
_DRAWN_BY_KEYS = re.compile(r"[<>|/\\^]{2,}|[<>|/\\^~*][-=.][<>|/\\^~*]")
# oOo, xXx, 0o0, -o-, ~x~, --oo00oo--. Capitals alone are a roman numeral (XXX) or a cry (OOO), kisses are "xoxo".
_LETTERS = re.compile(
    rf"([{_SIGNS}]*)([oO0]+|[xX]+|(?:[oO0]+[{_SIGNS}]+)+[oO0]+|(?:[xX]+[{_SIGNS}]+)+[xX]+)([{_SIGNS}]*)"
)
_BREAKING = ("page", "line", "scene", "section", "story", "chapter")
_WORDS = re.compile(rf"[{_SIGNS}]*(?:{'|'.join(_BREAKING)})-?break[{_SIGNS}]*", re.IGNORECASE)
# How a break begins, whatever blanks are in it: signs, and then its end, letters as above or one of these words.
_SPACE = rf"[\s{_INVISIBLE}]*+"
_BEGIN = re.compile(
    rf"[{_SIGNS}\s{_INVISIBLE}]*+(?:\Z|[oO0xX](?:[{_SIGNS}oO0xX\s{_INVISIBLE}]|\Z)"
    rf"|{'|'.join(_SPACE.join(word) for word in _BREAKING)})",
    re.IGNORECASE,
)
BEGIN_NO_BREAK = frozenset(set(ascii_letters) - set("oOxXpPlLsScC") | set('"“'))
"""Letters with which nearly all lines begin, and no break does."""


def is_break(line: str) -> bool:
    """True if `line` holds an ornament and nothing else.

    >>> [is_break(line) for line in ("* * *", "oOo", "————", "…", "XXX", "—")]
    [True, True, True, False, False, False]
    """
    if line[:1] in BEGIN_NO_BREAK or len(line) > _MAX_BREAK_CHARS:
        return False
    spelling = line.strip()
    # Most of the others begin otherwise, which takes a seventh of the time to see.
    if not _BEGIN.match(spelling):
        return False
    compact = _BLANK.sub("", spelling)
    if not compact:
        return False
    if _ORNAMENT.fullmatch(compact):
        if _REDACTED.fullmatch(compact):
            return False
        return _is_drawn(compact, spaced=len(compact) < len(spelling))
    if letters := _LETTERS.fullmatch(compact):
        if (letters[1] and letters[3]) or not letters[2].isalnum():
            return True
        bare = letters[2]
        spread = len(compact) < len(spelling)
        return len(bare) >= 3 and (spread or not (bare.isupper() or bare.isdigit()))
    return _WORDS.fullmatch(compact) is not None


def _is_drawn(compact: str, *, spaced: bool) -> bool:
    if _STRONG.search(compact) or _DASHED.search(compact) or _DRAWN_BY_KEYS.search(compact):
        return True
    dots = compact.count(".")
    # "..." is silence; ". . ." and "....." are lines of dots.
    return dots == len(compact) and (dots >= 4 or (dots == 3 and spaced))
