"""Speakers and lines as plain values: trees for JSON, flat rows for tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fabula.index.codec.speech import CastMember
from fabula.index.model import WorkRecord
from fabula.search.json_shapes import cast_shape, work_reference
from .results import Lines, Speaker, Speakers

CAST_COLUMNS = ("name", "aliases", "gender", "utterances", "words")
SPEAKER_COLUMNS = ("name", "aliases", "gender", "fandom", "turns", "words", "works")
LINE_COLUMNS = (
    *("speaker", "text", "before", "after", "confidence", "title", "authors", "chapter", "chapter_title", "work"),
    *("scene", "start", "end"),
)
# Of a speaker; the number of all is beside them.
_MAX_WORKS = 20


def cast_document(work: WorkRecord, cast: Iterable[CastMember]) -> dict[str, Any]:
    return {"work": {"id": work.id, "title": work.title}, "cast": cast_shape(cast)}


def cast_rows(cast: Iterable[CastMember]) -> Iterator[dict[str, Any]]:
    return iter(cast_shape(cast))


def speakers_shape(speakers: Speakers, *, files: bool = False) -> dict[str, Any]:
    return {
        "generation": speakers.generation,
        "total": speakers.total,
        "works": speakers.works,
        "without_speakers": speakers.without_speakers,
        "cursor": speakers.cursor,
        "speakers": [_speaker(speaker, files) for speaker in speakers],
    }


def _speaker(speaker: Speaker, files: bool) -> dict[str, Any]:
    return {
        **_head(speaker),
        "works": len(speaker.works),
        "spoken": [
            {
                "work": work_reference(spoken.work, files=files),
                "name": spoken.name,
                "turns": spoken.turns,
                "words": spoken.words,
            }
            for spoken in speaker.works[:_MAX_WORKS]
        ],
    }


def _head(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "aliases": list(speaker.aliases),
        "gender": speaker.gender.value,
        "fandom": speaker.fandom,
        "turns": speaker.turns,
        "words": speaker.words,
    }


def lines_shape(lines: Lines, *, files: bool = False) -> dict[str, Any]:
    return {
        "generation": lines.generation,
        "speaker": lines.speaker,
        "names": list(lines.names),
        "total": lines.total,
        "cursor": lines.cursor,
        "lines": [
            {
                "speaker": line.speaker,
                "text": line.text,
                "before": line.before,
                "after": line.after,
                "confidence": line.confidence,
                "work": work_reference(line.work, files=files),
                "chapter": line.scene.chapter._asdict() if line.scene.chapter else None,
                "scene": {"id": line.scene.id, "number": line.scene.number},
                "spans": [list(span) for span in line.spans],
            }
            for line in lines
        ],
    }
