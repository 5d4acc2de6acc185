"""Do the sections of a segment fit together? Orders, bounds, counts and look-ups; the text is left to texts.py."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis.stemming import stem, stemming_version
from fabula.index.array_types import I32
from fabula.index.codec.layout import GAP, KINDS, NO_LANGUAGE
from fabula.index.codec.packing import word_counts
from fabula.index.codec.segment import Segment
from fabula.index.model import SceneKind

from .findings import Findings

__all__ = ["check_structure", "terms_at"]

# Positions unpacked at once.
_TOGETHER = 4_000_000
# Stems that are found anew; to find all takes seconds, and says what the checksums said.
_STEMS = 300


def check_structure(segment: Segment, found: Findings, rng: np.random.Generator) -> None:
    """All that can be said without the text."""
    with found.reading("scene_starts"):
        _scenes(segment, found)
    with found.reading("work_text"):
        _works(segment, found)
    with found.reading("term_text"):
        _terms(segment, found, rng)
    with found.reading("block_counts"):
        _blocks(segment, found)
    with found.reading("text_blocks"):
        _texts(segment, found)


def _ascending(numbers: NDArray[Any], strictly: bool = True) -> bool:
    steps = np.diff(numbers.astype(np.int64))
    return bool((steps > 0).all() if strictly else (steps >= 0).all())


def _permutation(numbers: NDArray[Any]) -> bool:
    return bool((np.sort(numbers) == np.arange(len(numbers))).all())


def _scenes(segment: Segment, found: Findings) -> None:
    count = len(segment)
    starts, lengths = segment.scene_starts.astype(np.int64), segment.scene_lengths.astype(np.int64)
    found.require(
        starts[0] == 0 and (np.diff(starts) == lengths + GAP).all(), "scene_starts", "they do not fit the lengths"
    )
    works = len(segment.works)
    found.require((segment.scene_works < works).all(), "scene_works", "a scene belongs to no work")
    found.require((segment.scene_kinds < len(KINDS)).all(), "scene_kinds", "a scene is of no kind")
    order = np.lexsort((segment.scene_orders, segment.scene_works))
    owners = segment.scene_works[order]
    first = np.searchsorted(owners, owners)
    counted = (segment.scene_orders[order] == np.arange(count) - first).all()
    found.require(counted, "scene_orders", "the scenes of a work are not counted")
    by_id = segment.numbers("scene_by_id")
    if found.require(_permutation(by_id), "scene_by_id", "a scene is there twice, or not at all"):
        ids = [segment.scene_id(number) for number in by_id.tolist()]
        encoded = [one.encode("utf-8", "surrogatepass") for one in ids]
        found.require(all(a < b for a, b in pairwise(encoded)), "scene_by_id", "the ids are not in order")
        for number in by_id[:: max(1, count // 64)].tolist():
            found.require(
                segment.scene_by_id(segment.scene_id(number)) == number, "scene_by_id", "a scene is not found by its id"
            )
    found.scenes = count


def _works(segment: Segment, found: Findings) -> None:
    works = segment.works
    found.works = len(works)
    found.require(len({work.id for work in works}) == len(works), "work_text", "two works have one id")
    story = segment.scene_kinds == KINDS.index(SceneKind.STORY)
    count = len(works)
    owner = segment.scene_works
    scenes = np.bincount(owner[story], minlength=count)
    notes = np.bincount(owner[~story], minlength=count)
    words = np.bincount(owner[story], segment.scene_lengths[story], minlength=count)
    for number, work in enumerate(works):
        said = (work.scenes, work.notes, work.words)
        counted = (int(scenes[number]), int(notes[number]), int(words[number]))
        if said != counted:
            found.add("work_text", f"it counts {said} scenes, notes and words where there are {counted}", [work.title])


def _terms(segment: Segment, found: Findings, rng: np.random.Generator) -> None:
    names = segment.names()
    found.terms = len(names)
    found.require(len(names) == segment.term_count, "stem_firsts", "they do not lead to every term")
    found.require(all(a < b for a, b in pairwise(names)), "term_text", "the terms are not in order, or one is twice")
    firsts = segment.numbers("stem_firsts")
    found.require(firsts[0] == 0 and _ascending(firsts), "stem_firsts", "a stem has no terms")
    by_surface = segment.numbers("terms_by_surface")
    if found.require(_permutation(by_surface), "terms_by_surface", "a term is there twice, or not at all"):
        keys = [(names[number][1], number) for number in by_surface.tolist()]
        found.require(all(a < b for a, b in pairwise(keys)), "terms_by_surface", "the words are not in order")
    chosen = rng.integers(0, len(names), min(_STEMS, len(names))) if names else np.empty(0, np.int64)
    languages, numbers = segment.term_languages()
    found.require(
        ((numbers < len(languages)) | (numbers == NO_LANGUAGE)).all(), "term_languages", "a language has no name"
    )
    known = segment.stemming == stemming_version()
    for term in chosen.tolist():
        own, word = (part.decode("utf-8", "surrogatepass") for part in names[term])
        found.require(term in segment.terms_of_surface(word), "terms_by_surface", f'"{word}" is not found by its word')
        found.require(term in segment.terms_of_stem(own), "stem_text", f'"{word}" is not found by its stem')
        if known and numbers[term] != NO_LANGUAGE and stem(word, languages[int(numbers[term])]) != own:
            found.add("stem_text", f'the stem of "{word}" is not "{own}"')


def _blocks(segment: Segment, found: Findings) -> None:
    blocks, term_blocks = segment.postings
    found.require(
        term_blocks[0] == 0 and term_blocks[-1] == len(blocks.firsts) and _ascending(term_blocks),
        "term_blocks",
        "a term has no positions",
    )
    needed = int(word_counts(blocks.counts, blocks.widths).sum())
    found.require(needed == len(blocks.words), "block_words", "there are not as many bits as the blocks need")
    paragraphs = segment.paragraph_starts
    found.require(_ascending(paragraphs), "paragraph_firsts", "the paragraphs are not in order")
    scene = segment.scenes_of(paragraphs)
    inside = paragraphs.astype(np.int64) < segment.scene_starts[scene].astype(np.int64) + segment.scene_lengths[scene]
    found.require(inside.all(), "paragraph_firsts", "a paragraph begins between two scenes")
    found.positions = int(blocks.counts.sum(dtype=np.int64)) + len(blocks.counts)
    found.require(
        found.positions == int(segment.scene_lengths.sum(dtype=np.int64)),
        "block_counts",
        "there are not as many positions as words",
    )


def _texts(segment: Segment, found: Findings) -> None:
    sections = segment.text_sections
    edges = sections["text_blocks"]
    found.require(
        edges[0] == 0 and edges[-1] == len(sections["text"]) and _ascending(edges),
        "text_blocks",
        "they do not cover the text",
    )
    found.require(_ascending(sections["text_block_of"], strictly=False), "text_block_of", "scenes are not in order")
    firsts = sections["text_dictionary_blocks"]
    found.require(
        firsts[0] == 0 and firsts[-1] == len(edges) - 1 and _ascending(firsts, strictly=len(firsts) > 2),
        "text_dictionary_blocks",
        "they do not cover the blocks",
    )
    same = np.flatnonzero(np.diff(sections["text_block_of"]) == 0)
    offsets = sections["text_offsets"].astype(np.int64)
    found.require((offsets[same] <= offsets[same + 1]).all(), "text_offsets", "scenes are not in order")


def terms_at(segment: Segment, found: Findings) -> I32:
    """int32[positions]: the term at each position, -1 at none; the bounds and the order of every posting on the way."""
    at = np.full(int(segment.scene_starts[-1]), -1, np.int32)
    frequencies = segment.term_frequencies
    ends = np.cumsum(frequencies)
    first, filled = 0, 0
    while first < len(frequencies):
        end = max(first + 1, int(np.searchsorted(ends, filled + _TOGETHER, side="right")))
        positions = segment.positions_between(first, end).astype(np.int64)
        terms = np.repeat(np.arange(first, end, dtype=np.int32), frequencies[first:end])
        steps = np.diff(positions) > 0
        found.require((steps | (np.diff(terms) > 0)).all(), "block_words", "the positions of a term are not in order")
        if not found.require((positions < len(at)).all(), "block_words", "a position lies beyond the last scene"):
            positions = positions[positions < len(at)]
            terms = terms[: len(positions)]
        at[positions] = terms
        first, filled = end, int(ends[end - 1])
    in_scenes = np.zeros(len(at) + 1, np.int8)
    starts = segment.scene_starts[:-1].astype(np.int64)
    np.add.at(in_scenes, starts, 1)
    np.add.at(in_scenes, starts + segment.scene_lengths, -1)
    inside = np.cumsum(in_scenes[:-1], dtype=np.int8).astype(bool)
    found.require(((at >= 0) == inside).all(), "block_words", "there is a word between scenes, or none within one")
    return at
