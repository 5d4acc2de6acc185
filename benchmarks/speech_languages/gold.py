"""Reads the annotated quotations beside this file, and finds them again in the works.

A file of a language has, for each work, its path below the shared stories, a digest of its scenes, whether it is held
out (rules are made without looking at it), its people with the names that are right for each, and its quotations. A
quotation is [the scene's order in the work, the spans of its pieces, a hash of their text, the speaker, the tag].
Spans are half-open code points, from the first letter of a piece to its last, without marks and outer punctuation.
Narration inside a quotation lies between its pieces.

"joins" lists the paragraphs, as [scene, start], that continue the one before: some files have a paragraph for each
sentence, which no printed book has. Paragraphs that begin with a dash and a small letter are joined, too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fabula.index.files.file_source import FileSource
from fabula.index.ingest.discovery import choose_reader
from fabula.index.ingest.read_task import segment_work
from fabula.index.model import BlockKind, Paragraph, Scene, story_scenes

__all__ = ["LANGUAGES", "GoldQuotation", "GoldWork", "hash_of", "read_gold"]

_FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))
# A sentence in the middle of a speech or tag, in a file with a paragraph for each sentence.
_CONTINUES = re.compile(r"\s*[-\u2013\u2014]\s*[^\W\d_]")

Span = tuple[int, int]


class GoldQuotation(NamedTuple):
    """scene: a place in the work's `scenes`. tag: "name", "pronoun" (or a verb alone), "noun" or "untagged"."""

    scene: int
    pieces: tuple[Span, ...]
    speaker: str
    tag: str


class GoldWork(NamedTuple):
    """scenes: text and paragraphs of each story scene.

    is_changed  the scenes are not those that were annotated.
    moved       how many quotations are no longer at their place; `lost`: those of them that are nowhere.
    """

    path: str
    language: str
    held_out: bool
    people: Mapping[str, tuple[str, ...]]
    scenes: list[tuple[str, list[Paragraph]]]
    quotations: list[GoldQuotation]
    is_changed: bool
    moved: int
    lost: int


def read_gold(language: str, stories: Path, folder: Path = _FOLDER, *, as_read: bool = False) -> Iterator[GoldWork]:
    """The annotated works of a language. `as_read`: paragraphs are not joined."""
    file = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    for work in file["works"]:
        every_scene = _scenes_of(stories / work["path"])
        scenes = story_scenes(every_scene)
        quotations, moved = _find_all(work, scenes)
        joins = {(order, start) for order, start in work.get("joins", ())}
        join = not as_read and "joins" in work
        yield GoldWork(
            work["path"],
            language,
            work["held_out"],
            {person: tuple(names) for person, names in work["people"].items()},
            [_joined(scene, joins) if join else (scene.text, list(scene.paragraphs)) for scene in scenes],
            quotations,
            _digest_of(every_scene) != work["digest"],
            moved,
            len(work["quotations"]) - len(quotations),
        )


def hash_of(text: str, pieces: Sequence[Span]) -> str:
    """Names the text of a quotation."""
    return hashlib.sha256("|".join(text[start:end] for start, end in pieces).encode()).hexdigest()[:8]


def _digest_of(scenes: Sequence[Scene]) -> str:
    return hashlib.sha256("\n\n".join(scene.text for scene in scenes).encode()).hexdigest()[:16]


def _scenes_of(path: Path) -> Sequence[Scene]:
    source = FileSource.at(path)
    reader = choose_reader(source)
    if reader is None:
        raise ValueError(f"No reader takes {path}.")
    (work,) = reader.read(source)
    return segment_work(work).scenes


def _find_all(work: Mapping[str, Any], scenes: Sequence[Scene]) -> tuple[list[GoldQuotation], int]:
    place_of = {scene.order: place for place, scene in enumerate(scenes)}
    found: list[GoldQuotation] = []
    moved = 0
    for order, spans, digest, speaker, tag in work["quotations"]:
        pieces = tuple((start, end) for start, end in spans)
        place = place_of.get(order, -1)
        if place < 0 or hash_of(scenes[place].text, pieces) != digest:
            moved += 1
            place, pieces = _search(scenes, pieces, digest, place)
        if place >= 0:
            found.append(GoldQuotation(place, pieces, speaker, tag))
    return found, moved


def _search(scenes: Sequence[Scene], pieces: tuple[Span, ...], digest: str, near: int) -> tuple[int, tuple[Span, ...]]:
    """The scene and place of a quotation with that hash, the nearest scenes first; -1 if there is none."""
    base, length = pieces[0][0], pieces[-1][1] - pieces[0][0]
    for place in sorted(range(len(scenes)), key=lambda place: abs(place - near)):
        text = scenes[place].text
        for match in re.finditer(r"\b\w", text[: max(0, len(text) - length + 1)]):
            shifted = tuple((start - base + match.start(), end - base + match.start()) for start, end in pieces)
            if hash_of(text, shifted) == digest:
                return place, shifted
    return -1, pieces


def _joined(scene: Scene, joins: set[tuple[int, int]]) -> tuple[str, list[Paragraph]]:
    """Blanks take the place of the lines between joined paragraphs, so that all places stay."""
    text = scene.text
    paragraphs: list[Paragraph] = []
    for paragraph in scene.paragraphs:
        start = paragraph.start
        match = _CONTINUES.match(text, start)
        continues = match is not None and text[match.end() - 1].islower()
        if paragraphs and paragraph.kind is BlockKind.PARAGRAPH and (continues or (scene.order, start) in joins):
            last = paragraphs.pop()
            text = text[: last.end] + " " * (start - last.end) + text[start:]
            paragraph = Paragraph(last.start, paragraph.end, last.kind)
        paragraphs.append(paragraph)
    return text, paragraphs
