"""Speakers, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.model import Gender
from fabula.index.shapes import Each, Maybe, Number, OneOf, Text, Whole
from .view import Key, View
from .works import CAST, CHAPTER, SCENE_REFERENCE, SPAN, TEXTS, WORK_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fabula.index.codec.speech import CastMember
    from fabula.index.model import WorkRecord
    from fabula.search.speakers.results import Line, Lines, Speaker, Speakers, SpokenWork

# Of a speaker; the number of all is beside them.
_MAX_WORKS = 20

CAST_ANSWER: View[tuple[WorkRecord, Sequence[CastMember]]] = View(
    "CastAnswer",
    {
        "work": Key(View("", {"id": Text(), "title": Text()}), lambda pair: pair[0]),
        "cast": Key(CAST, lambda pair: pair[1]),
    },
)
SPOKEN_WORK: View[SpokenWork] = View("", {"work": WORK_REFERENCE, "name": Text(), "turns": Whole(), "words": Whole()})
SPEAKER: View[Speaker] = View(
    "Speaker",
    {
        "name": Text(),
        "aliases": TEXTS,
        "gender": Key(OneOf(tuple(map(str, Gender))), note="f, m, or nothing if it is not known."),
        "fandom": Text(),
        "turns": Key(Whole(), note="How often the character speaks; an interrupted speech is one turn."),
        "words": Whole(),
        "works": Key(Whole(), lambda speaker: len(speaker.works)),
        "spoken": Key(
            Each(SPOKEN_WORK),
            lambda speaker: speaker.works[:_MAX_WORKS],
            "The works in which the character says most, at most 20.",
        ),
    },
)
SPEAKERS: View[Speakers] = View(
    "SpeakersAnswer",
    {
        "generation": Whole(),
        "total": Key(Whole(), note="The speakers of all pages."),
        "works": Key(Whole(), note="The works that were looked at."),
        "without_speakers": Key(Whole(), note="Those of them in which nobody is known to speak."),
        "cursor": Maybe(Text()),
        "speakers": Each(SPEAKER),
    },
)
LINE: View[Line] = View(
    "Line",
    {
        "speaker": Text(),
        "text": Key(Text(), note="Without the narration that interrupts it; cut at 2,000 characters."),
        "before": Key(Text(), note="Who speaks last before it in the scene; nothing if that is not known."),
        "after": Key(Text(), note="Who speaks first after it."),
        "confidence": Key(Number(0, 1), note="How likely the speaker is right."),
        "work": WORK_REFERENCE,
        "chapter": Key(Maybe(CHAPTER), lambda line: line.scene.chapter),
        "scene": SCENE_REFERENCE,
        "spans": Key(Each(SPAN), note="Where its pieces stand in the text of the scene."),
    },
)
LINES: View[Lines] = View(
    "LinesAnswer",
    {
        "generation": Whole(),
        "speaker": Text(),
        "names": Key(TEXTS, note="The characters that were meant, as works name them, at most 20."),
        "total": Key(Whole(), note="The lines of all pages."),
        "cursor": Maybe(Text()),
        "lines": Each(LINE),
    },
)
