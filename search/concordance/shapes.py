"""A concordance as plain values: a tree for JSON; its columns in tables."""

from __future__ import annotations

from typing import Any

from fabula.search.json_shapes import work_reference
from .results import Concordance, ConcordanceLine

LINE_COLUMNS = (
    *("left", "match", "right", "speaker", "title", "authors", "chapter", "chapter_title", "work", "scene"),
    *("start", "end"),
)
GROUP_COLUMNS = ("word", "count")


def concordance_shape(found: Concordance, *, files: bool = False) -> dict[str, Any]:
    return {
        "query": found.query,
        "generation": found.generation,
        "seconds": round(found.seconds, 6),
        "total": found.total,
        "folded": found.folded,
        "works": found.works,
        "match": found.match.value,
        "explanation": {
            "reading": found.explanation.reading,
            "read_as": [{"typed": change.typed, "read": change.read} for change in found.explanation.read_as],
            "notes": list(found.explanation.notes),
            "missing": [
                {"part": gap.part, "reason": gap.reason, "nearest": list(gap.nearest)}
                for gap in found.explanation.missing
            ],
        },
        "cursor": found.cursor,
        "group": found.group or None,
        "total_groups": found.total_groups,
        "groups": [{"word": group.word, "count": group.count} for group in found.groups],
        "lines": [line_shape(line, files=files) for line in found.lines],
    }


def line_shape(line: ConcordanceLine, *, files: bool = False) -> dict[str, Any]:
    return {
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "speaker": line.speaker,
        "work": work_reference(line.work, files=files),
        "chapter": line.chapter._asdict() if line.chapter else None,
        "scene": line.scene_id,
        "start": line.span.start,
        "end": line.span.end,
    }
