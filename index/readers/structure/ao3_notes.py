"""Notes and messages that the Archive of Our Own puts around a story in its downloads.

calibre makes the archive's EPUB and Kindle files and drops most class names, so the wording has to decide: the label of
a note, and the quote block below it (otwarchive, app/views/downloads).
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"(?:(?:chapter|work)\s+)?(?:end\s+notes?|notes?|summary)\W*", re.IGNORECASE)
_SUMMARY = re.compile(r"(?:work\s+)?summary\W*", re.IGNORECASE)
_MESSAGE = re.compile(
    r"(?:.{0,300}\s)?posted\s+originally\s+on\s+the\s+archive\s+of\s+our\s+own\s+at\s+https?://\S+"
    r"|please\s+drop\s+by\s+the\s+archive\s+and\s+comment\s+to\s+let\s+the\s+(?:creators?|authors?)\s+know\b.{0,60}"
    r"|\(?see\s+the\s+end\s+of\s+the\s+(?:chapter|work)\s+for\s+(?:more\s+)?notes\W*",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = re.compile(r"\(?(?:please|see)\s", re.IGNORECASE)
_FIRST_LETTERS = ("p", "P", "s", "S", "ſ", "(")
_MAX_MESSAGE_CHARS = 600
_MAX_LABEL_CHARS = 39


def labels_note(text: str) -> bool:
    """True for the label above the quote block of a note or summary: "Chapter End Notes"."""
    return len(text) <= _MAX_LABEL_CHARS and _LABEL.fullmatch(text) is not None


def labels_work_summary(text: str) -> bool:
    """True for the label of the summary of the whole work; a chapter has its own."""
    return len(text) <= _MAX_LABEL_CHARS and _SUMMARY.fullmatch(text) is not None


def is_ao3_message(text: str) -> bool:
    """True for the archive's own messages: where the work was posted, where to comment, where the notes are."""
    # An address is in the first of them, and the others begin so: to look for that takes a hundredth of the time.
    may_be_message = "://" in text or (text[:1] in _FIRST_LETTERS and _BEGINNING.match(text))
    return bool(may_be_message) and len(text) <= _MAX_MESSAGE_CHARS and _MESSAGE.fullmatch(text) is not None
