"""One segment as all queries see it: its arrays, its deletions, its speech, and what is cached of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import Mask
from fabula.index.codec.layout import KINDS
from fabula.index.codec.segment import Segment
from fabula.index.model import SceneKind
from .array_cache import ArrayCache
from .speech_coordinates import SpeechCoordinates
from .term_codes import TermCodes

# Reading the paragraphs of one scene takes 0.1 ms, those of all 5 ms; a command shows ten scenes.
_MAX_SINGLE_READS = 20


class SegmentView:
    """Data that posting lists and engine read; shared by threads.

    number      of the segment in its commit.
    speech      who says what in it; None where speech was not attributed yet.
    end         the number of positions, gaps included: one beyond the last.
    term_codes  the codes of its common terms, one byte per position.
    alive       bool[scenes], False where the scene's work is deleted.
    living      how many scenes are not deleted: only these count in scores, so that a library that was brought up to
                date ranks as one built anew.
    """

    def __init__(
        self,
        number: int,
        segment: Segment,
        deleted: frozenset[int],
        cache: ArrayCache,
        speech: SpeechCoordinates | None = None,
    ) -> None:
        self.number = number
        self.segment = segment
        self.cache = cache
        self.speech = speech
        self._universes: dict[tuple[SceneKind, ...], Mask] = {}
        self._single_reads = 0
        self.end = int(segment.scene_starts[-1])
        self.term_codes = TermCodes(self.end, cache)
        self.alive = np.ones(len(segment), bool)
        if deleted:
            self.alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        self.living = int(np.count_nonzero(self.alive))

    def without(self, deleted: frozenset[int]) -> SegmentView:
        """The same segment with these works deleted; what does not depend on that is shared."""
        view = SegmentView(self.number, self.segment, deleted, self.cache, self.speech)
        view.term_codes = self.term_codes
        return view

    def __len__(self) -> int:
        """The number of scenes, deleted ones included."""
        return len(self.segment)

    def universe(self, kinds: tuple[SceneKind, ...]) -> Mask:
        """bool[scenes]: the scenes of these kinds that are not deleted."""
        universe = self._universes.get(kinds)
        if universe is None:
            wanted = np.zeros(len(KINDS), bool)
            wanted[[KINDS.index(kind) for kind in kinds]] = True
            universe = self._universes[kinds] = self.alive & wanted[self.segment.scene_kinds]
        return universe

    def scene_mask(self, positions: NDArray[Any]) -> Mask:
        """bool[scenes]: which scenes have any of the positions, which should be few."""
        mask = np.zeros(len(self), bool)
        mask[self.segment.scenes_of(positions)] = True
        return mask

    def paragraphs_in(self, scene: int) -> list[int]:
        """The first position of each paragraph of a scene that has words, ascending, from the scene's first word."""
        segment = self.segment
        begin, end = int(segment.scene_starts[scene]), int(segment.scene_starts[scene + 1])
        self._single_reads += 1
        if self._single_reads <= _MAX_SINGLE_READS:
            starts = segment.paragraphs_in(scene)
        else:
            all_starts = self.cache.get((self.number, "paragraphs"), lambda: segment.paragraph_starts)
            low, high = all_starts.searchsorted(np.array([begin, end], np.uint32))
            starts = all_starts[low:high]
        return list((starts - np.uint32(begin)).tolist())
