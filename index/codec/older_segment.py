"""Segments of the version before, read for the scenes of works that a rebuild cannot read again from their files."""

from __future__ import annotations

import numpy as np

from .checked import CheckedArray
from .dictionaries import Dictionaries, dictionary_sections
from .segment import Segment

__all__ = ["OlderSegment"]


class OlderSegment(Segment):
    """See `Segment`. Version 1 is version 2 without dictionaries: its blocks of text are compressed without any."""

    VERSION = 1

    def _dictionaries(self) -> Dictionaries:
        sections = dictionary_sections(b"", self._file.length("text_blocks") - 1)
        # Made here, so that there are no checksums to compare with.
        text, offsets, blocks = (
            CheckedArray(name, array, np.zeros(0, np.uint32), self._file.damage) for name, array in sections.items()
        )
        return Dictionaries(text, offsets, blocks)
