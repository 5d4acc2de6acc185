"""What tells whether a speech has the speaker of the one before it, or of the one before that."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F32, I64, Mask
from fabula.index.dialogue.speakers.evidence import Evidence

AGAIN = (
    "same paragraph", "next paragraph", "near", "far", "alone", "both alone", "pronoun", "asks", "asks and is answered",
    "answers", "trails off", "breaks off", "narration behind", "narration in front", "addresses", "is addressing",
    "nothing between", "same paragraph subject", "same paragraph untagged", "long", "long before",
)  # fmt: skip
SECOND = (
    "next", "near", "far", "alone", "pronoun", "tagged", "tagged before", "narration", "narration between",
    "asks", "asks between", "addresses between",
)  # fmt: skip
_LONG_CHARS = 300
# Paragraphs from a speech to the one two before it: two if no narration stands between.
_NEXT, _NEAR = 2, 4
_TRAILS_OFF, _BREAKS_OFF = ("…", "...", ". . ."), ("-", "—", "–")
_ANSWERS = re.compile(r"(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b", re.IGNORECASE)


class Links(NamedTuple):
    """Features of each speech, 0 or 1, and 0 where its scene has no such speech before it.

    again   float32[n, features]: for its having the speaker of the speech before, in the order of AGAIN.
    second  float32[n, features]: for that of the speech before that, in the order of SECOND.
    """

    again: F32
    second: F32


def links_of(work: Evidence) -> Links:
    """The features of a work's speeches."""
    speeches = work.speeches
    count = len(speeches)
    if not count:
        return Links(np.zeros((0, len(AGAIN)), np.float32), np.zeros((0, len(SECOND)), np.float32))
    firsts = np.array([first for first, _ in work.scenes])
    behind = np.arange(count) - firsts
    begins = np.array([speech.first for speech in speeches])
    ends = np.array([speech.last for speech in speeches])
    told_here = np.array([len(paragraph.subjects) for paragraph in work.narration])
    alone = told_here[begins] == 0
    pronoun = np.array([gender in ("M", "F") for gender in work.pronouns], bool)
    addresses = np.array(list(map(bool, work.addressed)), bool)
    tagged = np.array([speech.tag is not None for speech in speeches], bool)
    last_texts = [speech.texts[-1] for speech in speeches]
    asks = np.array([text.endswith("?") for text in last_texts], bool)
    trails_off = np.array([text.endswith(_TRAILS_OFF) for text in last_texts], bool)
    breaks_off = np.array([text.endswith(_BREAKS_OFF) for text in last_texts], bool)
    answers = np.array([_ANSWERS.match(speech.texts[0]) is not None for speech in speeches], bool)
    long = np.array([sum(map(len, speech.texts)) > _LONG_CHARS for speech in speeches], bool)
    in_front = np.array([bool(speech.before) for speech in speeches], bool)
    behind_it = np.array([bool(speech.after) for speech in speeches], bool)
    # How many subjects narration has up to the end of each paragraph.
    told = np.cumsum(told_here)
    apart, apart_second = begins - np.roll(ends, 1), begins - np.roll(ends, 2)
    between = told[np.maximum(begins - 1, 0)] - told[np.roll(ends, 1)]
    same, following = apart <= 0, apart == 1
    close = apart_second <= _NEXT

    def before(facts: Mask) -> Mask:
        return np.roll(facts, 1)

    again = [
        same, following, apart == 2, apart > 2, following & alone, following & alone & before(alone),
        following & pronoun, before(asks), before(asks) & answers, answers,
        before(trails_off), before(breaks_off), following & before(behind_it), following & in_front,
        following & before(addresses), following & addresses, (apart > 1) & (between <= 0),
        same & in_front, same & ~tagged, long, before(long),
    ]  # fmt: skip
    second = [
        close, (apart_second > _NEXT) & (apart_second <= _NEAR), apart_second > _NEAR, close & alone, close & pronoun,
        close & tagged, close & np.roll(tagged, 2), close & ~alone, close & ~before(alone), np.roll(asks, 2),
        close & before(asks), close & before(addresses),
    ]  # fmt: skip
    return Links(_table(again, behind, 1), _table(second, behind, 2))


def _table(features: list[Mask], behind: I64, least: int) -> F32:
    """float32[n, features], 0 for speeches that have fewer than `least` before them in their scene."""
    table: F32 = (np.stack(features, axis=1) & (behind >= least)[:, None]).astype(np.float32)
    return table
