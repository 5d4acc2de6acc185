"""Check one segment: everything that it stores is compared with everything else that it stores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fabula.index.budget import check
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from .findings import CHECKING, Findings
from .structure import check_structure, terms_by_position
from .texts import check_phrases, check_texts


def check_segment(
    segment: Segment, findings: Findings, seed: int, progress: Callable[[int], object] = lambda _: None
) -> None:
    """Checksums; orders, bounds and counts; the text against the words; phrases. Each needs those before it.

    seed      of the samples: the same for the same commit, so that damage found once is found again.
    progress  takes the number of scenes done.
    """
    check(CHECKING)
    for section in segment.verify():
        findings.add(section, "it fails its checksum", _affected_works(segment, section))
    if findings.damage:
        return
    check(CHECKING)
    rng = np.random.default_rng(seed)
    check_structure(segment, findings, rng)
    if findings.damage:
        return
    with findings.reading("block_words"):
        check(CHECKING)
        terms = terms_by_position(segment, findings)
        check(CHECKING)
        check_texts(segment, terms, findings, progress)
        check_phrases(segment, terms, findings, rng)


def _affected_works(segment: Segment, section: str) -> list[str]:
    """The titles of the works whose text lies in the damaged bytes of `section`, as far as other sections tell."""
    titles: list[str] = []
    if section == "text":
        # Other sections may be damaged as well; that is reported by their own checks.
        ignored = Findings(segment.path.name)
        with ignored.reading(section):
            edges, block_of = segment.text_edges, segment.numbers("text_block_of")
            for low, high in segment.damaged_at(section):
                first, last = np.searchsorted(edges, [low, high - 1], side="right") - 1
                scenes = np.flatnonzero((block_of >= first) & (block_of <= last))
                titles += [segment.work(work).title for work in sorted_unique(segment.scene_works[scenes]).tolist()]
    return titles
