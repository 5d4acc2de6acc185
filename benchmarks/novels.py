"""Annotated novels with the utterances that Fabula finds in them, and whether a name is that of a speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fabula.index.dialogue import Utterance, convention_of, utterances
from fabula.index.dialogue.speakers.verbs import FEMALE, MALE, TITLES
from fabula.index.model import Paragraph
from .dialogism import Person, novel_of, people_of

__all__ = ["Novel", "Right", "read_novel"]

Scene = tuple[str, list[Paragraph], list[Utterance]]

# Novels are split into scenes of this length, as a library splits long runs without breaks.
_MAX_SCENE_CHARS = 9_000
_SPEAKERS_LEFT_OUT = ("_group", "_unknowable")
# A first-person narrator has at least this many quotations with one of these tags.
_MIN_NARRATOR_TAGS = 8
_NARRATOR_TAGS = ("I said", "said I", "I asked", "I replied", "I cried")
_TITLES = frozenset(title.lower() for title in TITLES)


class Novel(NamedTuple):
    """quotations: for each its speaker, its kind, and its utterances as (scene, number)."""

    name: str
    characters: int
    scenes: list[Scene]
    quotations: list[tuple[str, str, list[tuple[int, int]]]]
    people: dict[str, Person]
    narrators: frozenset[str]


def read_novel(folder: Path) -> Novel:
    annotated = novel_of(folder)
    pieces = utterances(annotated.text, annotated.paragraphs, convention_of([annotated.text]))
    scenes = list(_scenes(annotated.text, annotated.paragraphs, pieces))
    places = [(scene, number) for scene, (_, _, in_scene) in enumerate(scenes) for number in range(len(in_scene))]
    starts = np.array([piece.start for piece in pieces])
    quotations: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for (start, end), quotation in sorted(annotated.gold.items()):
        if quotation.speaker in _SPEAKERS_LEFT_OUT:
            continue
        quotation_places = quotations.setdefault(quotation.id, (quotation.speaker, quotation.kind, []))[2]
        last = int(np.searchsorted(starts, start, side="right")) - 1
        candidates = [number for number in (last, last + 1) if 0 <= number < len(pieces)]
        overlapping = [number for number in candidates if pieces[number].start < end and pieces[number].end > start]
        quotation_places += [places[number] for number in overlapping[:1]]
    people = people_of(folder)
    first_person = Counter(each.speaker for each in annotated.gold.values() if each.mention in _NARRATOR_TAGS)
    narrators = {name for name, person in people.items() if "_narr" in person.aliases}
    if not narrators and first_person and first_person.most_common(1)[0][1] >= _MIN_NARRATOR_TAGS:
        narrators = {first_person.most_common(1)[0][0]}
    return Novel(annotated.name, len(annotated.text), scenes, list(quotations.values()), people, frozenset(narrators))


def _scenes(text: str, paragraphs: Sequence[Paragraph], pieces: Sequence[Utterance]) -> Iterable[Scene]:
    scene: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        scene.append(paragraph)
        start, end = scene[0].start, paragraph.end
        if end - start > _MAX_SCENE_CHARS or number + 1 == len(paragraphs):
            yield (
                text[start:end],
                [Paragraph(each.start - start, each.end - start, each.kind) for each in scene],
                [
                    Utterance(piece.start - start, piece.end - start, piece.turn)
                    for piece in pieces
                    if start <= piece.start < end
                ],
            )
            scene = []


class Right:
    """Tells whether a name is that of an annotated speaker; see the module's docstring for the rules."""

    def __init__(self, novel: Novel) -> None:
        self._novel = novel
        speaking = {speaker for speaker, _, _ in novel.quotations}
        self._aliases = {name: {_plain(alias) for alias in person.aliases} for name, person in novel.people.items()}
        self._words = {
            name: {word for alias in aliases for word in alias.split()} for name, aliases in self._aliases.items()
        }
        self._cache: dict[tuple[str, str], bool] = {}

        # The annotation calls some speakers by an alias.
        self._main = {
            speaker: bearers[0]
            for speaker in speaking - novel.people.keys()
            if len(bearers := [name for name, aliases in self._aliases.items() if _plain(speaker) in aliases]) == 1
        }
        speaking |= set(self._main.values())
        self._speaking = {name: aliases for name, aliases in self._aliases.items() if name in speaking}

    def __call__(self, name: str, speaker: str) -> bool:
        speaker = self._main.get(speaker, speaker)
        key = (name, speaker)
        if key not in self._cache:
            self._cache[key] = self._is_right(name, speaker)
        return self._cache[key]

    def _is_right(self, name: str, speaker: str) -> bool:
        if name == "I":
            return speaker in self._novel.narrators
        plain = _plain(name)
        if plain in self._aliases.get(speaker, {_plain(speaker)}):
            return True
        words = [word for word in plain.split() if word not in _TITLES]
        if not words or not set(words) <= self._words.get(speaker, set()):
            return False
        title = name.replace(".", "").split()[0]
        title_gender = "M" if title in MALE else "F" if title in FEMALE else ""
        gender = self._novel.people[speaker].gender if speaker in self._novel.people else ""
        if title_gender and gender in ("M", "F") and title_gender != gender:
            return False
        return not any(plain in aliases for other, aliases in self._speaking.items() if other != speaker)


def _plain(name: str) -> str:
    return name.replace(".", "").replace("\u2019", "'").replace("-", " ").lower().removeprefix("the ")
