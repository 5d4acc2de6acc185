"""Cuts a work into speeches and the narration between them, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fabula.index.budget import check
from fabula.index.dialogue.convention import DASHES
from fabula.index.dialogue.insertions import begins_tag
from fabula.index.dialogue.utterances import Utterance
from fabula.index.model import BlockKind, Paragraph
from .language import Language
from .mentions import MentionKind
from .tags import Tag, tag_after, tag_before

Scenes = Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]]
# Narration beyond this in one piece says nothing more of who speaks beside it.
_MAX_PIECE_CHARS = 3_000
_LETTER = re.compile(r"[^\W\d_]")
_DASHES = (*DASHES, "-")
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
    last       the paragraph that it ends in.
    tag        who is said to speak; `is_led` if the narration before it says so.
    """

    scene: int
    paragraph: int
    opens: bool
    places: list[tuple[int, int]] = field(default_factory=list)
    tag: Tag | None = None
    is_led: bool = False
    last: int = -1


Passage = Narration | Speech


def passages_of(scenes: Scenes, language: Language) -> list[Passage]:
    """All speeches and all narration of a work in order."""
    cutter = _Cutter(language)
    for scene, (text, paragraphs, utterances) in enumerate(scenes):
        cutter.add_scene(scene, text, paragraphs, utterances)
    return cutter.passages


class _Cutter:
    """Gathers passages, paragraph by paragraph."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.passages: list[Passage] = []
        self._scene, self._text, self._paragraph = 0, "", -1
        self._turns: dict[int, Speech] = {}
        # What the last paragraph ends with.
        self._above: Passage | None = None

    def add_scene(
        self, scene: int, text: str, paragraphs: Sequence[Paragraph], utterances: Sequence[Utterance]
    ) -> None:
        self._scene, self._text, self._turns, self._above = scene, text, {}, None
        last = 0
        for paragraph in paragraphs:
            first = last
            while last < len(utterances) and utterances[last].start < paragraph.end:
                last += 1
            self._paragraph += 1
            if paragraph.kind in (BlockKind.PARAGRAPH, BlockKind.VERSE):
                self._add_paragraph(paragraph, first, utterances[first:last])

    def _add_paragraph(self, paragraph: Paragraph, first: int, utterances: Sequence[Utterance]) -> None:
        """Add a paragraph; `first` is the number of the first of its utterances in the scene."""
        text = self._text
        above = self._above
        edges = [paragraph.start, *(edge for each in utterances for edge in (each.start, each.end)), paragraph.end]
        opening = self._add_narration(paragraph.start, edges[1])
        # "— Нет." and in the paragraph below "— сказала она. — Не хочу."
        goes_on = opening is not None and isinstance(above, Speech) and self._tag_above(opening, above)
        is_dashed = text[paragraph.start : paragraph.start + 3].lstrip(" _*")[:1] in _DASHES
        current = above if goes_on and isinstance(above, Speech) else None
        narration = opening
        for order, utterance in enumerate(utterances):
            check("the narration beside speech")
            tag = self._tag_behind(utterance.end, edges[2 * order + 3])
            lead_in = narration
            if lead_in is None and not order and isinstance(above, Narration) and above.ends_with_colon:
                lead_in = above
            lead = None
            if lead_in is not None and not goes_on:
                beside = not order and lead_in is narration
                lead = tag_before(self._language, text, lead_in.start, lead_in.end, beside=beside)
            speech = current if is_dashed and current is not None else self._turns.get(utterance.turn)
            if speech is None or (order and speech is not current) or _is_anothers(speech, tag, lead):
                speech = Speech(self._scene, self._paragraph, not order and narration is None)
                if lead is not None:
                    speech.tag, speech.is_led = lead, True
                self.passages.append(speech)
            self._turns[utterance.turn] = current = speech
            speech.places.append((self._scene, first + order))
            speech.last = self._paragraph
            # Narration behind speech says it more surely than narration before it.
            if tag is not None and (speech.tag is None or speech.is_led or _says_more(tag, speech.tag)):
                speech.tag, speech.is_led = tag, False
            goes_on = False
            narration = self._add_narration(utterance.end, edges[2 * order + 3])
        self._above = narration or current

    def _add_narration(self, start: int, end: int) -> Narration | None:
        """Add `text[start:end]` unless it is nothing but marks."""
        if _LETTER.search(self._text, start, end) is None:
            return None
        narration = Narration(self._scene, self._paragraph, self._text, start, end)
        self.passages.append(narration)
        return narration

    def _tag_behind(self, start: int, end: int) -> Tag | None:
        end = min(end, start + _MAX_PIECE_CHARS)
        letter = _LETTER.search(self._text, start, end)
        # A sentence goes on from the speech if narration begins with a small letter.
        goes_on = letter is not None and letter[0].islower()
        return tag_after(self._language, self._text, start, end, goes_on=goes_on)

    def _tag_above(self, narration: Narration, speech: Speech) -> bool:
        """Whether narration that begins a paragraph is the tag of the speech above it; that gets it."""
        if not begins_tag(self._text, *_without_marks(narration)):
            return False
        tag = tag_after(self._language, self._text, narration.start, narration.end, goes_on=True)
        if tag is not None and (speech.tag is None or _says_more(tag, speech.tag)):
            speech.tag, speech.is_led = tag, False
        return True


def _without_marks(narration: Narration) -> tuple[int, int]:
    start = narration.start
    while start < narration.end and not narration.text[start].isalnum():
        start += 1
    return start, narration.end


def _says_more(tag: Tag, known: Tag) -> bool:
    return tag.mention.kind in _NAMED and known.mention.kind not in _NAMED


_NAMED = (MentionKind.NAME, MentionKind.THING, MentionKind.FIRST)


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
