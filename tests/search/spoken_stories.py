"""Stories of few distinct words in which narration interrupts speech, with random speakers; and a scan of them."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, Work
from fabula.index.analysis import stem, words
from fabula.index.codec.durable import new_file_name
from fabula.index.codec.speech import CastMember, write_speech
from fabula.index.codec.toc import read_toc, write_toc
from fabula.index.dialogue import convention_of, utterances
from fabula.index.model import Gender, SceneKind
from fabula.index.store.index_store import IndexStore

VOCABULARY = ["you", "would", "have", "been", "my", "choice", "choices", "no", "cat’s"]
CAST = (
    CastMember("Lexa", ("Commander Lexa", "Léxa kom Trikru"), Gender.FEMALE, 1, 1),
    CastMember("Clarke", ("I",), Gender.FEMALE, 1, 1),
    CastMember("Abby Griffin", (), Gender.UNKNOWN, 1, 1),
)


def spoken_work(seed: int, title: int | None = None) -> Work:
    """Six scenes of one to three paragraphs, most with interrupted speech, and a note whose quotes are not speech."""
    draw = random.Random(seed)

    def run(max_words: int) -> str:
        return " ".join(draw.choice(VOCABULARY) for _ in range(draw.randint(1, max_words)))

    blocks = [Block(BlockKind.NOTE, "“You would,” says the author.")]
    for _ in range(6):
        blocks.append(Block(BlockKind.BREAK, "***"))
        for _ in range(draw.randint(1, 3)):
            pieces = []
            for _ in range(draw.randint(1, 4)):
                pieces.append(draw.choice([f"“{run(4).capitalize()},”", f"“{run(3)}.”", f"“… {run(2)}!”", "“…”"]))
                pieces.append(draw.choice([f"said {run(2)}.", f"{run(4)} said.", run(3).capitalize() + ".", ""]))
            blocks.append(Block(BlockKind.PARAGRAPH, " ".join(filter(None, pieces))))
    name = seed if title is None else title
    return Work(f"Tale {name}", (f"Author {name % 3}",), (Chapter(tuple(blocks)),), Metadata(language="en"))


def random_speaker(scene_id: str, number: int) -> int:
    """The speaker of an utterance: a number in CAST from 1, or 0 for nobody; always the same for the same scene."""
    return zlib.crc32(f"{scene_id}-{number}".encode()) % (len(CAST) + 1)


def assign_speakers(folder: Path) -> None:
    """Give every utterance of the library a random speaker."""
    store = IndexStore.open(folder)
    toc = read_toc(store.files, store.generation)
    entries = []
    for opened in store.snapshot().segments:
        assert opened.speech is not None
        speech, segment = opened.speech.speech, opened.segment
        scenes = segment.scenes_of(speech.firsts).tolist()
        numbers = [scenes[:index].count(scene) for index, scene in enumerate(scenes)]
        speakers = [
            random_speaker(segment.scene_id(scene), number) for scene, number in zip(scenes, numbers, strict=True)
        ]
        named = speech._replace(speakers=np.array(speakers, np.uint16), casts=[CAST] * segment.work_count)
        entry = write_speech(store.files, new_file_name("speech"), named, opened.speech.rules)
        entries.append(opened.entry._replace(speech=entry))
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries)))


class Utterance(NamedTuple):
    """Words `first` to `last`, both included, of a scene."""

    first: int
    last: int
    turn: int
    speaker: int


class SpokenScene(NamedTuple):
    """A story scene: its words, and its utterances."""

    id: str
    words: list[str]
    utterances: list[Utterance]

    def forms(self, stemmed: bool) -> Sequence[str]:
        return _stems(tuple(self.words)) if stemmed else self.words

    def utterance_at(self, position: int) -> Utterance | None:
        return next((spoken for spoken in self.utterances if spoken.first <= position <= spoken.last), None)


def spoken_scenes(scenes: tuple[Scene, ...]) -> Iterator[SpokenScene]:
    """The story scenes of a work."""
    story = [scene for scene in scenes if scene.kind is SceneKind.STORY]
    convention = convention_of([scene.text for scene in story])
    for scene in story:
        spoken: list[Utterance] = []
        for start, end, turn in utterances(scene.text, scene.paragraphs, convention):
            first, length = len(words(scene.text[:start])), len(words(scene.text[start:end]))
            if length:
                spoken.append(Utterance(first, first + length - 1, turn, random_speaker(scene.id, len(spoken))))
        yield SpokenScene(scene.id, words(scene.text), spoken)


Allowed = Callable[[Utterance | None], bool]
Predicate = Callable[[SpokenScene], bool]


def anywhere(_: Utterance | None) -> bool:
    return True


def in_dialogue(utterance: Utterance | None) -> bool:
    return utterance is not None


def in_narration(utterance: Utterance | None) -> bool:
    return utterance is None


def said_by(*speakers: int) -> Allowed:
    return lambda utterance: utterance is not None and utterance.speaker in speakers


def has_phrase(text: str, allowed: Allowed = anywhere, *, stemmed: bool = False) -> Predicate:
    """The words of `text` in a row, all of them where it is allowed."""
    phrase = _forms(words(text), stemmed)

    def matches(scene: SpokenScene) -> bool:
        scene_words = scene.forms(stemmed)
        return any(
            scene_words[at : at + len(phrase)] == phrase
            and all(allowed(scene.utterance_at(position)) for position in range(at, at + len(phrase)))
            for at in range(len(scene_words) - len(phrase) + 1)
        )

    return matches


def has_near(text: str, slop: int, allowed: Allowed) -> Predicate:
    """The words in order where it is allowed, with at most `slop` others among them, tried one by one."""

    phrase = words(text)

    def continues(scene: SpokenScene, rest: list[str], at: int, end: int) -> bool:
        if not rest:
            return True
        return any(
            scene.words[position] == rest[0]
            and allowed(scene.utterance_at(position))
            and continues(scene, rest[1:], position + 1, end)
            for position in range(at, min(end, len(scene.words)))
        )

    def matches(scene: SpokenScene) -> bool:
        return any(
            scene.words[at] == phrase[0]
            and allowed(scene.utterance_at(at))
            and continues(scene, phrase[1:], at + 1, at + len(phrase) + slop)
            for at in range(len(scene.words))
        )

    return matches


def has_phrase_across_breaks(
    text: str, allowed: Allowed = anywhere, *, stemmed: bool = False, turns: bool = True
) -> Predicate:
    """The words in a row in speech, over at least two utterances, with the narration between them left out."""
    phrase = _forms(words(text), stemmed)
    size = len(phrase)

    def matches(scene: SpokenScene) -> bool:
        scene_words = scene.forms(stemmed)
        speeches: dict[int, list[tuple[Utterance, int]]] = {}
        for utterance in scene.utterances:
            positions = [(utterance, position) for position in range(utterance.first, utterance.last + 1)]
            speeches.setdefault(utterance.turn if turns else 0, []).extend(positions)
        return any(
            [scene_words[position] for _, position in speech[at : at + size]] == phrase
            and speech[at][0] != speech[at + size - 1][0]
            and all(allowed(utterance) for utterance, _ in speech[at : at + size])
            for speech in speeches.values()
            for at in range(len(speech) - size + 1)
        )

    return matches


def _forms(folded: list[str], stemmed: bool) -> list[str]:
    return _stems(tuple(folded)) if stemmed else folded


@cache
def _stems(folded: tuple[str, ...]) -> list[str]:
    """Every query asks for those of every scene."""
    return [stem(word, "en") for word in folded]
