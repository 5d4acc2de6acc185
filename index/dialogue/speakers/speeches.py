"""Speeches with the narration beside them. A speech is the unit that gets a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from fabula.index.budget import check
from fabula.index.dialogue.utterances import Utterance
from fabula.index.model import BlockKind, Paragraph
from .tags import Mention, MentionKind, goes_on_after, said_after, subjects, tag_before

# The full stop comes first: a search for one letter is fastest.
_ABBREVIATED = re.compile(
    r"\.(?:(?<=\bM\.)|(?<=\b(?:Mr|Ms|Dr|Lt|St)\.)|(?<=\b(?:Mrs|Col|Gen|Sgt|Rev|Mme)\.)|(?<=\b(?:Prof|Capt|Mlle|Mons)\.)"
    r"|(?<=\bMessrs\.))"
)
_STOP = re.compile(r"[.!?][^\w\s]*+(?P<blank>\s?)")
_LETTER = re.compile(r"\w")
_MARKS = " \t\n\"'“”‘’«»„_*"
# Narration beyond this in one paragraph says nothing more of who speaks.
_MAX_NARRATION_CHARS = 4_000
# So many subjects before a speech and after it, in one paragraph, may be its speaker. No paragraph of the novels seen
# has more; in a hostile one each of 100,000 speeches would hold all of them.
_MAX_SUBJECTS_BESIDE = 30
# "Then:", "Then, after a little:". Longer narration without a subject is seldom all of a lead-in.
_MAX_LEAD_IN_WORDS = 5
_NEXT_BUT_ONE = 2
_TOLD = (BlockKind.PARAGRAPH, BlockKind.VERSE)
# Around an utterance that is all of its paragraph, as two of five are.
_NO_NARRATION = ("", "")


@dataclass(slots=True)
class NarrationParagraph:
    """The narration of one paragraph.

    pieces      around and between its speech, without empty ones; all of it where there is none.
    subjects    of the sentences in the pieces, in order.
    has_speech  whether speech stands in the paragraph, too.
    """

    scene: int
    has_speech: bool
    pieces: list[str] = field(default_factory=list)
    subjects: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Speech:
    """One turn of speech, or the part of it that narration gives to one speaker.

    first, last  the paragraphs that it begins and ends in, counted through the work.
    places       (scene, utterance) of each of its pieces; `texts` are their texts.
    tags         who the narration after its pieces names as the speaker, in order; `best_tag` the first name of them,
                 or else the first.
    leads        the same of the narration before it; at most one.
    sure         whether a verb of speech says so in that.
    before       the subjects of sentences before it in its paragraph; `after` those after it.
    """

    scene: int
    first: int
    last: int
    places: list[tuple[int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    tags: list[Mention] = field(default_factory=list)
    best_tag: Mention | None = None
    leads: list[Mention] = field(default_factory=list)
    sure: bool = False
    before: Sequence[Mention] = ()
    after: Sequence[Mention] = ()

    @property
    def tag(self) -> Mention | None:
        """The mention that names the speaker best."""
        # Narration after speech says it more surely than narration before it.
        return self.best_tag or (self.leads[0] if self.leads else None)

    def add_tag(self, tag: Mention) -> None:
        self.tags.append(tag)
        # A name says more than a pronoun. Kept, as each piece of a long speech asks for it.
        if self.best_tag is None or (tag.kind == MentionKind.NAME and self.best_tag.kind != MentionKind.NAME):
            self.best_tag = tag


Scenes = Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]]


def speeches_of(scenes: Scenes) -> tuple[list[Speech], list[NarrationParagraph]]:
    """All speeches of a work in order, and its narration by paragraph."""
    collector = _Collector()
    for number, (text, paragraphs, utterances) in enumerate(scenes):
        collector.add_scene(number, text, paragraphs, utterances)
    return collector.speeches, collector.narration


class _Collector:
    """Gathers speeches and narration, paragraph by paragraph."""

    def __init__(self) -> None:
        self.speeches: list[Speech] = []
        self.narration: list[NarrationParagraph] = []
        self._scene = 0
        self._turns: dict[int, Speech] = {}

    def add_scene(
        self, scene: int, text: str, paragraphs: Sequence[Paragraph], utterances: Sequence[Utterance]
    ) -> None:
        self._scene, self._turns = scene, {}
        # "Mr. Orr" with a blank that joins is one name all the same. No place changes.
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
        spoken: list[tuple[int, int]] = []
        gaps: list[Sequence[str]] = []
        has_abbreviations = _ABBREVIATED.search(text) is not None
        end = 0
        for paragraph in paragraphs:
            begin = end
            while end < len(utterances) and utterances[end].start < paragraph.end:
                end += 1
            spoken.append((begin, end))
            if paragraph.kind not in _TOLD:
                gaps.append(())
            elif end == begin + 1 and _is_all(text, paragraph, utterances[begin]):
                gaps.append(_NO_NARRATION)
            else:
                gaps.append(_gaps(text, paragraph, utterances[begin:end], has_abbreviations))
        pieces = [[gap.strip(_MARKS) for gap in each] if each is not _NO_NARRATION else [] for each in gaps]
        # All of a scene at once, which takes a third of the time.
        mentions = iter(subjects([piece for of_paragraph in pieces for piece in of_paragraph if piece]))
        for (begin, end), of_paragraph, own in zip(spoken, gaps, pieces, strict=True):
            has_speech = end > begin
            if of_paragraph is _NO_NARRATION:
                self.narration.append(NarrationParagraph(scene, True))
                self._add_speech(text, begin, utterances[begin:end], of_paragraph, (0, 0))
                continue
            of_pieces = [next(mentions) if piece else [] for piece in own]
            told = list(filter(None, own))
            self.narration.append(NarrationParagraph(scene, has_speech, told, list(chain.from_iterable(of_pieces))))
            if own and has_speech:
                # How many subjects there are up to the end of each piece of narration.
                counts = list(accumulate(map(len, of_pieces)))
                self._add_speech(text, begin, utterances[begin:end], of_paragraph, counts)

    def _add_speech(
        self, text: str, number: int, utterances: Sequence[Utterance], gaps: Sequence[str], counts: Sequence[int]
    ) -> None:
        """Add the speech of a paragraph; `number` is that of the first of its `utterances` in the scene.

        gaps    the narration around and between them.
        counts  how many subjects that has, up to the end of each piece of it.
        """
        narration = self.narration[-1]
        previous: Speech | None = None
        for order, utterance in enumerate(utterances):
            check("the narration beside speech")
            lead, after = gaps[order].rstrip(_MARKS), gaps[order + 1].lstrip(_MARKS)
            tag = said_after(after) if after else None
            speech = self._turns.get(utterance.turn)
            if speech is None and not order:
                speech = self._gone_on(lead, tag)
            if speech is None or (order and _is_anothers(speech, lead, tag)):
                count = counts[order]
                before = narration.subjects[max(0, count - _MAX_SUBJECTS_BESIDE) : count] if count else ()
                speech = self._begin_speech(lead, before, previous)
            self._turns[utterance.turn] = speech
            speech.last = len(self.narration) - 1
            speech.places.append((self._scene, number + order))
            speech.texts.append(text[utterance.start : utterance.end])
            if speech.sure and speech.leads[0].kind == MentionKind.NAME:
                # "Ann said: 'Go!' and Ben went." "Ann said, 'Go!' Ben replied, 'No!'"
                tag = None if after.startswith("and ") or after[:1].isupper() else tag
            elif tag is None and after:
                tag = goes_on_after(after, text[utterance.end - 1])
            if tag is not None:
                speech.add_tag(tag)
            if counts[order] < len(narration.subjects):
                speech.after = narration.subjects[counts[order] : counts[order] + _MAX_SUBJECTS_BESIDE]
            elif speech.after:
                speech.after = ()
            previous = speech

    def _gone_on(self, lead: str, tag: Mention | None) -> Speech | None:
        """The speech that goes on in this paragraph, as the one before it is a lead-in that names nobody: "Then:".

        lead, tag  what narration says before the first piece of speech in the paragraph, and who speaks by that behind.
        """
        place = len(self.narration) - 1
        if lead.strip(_MARKS) or not self.speeches or place - self.speeches[-1].last != _NEXT_BUT_ONE:
            return None
        speech, above = self.speeches[-1], self.narration[place - 1]
        if speech.scene != self._scene or above.has_speech or above.subjects or len(above.pieces) != 1:
            return None
        lead_in = above.pieces[0]
        is_lead_in = lead_in.endswith(":") and len(lead_in.split()) <= _MAX_LEAD_IN_WORDS
        return speech if is_lead_in and not _is_anothers(speech, lead_in, tag) else None

    def _begin_speech(self, lead: str, before: Sequence[Mention], previous: Speech | None) -> Speech:
        """A new speech after the narration `lead`; `previous` is the last speech of the same paragraph."""
        place = len(self.narration) - 1
        speech = Speech(self._scene, place, place)
        self.speeches.append(speech)
        if previous is not None or lead.strip(_MARKS):
            speech.before = before
        elif place:
            above = self.narration[place - 1]
            if above.scene == self._scene and not above.has_speech and above.pieces:
                lead = above.pieces[-1]
        tag, sure = tag_before(lead) if lead else (None, False)
        is_of_previous = (
            previous is not None
            and bool(previous.tags)
            and not lead.endswith(":")
            and is_one_sentence(lead)
            and not _is_anothers(previous, lead, None)
        )
        if tag is not None and not is_of_previous:
            speech.leads.append(tag)
            speech.sure = sure
        return speech


def _is_all(text: str, paragraph: Paragraph, utterance: Utterance) -> bool:
    """True if nothing but a mark on either side stands in the paragraph beside the utterance."""
    before, after = utterance.start - paragraph.start, paragraph.end - utterance.end
    return (
        before <= 1
        and after <= 1
        and (not before or text[paragraph.start] in _MARKS)
        and (not after or text[utterance.end] in _MARKS)
    )


def _gaps(text: str, paragraph: Paragraph, utterances: Sequence[Utterance], has_abbreviations: bool) -> list[str]:
    """The narration around and between the utterances of a paragraph, without the stops of abbreviations."""
    gaps = []
    start = paragraph.start
    for utterance in utterances:
        gaps.append(text[start : min(utterance.start, start + _MAX_NARRATION_CHARS)])
        start = utterance.end
    gaps.append(text[start : min(paragraph.end, start + _MAX_NARRATION_CHARS)])
    return [_ABBREVIATED.sub("", gap) if "." in gap else gap for gap in gaps] if has_abbreviations else gaps


def _is_anothers(speech: Speech, lead: str, tag_after: Mention | None) -> bool:
    """True if a piece that marks make one with `speech` is somebody else's, as narration names another speaker:
    "said Ann, and Ben answered, ...", or "said Ann." before it and "asked Ben." behind."""
    known = speech.tag
    if known is None:
        return False
    if tag_after is not None:
        return tag_after.kind == known.kind == MentionKind.NAME and _differ(tag_after.text, known.text)
    tag, sure = tag_before(lead)
    if tag is None or not sure or tag == known:
        return False
    if tag.kind == MentionKind.THING:
        return tag.text.lower().startswith(("a ", "an ", "another "))
    return tag.kind == MentionKind.NAME and (known.kind != MentionKind.NAME or _differ(tag.text, known.text))


def _differ(name: str, other: str) -> bool:
    """True if two names have no word in common."""
    return not set(name.split()) & set(other.split())


def is_one_sentence(text: str) -> bool:
    """True unless a word follows a full stop and a blank."""
    # Each run of marks is passed once. "[.!?]\W*\s\W*\w" says the same, and took hours for 4,000 stops and blanks.
    after_blank = next((stop.end() for stop in _STOP.finditer(text) if stop["blank"]), None)
    return after_blank is None or _LETTER.search(text, after_blank) is None
