"""What the Archive of Our Own puts around a story in its downloads, whatever program they went through since.

calibre makes its EPUB and Kindle files and drops most class names on the way, so the archive's own wording is gone by:
the label of a note, and the quote block under it (otwarchive, app/views/downloads).
"""

from __future__ import annotations

import re

__all__ = ["is_ao3_message", "labels_note", "labels_work_summary"]

_LABEL = re.compile(r"(?:(?:chapter|work)\s+)?(?:end\s+notes?|notes?|summary)\W*", re.IGNORECASE)
_SUMMARY = re.compile(r"(?:work\s+)?summary\W*", re.IGNORECASE)
_MESSAGE = re.compile(
    r"(?:.{0,300}\s)?posted\s+originally\s+on\s+the\s+archive\s+of\s+our\s+own\s+at\s+https?://\S+"
    r"|please\s+drop\s+by\s+the\s+archive\s+and\s+comment\s+to\s+let\s+the\s+(?:creators?|authors?)\s+know\b.{0,60}"
    r"|\(?see\s+the\s+end\s+of\s+the\s+(?:chapter|work)\s+for\s+(?:more\s+)?notes\W*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 600


def labels_note(text: str) -> bool:
    """True for a line that stands above the quote block of a note or summary: "Chapter End Notes"."""
    return len(text) < 40 and _LABEL.fullmatch(text) is not None


def labels_work_summary(text: str) -> bool:
    """True for the label of the summary of the whole work; a chapter has its own."""
    return len(text) < 40 and _SUMMARY.fullmatch(text) is not None


def is_ao3_message(text: str) -> bool:
    """True for the archive's own words: where the work was posted, where to comment, where notes stand."""
    return len(text) <= _LONGEST and _MESSAGE.fullmatch(text) is not None
