"""Stories over few words in which narration interrupts speech, with speakers by lot; and a scan of them."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
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
from fabula.index.writer.speech_writer import SPEECH_METHOD

VOCABULARY = ["you", "would", "have", "been", "my", "choice", "choices", "no", "cat’s"]
CAST = (
    CastMember("Lexa", ("Commander Lexa", "Léxa kom Trikru"), Gender.FEMALE, 1, 1),
    CastMember("Clarke", ("I",), Gender.FEMALE, 1, 1),
    CastMember("Abby Griffin", (), Gender.UNKNOWN, 1, 1),
)


def spoken_work(seed: int, title: int | None = None) -> Work:
    """Six scenes of one to three paragraphs, most with speech in pieces, and a note with speech that is none."""
    draw = random.Random(seed)

    def run(most: int) -> str:
        return " ".join(draw.choice(VOCABULARY) for _ in range(draw.randint(1, most)))

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


def lot(scene_id: str, number: int) -> int:
    """The speaker of an utterance: a place in CAST from 1, or 0 for nobody."""
    return zlib.crc32(f"{scene_id}-{number}".encode()) % (len(CAST) + 1)


def cast_by_lot(folder: Path) -> None:
    """Give every utterance of the library its speaker."""
    store = IndexStore.open(folder)
    toc = read_toc(store.files, store.generation)
    entries = []
    for opened in store.snapshot().segments:
        assert opened.speech is not None
        speech, segment = opened.speech.speech, opened.segment
        scenes = segment.scenes_of(speech.firsts).tolist()
        numbers = [scenes[:place].count(scene) for place, scene in enumerate(scenes)]
        speakers = [lot(segment.scene_id(scene), number) for scene, number in zip(scenes, numbers, strict=True)]
        named = speech._replace(speakers=np.array(speakers, np.uint16), casts=[CAST] * segment.work_count)
        entry = write_speech(store.files, new_file_name("speech"), named, SPEECH_METHOD)
        entries.append(opened.entry._replace(speech=entry))
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries)))


class Piece(NamedTuple):
    """Words `first` to `last`, both included, of a scene."""

    first: int
    last: int
    turn: int
    speaker: int


class Told(NamedTuple):
    """A story scene: its words, and what of them is said."""

    id: str
    words: list[str]
    pieces: list[Piece]

    def piece_of(self, place: int) -> Piece | None:
        return next((piece for piece in self.pieces if piece.first <= place <= piece.last), None)


def tell(scenes: tuple[Scene, ...]) -> Iterator[Told]:
    """The story scenes of a work."""
    story = [scene for scene in scenes if scene.kind is SceneKind.STORY]
    convention = convention_of([scene.text for scene in story])
    for scene in story:
        pieces: list[Piece] = []
        for start, end, turn in utterances(scene.text, scene.paragraphs, convention):
            before, own = len(words(scene.text[:start])), len(words(scene.text[start:end]))
            if own:
                pieces.append(Piece(before, before + own - 1, turn, lot(scene.id, len(pieces))))
        yield Told(scene.id, words(scene.text), pieces)


Allowed = Callable[[Piece | None], bool]


def anywhere(_: Piece | None) -> bool:
    return True


def in_dialogue(piece: Piece | None) -> bool:
    return piece is not None


def in_narration(piece: Piece | None) -> bool:
    return piece is None


def said_by(*speakers: int) -> Allowed:
    return lambda piece: piece is not None and piece.speaker in speakers


def holds(text: str, allowed: Allowed = anywhere, *, stemmed: bool = False) -> Callable[[Told], bool]:
    """The words of `text` in a row, all of them where it is allowed."""

    def found(scene: Told) -> bool:
        wanted, own = _forms(words(text), stemmed), _forms(scene.words, stemmed)
        return any(
            own[at : at + len(wanted)] == wanted
            and all(allowed(scene.piece_of(place)) for place in range(at, at + len(wanted)))
            for at in range(len(own) - len(wanted) + 1)
        )

    return found


def holds_near(text: str, slop: int, allowed: Allowed) -> Callable[[Told], bool]:
    """The words in order where it is allowed, with at most `slop` others among them, tried one by one."""

    def reaches(scene: Told, wanted: list[str], at: int, end: int) -> bool:
        if not wanted:
            return True
        return any(
            scene.words[place] == wanted[0]
            and allowed(scene.piece_of(place))
            and reaches(scene, wanted[1:], place + 1, end)
            for place in range(at, min(end, len(scene.words)))
        )

    def found(scene: Told) -> bool:
        wanted = words(text)
        return any(
            scene.words[at] == wanted[0]
            and allowed(scene.piece_of(at))
            and reaches(scene, wanted[1:], at + 1, at + len(wanted) + slop)
            for at in range(len(scene.words))
        )

    return found


def joins(
    text: str, allowed: Allowed = anywhere, *, stemmed: bool = False, turns: bool = True
) -> Callable[[Told], bool]:
    """The words in a row in speech, over two of its pieces at least, with the narration between them left out."""

    def found(scene: Told) -> bool:
        wanted, own = _forms(words(text), stemmed), _forms(scene.words, stemmed)
        speeches: dict[int, list[tuple[Piece, int]]] = {}
        for piece in scene.pieces:
            places = [(piece, place) for place in range(piece.first, piece.last + 1)]
            speeches.setdefault(piece.turn if turns else 0, []).extend(places)
        return any(
            [own[place] for _, place in speech[at : at + len(wanted)]] == wanted
            and speech[at][0] != speech[at + len(wanted) - 1][0]
            and all(allowed(piece) for piece, _ in speech[at : at + len(wanted)])
            for speech in speeches.values()
            for at in range(len(speech) - len(wanted) + 1)
        )

    return found


def _forms(own: list[str], stemmed: bool) -> list[str]:
    return [stem(word, "en") for word in own] if stemmed else own
