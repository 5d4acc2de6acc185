"""Finds speech that begins with a dash, as in French, Spanish, Italian and Russian books."""

from __future__ import annotations

import re

from .convention import DASHES
from .insertions import begins_tag

_DASH = f"(?:[{DASHES}]|--?)"
_FIRST = re.compile(rf"[\s_*]*{_DASH}[\s\u2060]*(?=[^\s{DASHES}-])")
# Narration begins at a dash after a blank: "— Oui, — dit-il", "—Sí —dijo él"; or after a stop: "— Да,— сказал он".
_NARRATION_BEGINS = re.compile(
    rf"(?:(?<=[^\s\u2060])[\s\u2060]+{_DASH}(?P<gap>[\s\u2060]*)|(?<=[,.;!?\u2026])[{DASHES}](?P<after_stop>[\s\u2060]+))(?=\w)"
)
# It ends at the next dash, with the full stop before or after it: "— dit-il. — Non", "—dijo él—. No".
_SPEECH_GOES_ON = re.compile(
    rf"(?<=\S)(?:{_DASH}[.,;:!?\u2026]?[\s\u2060]+|(?<!\u2060)[\s\u2060]+{_DASH}[\s\u2060]*)(?=[^\s{DASHES}])"
)
# "—Sí—contestó él.—Vamos": some printers set no blanks at all. Only before a verb of speech is that more than a dash.
_TIGHT = re.compile(rf"(?<=[\w.,!?\u2026\u00bb])[{DASHES}](?=[^\W\d_])")
_TIGHT_GOES_ON = re.compile(rf"(?<=\S)[{DASHES}][.,;:]?[\s\u2060]*(?=[^\s{DASHES}])")
_STOPS = ".;"
_ENDS = ".,;:!?\u2026\u00bb-_*)" + DASHES


def dashed_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of speech in the paragraph `text[start:end]`; none if no dash begins it.

    A dash with blanks on both sides begins narration only after a comma, a full stop or the like, because a dash may
    stand within a sentence, too. Narration goes on to the next dash, or to the end of the paragraph.
    """
    begins = _FIRST.match(text, start, end)
    if begins is None:
        return []
    pieces: list[tuple[int, int]] = []
    place = begins.end()
    if begins_tag(text, place, end):
        # The speech was in the paragraph before: "— Нет." and below it "— сказала она. — Не хочу."
        speech = _SPEECH_GOES_ON.search(text, place, end)
        if speech is None:
            return []
        place = speech.end()
    while place < end:
        narration = _narration(text, place, end)
        if narration is None:
            pieces.append((place, end))
            break
        pieces.append((place, narration.start()))
        goes_on = _TIGHT_GOES_ON if narration.re is _TIGHT else _SPEECH_GOES_ON
        speech = goes_on.search(text, narration.end(), end)
        if speech is None:
            break
        place = speech.end()
    return [(first, last) for first, last in pieces if text[first:last].strip()]


def _narration(text: str, start: int, end: int) -> re.Match[str] | None:
    """Where narration begins after speech from `start` on; None if it does not."""
    narration = _narration_after_blank(text, start, end)
    limit = end if narration is None else narration.start()
    for match in _TIGHT.finditer(text, start, limit):
        if begins_tag(text, match.end(), end):
            return match
    return narration


def _narration_after_blank(text: str, start: int, end: int) -> re.Match[str] | None:
    for match in _NARRATION_BEGINS.finditer(text, start, end):
        if match["gap"] == "" or text[match.start() - 1] in _ENDS:
            return match
        # "Mi perdoni - disse. - Credevo": only narration ends with a full stop before the next dash.
        if text[match.end()].islower():
            speech = _SPEECH_GOES_ON.search(text, match.end(), end)
            if speech is not None and text[speech.start() - 1] in _STOPS:
                return match
    return None
