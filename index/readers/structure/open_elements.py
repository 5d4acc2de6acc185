"""What a paragraph stands in, as far as that decides what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class OpenElements:
    """Counts of the open elements that decide what text becomes. `heading`: level of the open heading, 0 for none.
    `paragraphs`: those that hold one paragraph, so that a blank line in them means nothing."""

    notes: int = 0
    soft_notes: int = 0
    front: int = 0
    verse: int = 0
    preformatted: int = 0
    hgroups: int = 0
    links: int = 0
    paragraphs: int = 0
    heading: int = 0
