"""Gathers works, and writes those of a round as segments of equal weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from fabula.index.analysis.stemming import are_quick, stemmer
from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import SegmentEntry
from fabula.index.model import Scene, WorkRecord
from .known_stems import KnownStems
from .workers import Workers

# Works are gathered until they weigh this much, then written as segments by as many processes as there are processors;
# so memory does not depend on how many works there are. A scene weighs its characters, four times its words, and
# _SCENE_WEIGHT: a round is about 80 MB of text, for which all processes together take less than 1 GB.
_ROUND_WEIGHT = 140_000_000
_SCENE_WEIGHT = 200
# Work worth a process of its own: about 2 MB of text, which take 0.1 s.
_SHARE_WEIGHT = 3_500_000


class NewSegments:
    """The segments of works that are added to a library.

    count  how many works were added; those since the last flush are in memory.
    """

    def __init__(
        self, folder: Path, known_segments: Callable[[], Iterable[Segment]], detach: Callable[[], None]
    ) -> None:
        """Segments are written to `folder`. `known_segments` have words whose stems are known; they are asked for once,
        at the first flush. `detach` closes what a forked process must not keep open."""
        self.count = 0
        self._known_segments = known_segments
        self._known_stems = KnownStems()
        self._has_learned_stems = False
        self._workers = Workers(folder, self._known_stems, detach)
        self._gathered: list[tuple[WorkRecord, Sequence[Scene]]] = []
        self._weights: list[int] = []
        self._weight = 0

    @property
    def are_waiting(self) -> bool:
        """True if works were added since the last flush."""
        return bool(self._gathered)

    @property
    def is_full(self) -> bool:
        """True if there are works for a round."""
        return self._weight >= _ROUND_WEIGHT

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        weight = sum(len(scene.text) + 4 * scene.words + _SCENE_WEIGHT for scene in scenes)
        self._gathered.append((work, scenes))
        self._weights.append(weight)
        self._weight += weight
        self.count += 1
        if self._weight >= 2 * _SHARE_WEIGHT and self._workers.max_running > 1 and not are_quick(work.language):
            # Loads NLTK, 0.2 s, once for all processes that will be forked, and while files are still read.
            stemmer(work.language)

    def flush(self) -> None:
        """Write the gathered works as segments of equal weight, neighbours together, as many as are worth a process.

        Raises OSError, LibraryError.
        """
        self._learn_stems()
        parts = max(1, min(self._workers.max_running, self._weight // _SHARE_WEIGHT))
        ends = np.cumsum(self._weights)
        limits = [self._weight * part // parts for part in range(1, parts)]
        cuts = (np.searchsorted(ends, limits) + 1).tolist()
        for start, end in pairwise([0, *cuts, len(self._gathered)]):
            if start < end:
                write = self._workers.start if parts > 1 else self._workers.write_here
                write(self._gathered[start:end])
        self._gathered, self._weights, self._weight = [], [], 0

    def _learn_stems(self) -> None:
        """Take over the stems of existing segments, the largest first; once, and only if there are words to stem."""
        if self._gathered and not self._has_learned_stems:
            for segment in sorted(self._known_segments(), key=lambda segment: -segment.term_count):
                self._known_stems.learn(segment)
            self._has_learned_stems = True

    def finish(self) -> list[SegmentEntry]:
        """All segments that were flushed since the last call. Raises OSError, LibraryError."""
        return self._workers.finish()

    def close(self) -> None:
        """Kill the processes that still run."""
        self._workers.close()
