"""Speeches with what is told beside them: the unit that gets a speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fabula.index.dialogue.utterances import Utterance
from fabula.index.model import BlockKind, Paragraph

from .tags import Mention, MentionKind, goes_on_after, said_after, subjects, tag_before

__all__ = ["NarrationParagraph", "Speech", "speeches_of"]

# The stop comes first, as one letter is sought fastest.
_ABBREVIATED = re.compile(
    r"\.(?:(?<=\b(?:Mr|Ms|Dr|Lt|St)\.)|(?<=\b(?:Mrs|Col|Gen|Sgt|Rev|Mme)\.)|(?<=\b(?:Prof|Capt|Mlle|Mons)\.)"
    r"|(?<=\bMessrs\.))"
)
_MARKS = " \t\n\"'“”‘’«»„_*"
# What is told in one paragraph beyond this says nothing more of who speaks.
_LONGEST = 4_000


@dataclass(slots=True)
class NarrationParagraph:
    """What is told in one paragraph, in pieces; the subjects of their sentences; whether speech stands there, too."""

    scene: int
    spoken: bool
    pieces: list[str] = field(default_factory=list)
    subjects: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Speech:
    """One turn of speech, or the part of it that narration gives to one speaker.

    places      (scene, utterance) of each of its pieces.
    first, last the paragraphs that it begins and ends in, counted through the work.
    tag         who is named to speak; `sure` if by a verb of speech.
    tags        all that were found, in order.
    before      the subjects of sentences before it in its paragraph, `after` those after it.
    """

    scene: int
    first: int
    last: int
    places: list[tuple[int, int]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    tags: list[Mention] = field(default_factory=list)
    leads: list[Mention] = field(default_factory=list)
    sure: bool = False
    before: list[Mention] = field(default_factory=list)
    after: list[Mention] = field(default_factory=list)

    @property
    def tag(self) -> Mention | None:
        # What follows speech says it more surely than what leads in; a name says more than a pronoun.
        for found in (self.tags, self.leads):
            if found:
                return next((tag for tag in found if tag.kind == MentionKind.NAME), found[0])
        return None


Scenes = Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]]


def speeches_of(scenes: Scenes) -> tuple[list[Speech], list[NarrationParagraph]]:
    """All speeches of a work in order, and what is told, by paragraph."""
    speeches: list[Speech] = []
    told: list[NarrationParagraph] = []
    for number, (text, paragraphs, said) in enumerate(scenes):
        turns: dict[int, Speech] = {}
        at = 0
        for first, last, kind in paragraphs:
            begin = at
            while at < len(said) and said[at].start < last:
                at += 1
            own = NarrationParagraph(number, at > begin)
            told.append(own)
            if kind not in (BlockKind.PARAGRAPH, BlockKind.VERSE):
                continue
            _paragraph(text, first, last, range(begin, at), said, number, turns, own, told, speeches)
    return speeches, told


def _paragraph(
    text: str, first: int, last: int, places: range, said: Sequence[Utterance], scene: int,
    turns: dict[int, Speech], own: NarrationParagraph, told: list[NarrationParagraph], speeches: list[Speech],
) -> None:  # fmt: skip
    place = len(told) - 1
    edges = [first, *(edge for number in places for edge in (said[number].start, said[number].end)), last]
    gaps = [_ABBREVIATED.sub("", text[start : min(end, start + _LONGEST)]) for start, end in _pairs(edges)]
    own.pieces = [gap.strip(_MARKS) for gap in gaps]
    parts = [list(subjects(piece)) for piece in own.pieces]
    own.subjects = [mention for part in parts for mention in part]
    before: Speech | None = None
    for order, number in enumerate(places):
        one = said[number]
        after = gaps[order + 1].lstrip(_MARKS)
        said_by = said_after(after)
        speech = turns.get(one.turn)
        lead = gaps[order].rstrip(_MARKS)
        if speech is not None and order and _another(speech, lead, said_by):
            speech = None
        if speech is None:
            speech = turns[one.turn] = Speech(scene, place, place)
            speeches.append(speech)
            if order or lead.strip(_MARKS):
                speech.before = [mention for part in parts[: order + 1] for mention in part]
            elif place and told[place - 1].scene == scene and not told[place - 1].spoken and told[place - 1].pieces:
                lead = told[place - 1].pieces[-1]
            tag, sure = tag_before(lead)
            taken = before is not None and bool(before.tags) and not lead.endswith(":") and _one_sentence(lead)
            if before is not None and _another(before, lead, None):
                taken = False
            if tag is not None and not taken:
                speech.leads.append(tag)
                speech.sure = sure
        speech.last = place
        speech.places.append((scene, number))
        speech.text.append(text[one.start : one.end])
        tag_here = said_by
        if speech.sure and speech.leads[0].kind == MentionKind.NAME:
            # "Ann said: 'Go!' and Ben went."
            tag_here = None if after.startswith("and ") else said_by
        elif said_by is None:
            tag_here = goes_on_after(after, text[one.end - 1])
        if tag_here is not None:
            speech.tags.append(tag_here)
        speech.after = [mention for part in parts[order + 1 :] for mention in part]
        before = speech


def _another(speech: Speech, lead: str, said_by: Mention | None) -> bool:
    """True if a piece that marks make one speech with those before is somebody else's, as narration names another:
    "said Ann, and Ben answered, ...", or "said Ann." before it and "asked Ben." behind."""
    known = speech.tag
    if known is None:
        return False
    if said_by is not None:
        return said_by.kind == known.kind == MentionKind.NAME and _differ(said_by.text, known.text)
    tag, sure = tag_before(lead)
    if tag is None or not sure or tag == known:
        return False
    if tag.kind == MentionKind.THING:
        return tag.text.lower().startswith(("a ", "an ", "another "))
    return tag.kind == MentionKind.NAME and (known.kind != MentionKind.NAME or _differ(tag.text, known.text))


def _differ(one: str, other: str) -> bool:
    """True if two names have no word in common."""
    return not set(one.split()) & set(other.split())


def _pairs(edges: list[int]) -> Iterator[tuple[int, int]]:
    return zip(edges[::2], edges[1::2], strict=True)


def _one_sentence(text: str) -> bool:
    return re.search(r"[.!?]\W*\s\W*\w", text) is None
