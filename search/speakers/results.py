"""The answers about speakers. All types are frozen; offsets are half-open and count Unicode code points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from fabula.index.model import Gender, Scene, WorkRecord
from fabula.search.results import Span
from fabula.search.tabular import Tabular

# The columns of tables of both, the keys of their rows.
SPEAKER_COLUMNS = ("name", "aliases", "gender", "fandom", "turns", "words", "works")
LINE_COLUMNS = (
    *("speaker", "text", "before", "after", "confidence", "title", "authors", "chapter", "chapter_title", "work"),
    *("scene", "start", "end"),
)


class SpokenWork(NamedTuple):
    """What a character says in one work, whose text calls the character `name`."""

    work: WorkRecord
    name: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A character of one work or of several of one fandom or series.

    aliases  other names that the works have for the character, without `name`.
    fandom   of the works; "" for a character of works without a fandom.
    turns    how often the character speaks: a speech that narration interrupts is one turn.
    words    the words of these turns.
    works    those in which the character speaks, the ones with the most words first.
    """

    name: str
    aliases: tuple[str, ...]
    gender: Gender
    fandom: str
    turns: int
    words: int
    works: tuple[SpokenWork, ...]


@dataclass(frozen=True, slots=True)
class Speakers(Tabular):
    """A page of the characters that speak, those with the most words first.

    total            of all pages.
    works            the works that were looked at; `without_speakers` of them have nobody whose speech is known.
    cursor           pass it as SearchOptions.cursor for the next page; None on the last.
    """

    generation: int
    total: int
    works: int
    without_speakers: int
    speakers: tuple[Speaker, ...]
    cursor: str | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each speaker of the page; `works` is their number."""
        for speaker in self.speakers:
            yield {
                "name": speaker.name,
                "aliases": speaker.aliases,
                "gender": speaker.gender.value,
                "fandom": speaker.fandom,
                "turns": speaker.turns,
                "words": speaker.words,
                "works": len(speaker.works),
            }

    def caption(self) -> str:
        return f"{self.total:,} speakers in {self.works:,} works"

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self.speakers)

    def __len__(self) -> int:
        return len(self.speakers)


@dataclass(frozen=True, slots=True)
class Line:
    """A turn: what a character says without somebody else speaking between.

    speaker     the character's name in the work.
    text        the words without the narration between them, a blank instead; cut at 2,000 characters.
    spans       where its pieces stand in `scene.text`, sorted and disjoint.
    before, after  who speaks last before it and first after it in the scene, "" if nobody else does or that is unknown.
    confidence  how likely the speaker is right, from 0 to 1.
    """

    work: WorkRecord
    scene: Scene
    speaker: str
    text: str
    spans: tuple[Span, ...]
    before: str
    after: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Lines(Tabular):
    """A page of what a character says, by works and in reading order.

    names   the characters that were meant, as works name them, those with the most lines first; at most 20.
    total   the lines of all pages.
    cursor  pass it as SearchOptions.cursor for the next page; None on the last.
    """

    generation: int
    speaker: str
    names: tuple[str, ...]
    total: int
    lines: tuple[Line, ...]
    cursor: str | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each line of the page; `start` and `end` are those of its first and last piece in the scene."""
        for line in self.lines:
            chapter = line.scene.chapter
            yield {
                "speaker": line.speaker,
                "text": line.text,
                "before": line.before,
                "after": line.after,
                "confidence": line.confidence,
                "title": line.work.title,
                "authors": line.work.authors,
                "chapter": chapter.number if chapter else None,
                "chapter_title": chapter.title if chapter else "",
                "work": line.work.id,
                "scene": line.scene.id,
                "start": line.spans[0].start,
                "end": line.spans[-1].end,
            }

    def caption(self) -> str:
        if not self.names:
            return f"Nobody called {self.speaker} is known to speak."
        return f"{self.total:,} lines of {', '.join(self.names)}"

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
