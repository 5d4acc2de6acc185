"""Tells by its first letter the prose that is nothing else: no scene break, and no message of an archive."""

from __future__ import annotations

from .breaks import BEGIN_NO_BREAK


def is_ordinary(text: str) -> bool:
    """True for most prose: neither `is_break` nor `is_ao3_message` nor `is_invisible` has to be asked of it, each of
    which takes five times as long.

    >>> is_ordinary("She left."), is_ordinary("Most of them left."), is_ordinary("Read on at https://example.org")
    (False, True, False)
    """
    # Messages of an archive begin with an address, "Please" or "See".
    return text[:1] in BEGIN_NO_BREAK and "://" not in text
