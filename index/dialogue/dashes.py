"""Speech that a dash begins, as in French, Spanish, Italian and Russian books."""

from __future__ import annotations

import re

from .convention import DASHES

__all__ = ["dashed_speech"]

_DASH = f"(?:[{DASHES}]|--?)"
_FIRST = re.compile(rf"[\s_*]*{_DASH}[\s\u2060]*(?=[^\s{DASHES}-])")
# Narration begins at a dash after a blank: "— Oui, — dit-il", "—Sí —dijo él".
_TOLD = re.compile(rf"(?<=\S)(?P<blank>[\s\u2060]+){_DASH}(?P<gap>[\s\u2060]*)(?=\w)")
# It ends at the next dash, with the full stop before or after it: "— dit-il. — Non", "—dijo él—. No".
_SAID = re.compile(rf"(?<=\S)(?:{_DASH}[.,;:!?\u2026]?[\s\u2060]+|[\s\u2060]+{_DASH}[\s\u2060]*)(?=[^\s{DASHES}])")
_STOPS = ".;"
_ENDS = ".,;:!?\u2026\u00bb-_*)" + DASHES


def dashed_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of speech in the paragraph `text[start:end]`; none if no dash begins it.

    Narration begins at a dash with blanks on both sides only after a comma, a full stop or their like, as a dash stands
    within a sentence, too; it goes on to the next dash, or to the end of the paragraph.
    """
    begins = _FIRST.match(text, start, end)
    if begins is None:
        return []
    pieces: list[tuple[int, int]] = []
    place = begins.end()
    while place < end:
        told = _narration(text, place, end)
        if told is None:
            pieces.append((place, end))
            break
        pieces.append((place, told.start()))
        said = _SAID.search(text, told.end(), end)
        if said is None:
            break
        place = said.end()
    return [(first, last) for first, last in pieces if text[first:last].strip()]


def _narration(text: str, start: int, end: int) -> re.Match[str] | None:
    for found in _TOLD.finditer(text, start, end):
        if not found["gap"] or text[found.start() - 1] in _ENDS:
            return found
        # "Mi perdoni - disse. - Credevo": only narration ends with a full stop before the next dash.
        if text[found.end()].islower():
            said = _SAID.search(text, found.end(), end)
            if said is not None and text[said.start() - 1] in _STOPS:
                return found
    return None
