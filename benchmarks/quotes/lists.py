"""Reads lists of lines with the files that are right; README.md describes their form."""

from __future__ import annotations

import json
from pathlib import Path

from .question import Question

__all__ = ["lists_in", "named_files"]


def lists_in(folder: Path) -> list[Question]:
    """The questions of all lists in a folder, sorted by the names of the lists; [] if there is no folder."""
    questions = []
    for path in sorted(folder.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            if not {"quote", "work"} <= entry.keys():
                # Lists of what happens in scenes have another form.
                continue
            work = entry["work"]
            files = frozenset() if work is None else frozenset({work, *entry.get("also", ())})
            questions.append(Question(path.stem, entry["quote"], files))
    return questions


def named_files(questions: list[Question]) -> frozenset[str]:
    """The files that any list names. Their works are never held out."""
    return frozenset(file for question in questions for file in question.files)
