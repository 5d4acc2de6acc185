"""The speech stage over repeated units: all that it does with the text of a work, before anything is written."""

from __future__ import annotations

import re

from fabula.index.dialogue import convention_of, utterances
from fabula.index.dialogue.cast import cast_of
from fabula.index.model import BlockKind, Paragraph
from .units import Layout, Unit, scenes_of

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def find_speech(unit: Unit, count: int, layout: Layout, language: str = "en") -> None:
    """Find the speech and the speakers of a work of so many units in a language."""
    texts = scenes_of(unit, count, layout)
    convention = convention_of(texts)
    scenes = []
    for text in texts:
        paragraphs = [Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in _PARAGRAPH.finditer(text)]
        scenes.append((text, paragraphs, utterances(text, paragraphs, convention)))
    cast_of(scenes, language)
