"""Everything that a segment says, compared with everything else that it says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique

from .findings import Findings
from .structure import check_structure, terms_at
from .texts import check_phrases, check_texts

__all__ = ["check_segment"]


def check_segment(
    segment: Segment, found: Findings, seed: int, progress: Callable[[int], object] = lambda _: None
) -> None:
    """Checksums; orders, bounds and counts; the text against the words; phrases. Each needs those before it.

    seed      of the samples: the same for the same commit, so that what is found once is found again.
    progress  takes the number of scenes done.
    """
    for name in segment.verify():
        found.add(name, "it fails its checksum", _works_at(segment, name))
    if found.damage:
        return
    rng = np.random.default_rng(seed)
    check_structure(segment, found, rng)
    if found.damage:
        return
    with found.reading("block_words"):
        at = terms_at(segment, found)
        check_texts(segment, at, found, progress)
        check_phrases(segment, at, found, rng)


def _works_at(segment: Segment, section: str) -> list[str]:
    """The titles of the works whose text lies in the damaged bytes of `section`, as far as the rest tells."""
    titles: list[str] = []
    if section == "text":
        unknown = Findings(segment.path.name)
        with unknown.reading(section):
            edges, block_of = segment.text_edges, segment.numbers("text_block_of")
            for low, high in segment.damaged_at(section):
                first, last = np.searchsorted(edges, [low, high - 1], side="right") - 1
                scenes = np.flatnonzero((block_of >= first) & (block_of <= last))
                titles += [segment.work(work).title for work in sorted_unique(segment.scene_works[scenes]).tolist()]
    return titles
