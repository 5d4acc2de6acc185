"""Tells by its first letter the prose that is nothing else: no scene break, and no message of an archive."""

from __future__ import annotations

from string import ascii_letters

# Letters that begin no ornament ("oOo", "xXx"), no "page break" or "scene break" and no "Please drop by the archive".
_BEGINS = frozenset(set(ascii_letters) - set("oOxXpPlLsScC") | set('"“'))


def is_ordinary(text: str) -> bool:
    """True for most prose: neither `is_break` nor `is_ao3_message` nor `is_invisible` has to be asked of it, each of
    which takes five times as long.

    >>> is_ordinary("She left."), is_ordinary("Most of them left."), is_ordinary("Read on at https://example.org")
    (False, True, False)
    """
    return text[:1] in _BEGINS and "://" not in text
