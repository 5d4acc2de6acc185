"""Writes the content of a segment to its file. New segments and merged ones both end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fabula.index.analysis.stemming import stemming_version
from fabula.index.array_types import I64, U8, U32
from fabula.index.codec.container import Section, write_container
from fabula.index.codec.layout import GAP, SEGMENT_KIND, SEGMENT_VERSION
from fabula.index.codec.packing import Blocks, pack
from .merge_postings import MergedPostings

SceneRow = tuple[str, int, int, int]
"""(id, number of its work in the segment, kind as an index into layout.KINDS, order in its work)"""


@dataclass(frozen=True, slots=True)
class SegmentContent:
    """The whole content of a segment.

    works        as JSON, in order.
    scenes       in reading order.
    lengths      int64[scenes]  terms in each.
    paragraphs   uint32[...]    the position of the first term of each paragraph, ascending and distinct.
    names        (stem, surface) of each term in UTF-8, sorted and distinct.
    languages    the languages that stems were found in, at most 255.
    term_languages  uint8[terms]  one that gives the term its stem, as an index into `languages`; 255 if not known.
    blocks       the positions of the first term, then of the second …, each ascending, packed.
    term_blocks  int64[terms + 1]  the first block of each term; the last is the end.
    texts        the sections of a TextWriter, or of several joined.
    sketches     uint32[...]    the sketch of each scene (analysis/sketch.py), one after the other.
    sketched     int64[scenes]  how many numbers each sketch has.
    words_version  of the rules by which the oldest of its texts were split (analysis/tokens.py).
    """

    works: Sequence[str]
    scenes: Sequence[SceneRow]
    lengths: I64
    paragraphs: U32
    names: Sequence[tuple[bytes, bytes]]
    blocks: Blocks | MergedPostings
    term_blocks: I64
    texts: Mapping[str, Section]
    sketches: U32
    sketched: I64
    languages: Sequence[str]
    term_languages: U8
    words_version: int


def scene_starts(lengths: I64) -> I64:
    """int64[scenes + 1]: the first position of each scene, and the end."""
    return np.concatenate([[0], np.cumsum(lengths + GAP)]).astype(np.int64)


def write_segment(path: Path, content: SegmentContent) -> tuple[int, int]:
    """Write and sync the file. Returns its size in bytes and its number of scenes."""
    starts = scene_starts(content.lengths)
    if starts[-1] >= 1 << 32:
        raise OverflowError("a segment cannot hold 2**32 positions; it has to be written sooner")
    ids = [row[0].encode() for row in content.scenes]
    stems, words = [name[0] for name in content.names], [name[1] for name in content.names]
    firsts_of_stems = [n for n in range(len(stems)) if n == 0 or stems[n] != stems[n - 1]]
    paragraphs, _ = pack(
        content.paragraphs, np.array([0, len(content.paragraphs)][: 1 + bool(len(content.paragraphs))])
    )
    sections: dict[str, Section] = {
        "scene_starts": starts.astype(np.uint32),
        "scene_lengths": content.lengths.astype(np.uint32),
        "scene_works": np.array([row[1] for row in content.scenes], np.uint32),
        "scene_kinds": np.array([row[2] for row in content.scenes], np.uint8),
        "scene_orders": np.array([row[3] for row in content.scenes], np.uint32),
        **_strings("scene_id", ids),
        "scene_by_id": np.array(sorted(range(len(ids)), key=ids.__getitem__), np.uint32),
        **_blocks("paragraph", paragraphs),
        **_strings("term", words),
        **_strings("stem", [stems[number] for number in firsts_of_stems]),
        "stem_firsts": np.array([*firsts_of_stems, len(stems)], np.uint32),
        "terms_by_surface": np.array(sorted(range(len(words)), key=words.__getitem__), np.uint32),
        "term_languages": content.term_languages,
        "term_blocks": content.term_blocks.astype(np.uint32),
        **_blocks("block", content.blocks),
        **content.texts,
        "sketch": content.sketches,
        "sketch_offsets": np.concatenate([[0], np.cumsum(content.sketched)]).astype(np.uint32),
        **_strings("work", [work.encode() for work in content.works]),
    }
    meta = {
        "scenes": len(ids),
        "works": len(content.works),
        "terms": len(stems),
        "tokens": int(content.lengths.sum()),
        "languages": list(content.languages),
        "stemming": stemming_version(),
        "words": content.words_version,
    }
    return write_container(path, SEGMENT_KIND, SEGMENT_VERSION, sections, meta), len(ids)


def _strings(name: str, values: Sequence[bytes]) -> dict[str, Section]:
    """The sections of strings: their bytes end to end, and where each begins."""
    offsets = np.cumsum([0, *map(len, values)])
    return {f"{name}_text": np.frombuffer(b"".join(values), np.uint8), f"{name}_offsets": offsets.astype(np.uint32)}


def _blocks(name: str, blocks: Blocks | MergedPostings) -> dict[str, Section]:
    return {
        f"{name}_firsts": blocks.firsts,
        f"{name}_counts": blocks.counts,
        f"{name}_widths": blocks.widths,
        f"{name}_words": blocks.words,
    }
