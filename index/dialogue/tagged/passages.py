"""Cuts a work into speeches and the narration between them, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fabula.index.budget import check
from fabula.index.dialogue.utterances import Utterance
from fabula.index.model import BlockKind, Paragraph
from .language import Language
from .mentions import MentionKind
from .tags import Tag, tag_after, tag_before

Scenes = Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]]
# Narration beyond this in one piece says nothing more of who speaks beside it.
_MAX_PIECE_CHARS = 3_000
_LEADS_ON = ",;!?…-—–"
_AROUND_LEAD = " \t\n\"'«„“—–-_*\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Narration:
    """A piece of narration within one paragraph, counted through the work: `text[start:end]`."""

    scene: int
    paragraph: int
    text: str
    start: int
    end: int

    @property
    def ends_with_colon(self) -> bool:
        return self.text[max(self.start, self.end - 4) : self.end].rstrip(_AROUND_LEAD).endswith(":")


@dataclass(slots=True)
class Speech:
    """What one person says in a turn, or in the part of it that narration gives to one person.

    paragraph  where it begins, counted through the work; `opens` if nothing but marks stands before it there.
    places     (scene, utterance) of each of its pieces.
    tag        who is said to speak; `is_led` if the narration before it says so.
    """

    scene: int
    paragraph: int
    opens: bool
    places: list[tuple[int, int]] = field(default_factory=list)
    tag: Tag | None = None
    is_led: bool = False


Passage = Narration | Speech


def passages_of(scenes: Scenes, language: Language) -> Iterator[Passage]:
    """All speeches and all narration of a work in order. A speech is complete once the last has come."""
    paragraph = 0
    for scene, (text, paragraphs, utterances) in enumerate(scenes):
        turns: dict[int, Speech] = {}
        above: Narration | None = None
        last = 0
        for each in paragraphs:
            first = last
            while last < len(utterances) and utterances[last].start < each.end:
                last += 1
            if each.kind in (BlockKind.PARAGRAPH, BlockKind.VERSE):
                for passage in _paragraph(
                    language, scene, paragraph, text, each, first, utterances[first:last], turns, above
                ):
                    yield passage
                    above = passage if isinstance(passage, Narration) else None
            paragraph += 1


def _paragraph(
    language: Language,
    scene: int,
    number: int,
    text: str,
    paragraph: Paragraph,
    first: int,
    utterances: Sequence[Utterance],
    turns: dict[int, Speech],
    above: Narration | None,
) -> Iterator[Passage]:
    start = paragraph.start
    current: Speech | None = None
    for order, utterance in enumerate(utterances):
        check("the narration beside speech")
        narration = _narration(scene, number, text, start, utterance.start)
        if narration is not None:
            yield narration
        end = utterances[order + 1].start if order + 1 < len(utterances) else paragraph.end
        tag = _after(language, text, utterance, end)
        speech = turns.get(utterance.turn)
        lead = None
        if speech is None or order:
            lead_of = narration or (above if not order and above is not None and above.ends_with_colon else None)
            if lead_of is not None:
                lead = tag_before(language, lead_of.text, lead_of.start, lead_of.end)
        if speech is None or (speech is not current and order) or _is_anothers(speech, tag, lead):
            speech = Speech(scene, number, not order and narration is None)
            turns[utterance.turn] = speech
            if lead is not None:
                speech.tag, speech.is_led = lead, True
            yield speech
        speech.places.append((scene, first + order))
        # Narration behind speech says it more surely than narration before it.
        if tag is not None and (speech.tag is None or speech.is_led or _says_more(tag, speech.tag)):
            speech.tag, speech.is_led = tag, False
        current = speech
        start = utterance.end
    narration = _narration(scene, number, text, start, paragraph.end)
    if narration is not None:
        yield narration


def _says_more(tag: Tag, known: Tag) -> bool:
    return tag.mention.kind in _NAMED and known.mention.kind not in _NAMED


_NAMED = (MentionKind.NAME, MentionKind.THING, MentionKind.FIRST)


def _after(language: Language, text: str, utterance: Utterance, end: int) -> Tag | None:
    end = min(end, utterance.end + _MAX_PIECE_CHARS)
    ended = text[utterance.end - 1]
    goes_on = ended in _LEADS_ON or text[utterance.end : utterance.end + 3].strip(" \"'»“”’\u00a0\u202f")[:1] in tuple(
        _LEADS_ON
    )
    return tag_after(language, text, utterance.end, end, goes_on=goes_on)


def _narration(scene: int, paragraph: int, text: str, start: int, end: int) -> Narration | None:
    """The narration `text[start:end]`, None if it is but marks."""
    if not any(map(str.isalnum, text[start:end])):
        return None
    return Narration(scene, paragraph, text, start, end)


def _is_anothers(speech: Speech, tag: Tag | None, lead: Tag | None) -> bool:
    """True if narration gives a piece that marks join to `speech` to another person."""
    known = speech.tag
    if known is None:
        return False
    for other in (tag, lead):
        if other is None or not other.by_verb:
            continue
        one, two = known.mention, other.mention
        if one.gender and two.gender and one.gender != two.gender:
            return True
        if (
            one.kind in _NAMED
            and two.kind in _NAMED
            and (one.kind, one.text, one.head) != (two.kind, two.text, two.head)
        ):
            return set(one.text.split()).isdisjoint(two.text.split())
    return False
