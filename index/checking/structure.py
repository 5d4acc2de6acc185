"""Check that the sections of a segment fit together: orders, bounds, counts and look-ups. texts.py checks the text."""

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

# Unpacked at once.
_MAX_POSITIONS = 4_000_000
# Stemmed again; all would take seconds and show no more than the checksums do.
_SAMPLED_STEMS = 300


def check_structure(segment: Segment, findings: Findings, rng: np.random.Generator) -> None:
    """All checks that need no text."""
    with findings.reading("scene_starts"):
        _check_scenes(segment, findings)
    with findings.reading("work_text"):
        _check_works(segment, findings)
    with findings.reading("term_text"):
        _check_terms(segment, findings, rng)
    with findings.reading("block_counts"):
        _check_blocks(segment, findings)
    with findings.reading("text_blocks"):
        _check_text_sections(segment, findings)


def _is_ascending(numbers: NDArray[Any], strictly: bool = True) -> bool:
    steps = np.diff(numbers.astype(np.int64))
    return bool((steps > 0).all() if strictly else (steps >= 0).all())


def _is_permutation(numbers: NDArray[Any]) -> bool:
    return bool((np.sort(numbers) == np.arange(len(numbers))).all())


def _check_scenes(segment: Segment, findings: Findings) -> None:
    count = len(segment)
    starts, lengths = segment.scene_starts.astype(np.int64), segment.scene_lengths.astype(np.int64)
    findings.require(
        starts[0] == 0 and (np.diff(starts) == lengths + GAP).all(), "scene_starts", "they do not fit the lengths"
    )
    works = len(segment.works)
    findings.require((segment.scene_works < works).all(), "scene_works", "a scene belongs to no work")
    findings.require((segment.scene_kinds < len(KINDS)).all(), "scene_kinds", "a scene is of no kind")
    order = np.lexsort((segment.scene_orders, segment.scene_works))
    works_of_scenes = segment.scene_works[order]
    first = np.searchsorted(works_of_scenes, works_of_scenes)
    is_numbered = (segment.scene_orders[order] == np.arange(count) - first).all()
    findings.require(is_numbered, "scene_orders", "the scenes of a work are not counted")
    by_id = segment.numbers("scene_by_id")
    if findings.require(_is_permutation(by_id), "scene_by_id", "a scene is there twice, or not at all"):
        ids = [segment.scene_id(number) for number in by_id.tolist()]
        encoded = [scene_id.encode() for scene_id in ids]
        findings.require(all(a < b for a, b in pairwise(encoded)), "scene_by_id", "the ids are not in order")
        for number in by_id[:: max(1, count // 64)].tolist():
            findings.require(
                segment.scene_by_id(segment.scene_id(number)) == number, "scene_by_id", "a scene is not found by its id"
            )


def _check_works(segment: Segment, findings: Findings) -> None:
    works = segment.works
    findings.require(len({work.id for work in works}) == len(works), "work_text", "two works have one id")
    story = segment.scene_kinds == KINDS.index(SceneKind.STORY)
    count = len(works)
    work_of_scene = segment.scene_works
    scenes = np.bincount(work_of_scene[story], minlength=count)
    notes = np.bincount(work_of_scene[~story], minlength=count)
    words = np.bincount(work_of_scene[story], segment.scene_lengths[story], minlength=count)
    for number, work in enumerate(works):
        stated = (work.scenes, work.notes, work.words)
        counted = (int(scenes[number]), int(notes[number]), int(words[number]))
        if stated != counted:
            problem = f"it counts {stated} scenes, notes and words where there are {counted}"
            findings.add("work_text", problem, [work.title])


def _check_terms(segment: Segment, findings: Findings, rng: np.random.Generator) -> None:
    names = segment.names()
    findings.terms = len(names)
    findings.require(len(names) == segment.term_count, "stem_firsts", "they do not lead to every term")
    findings.require(all(a < b for a, b in pairwise(names)), "term_text", "the terms are not in order, or one is twice")
    firsts = segment.numbers("stem_firsts")
    findings.require(firsts[0] == 0 and _is_ascending(firsts), "stem_firsts", "a stem has no terms")
    by_surface = segment.numbers("terms_by_surface")
    if findings.require(_is_permutation(by_surface), "terms_by_surface", "a term is there twice, or not at all"):
        keys = [(names[number][1], number) for number in by_surface.tolist()]
        findings.require(all(a < b for a, b in pairwise(keys)), "terms_by_surface", "the words are not in order")
    sample = rng.integers(0, len(names), min(_SAMPLED_STEMS, len(names))) if names else np.empty(0, np.int64)
    languages, numbers = segment.term_languages()
    findings.require(
        ((numbers < len(languages)) | (numbers == NO_LANGUAGE)).all(), "term_languages", "a language has no name"
    )
    is_current = segment.stemming == stemming_version()
    for term in sample.tolist():
        stored_stem, word = (part.decode() for part in names[term])
        findings.require(
            term in segment.terms_of_surface(word), "terms_by_surface", f'"{word}" is not found by its word'
        )
        findings.require(term in segment.terms_of_stem(stored_stem), "stem_text", f'"{word}" is not found by its stem')
        if is_current and numbers[term] != NO_LANGUAGE and stem(word, languages[int(numbers[term])]) != stored_stem:
            findings.add("stem_text", f'the stem of "{word}" is not "{stored_stem}"')


def _check_blocks(segment: Segment, findings: Findings) -> None:
    blocks, term_blocks = segment.postings
    findings.require(
        term_blocks[0] == 0 and term_blocks[-1] == len(blocks.firsts) and _is_ascending(term_blocks),
        "term_blocks",
        "a term has no positions",
    )
    needed = int(word_counts(blocks.counts, blocks.widths).sum())
    findings.require(needed == len(blocks.words), "block_words", "there are not as many bits as the blocks need")
    paragraphs = segment.paragraph_starts
    findings.require(_is_ascending(paragraphs), "paragraph_firsts", "the paragraphs are not in order")
    scene = segment.scenes_of(paragraphs)
    inside = paragraphs.astype(np.int64) < segment.scene_starts[scene].astype(np.int64) + segment.scene_lengths[scene]
    findings.require(inside.all(), "paragraph_firsts", "a paragraph begins between two scenes")
    findings.positions = int(blocks.counts.sum(dtype=np.int64)) + len(blocks.counts)
    findings.require(
        findings.positions == int(segment.scene_lengths.sum(dtype=np.int64)),
        "block_counts",
        "there are not as many positions as words",
    )


def _check_text_sections(segment: Segment, findings: Findings) -> None:
    sections = segment.text_sections
    edges = sections["text_blocks"]
    findings.require(
        edges[0] == 0 and edges[-1] == len(sections["text"]) and _is_ascending(edges),
        "text_blocks",
        "they do not cover the text",
    )
    findings.require(
        _is_ascending(sections["text_block_of"], strictly=False), "text_block_of", "scenes are not in order"
    )
    firsts = sections["text_dictionary_blocks"]
    findings.require(
        firsts[0] == 0 and firsts[-1] == len(edges) - 1 and _is_ascending(firsts, strictly=len(firsts) > 2),
        "text_dictionary_blocks",
        "they do not cover the blocks",
    )
    same = np.flatnonzero(np.diff(sections["text_block_of"]) == 0)
    offsets = sections["text_offsets"].astype(np.int64)
    findings.require((offsets[same] <= offsets[same + 1]).all(), "text_offsets", "scenes are not in order")


def terms_by_position(segment: Segment, findings: Findings) -> I32:
    """int32[positions]: the term at each position, -1 for none. Checks the bounds and the order of every posting."""
    term_at = np.full(int(segment.scene_starts[-1]), -1, np.int32)
    frequencies = segment.term_frequencies
    ends = np.cumsum(frequencies)
    first, filled = 0, 0
    while first < len(frequencies):
        end = max(first + 1, int(np.searchsorted(ends, filled + _MAX_POSITIONS, side="right")))
        positions = segment.positions_between(first, end).astype(np.int64)
        terms = np.repeat(np.arange(first, end, dtype=np.int32), frequencies[first:end])
        steps = np.diff(positions) > 0
        findings.require(
            (steps | (np.diff(terms) > 0)).all(), "block_words", "the positions of a term are not in order"
        )
        if not findings.require(
            (positions < len(term_at)).all(), "block_words", "a position lies beyond the last scene"
        ):
            positions = positions[positions < len(term_at)]
            terms = terms[: len(positions)]
        term_at[positions] = terms
        first, filled = end, int(ends[end - 1])
    steps_at = np.zeros(len(term_at) + 1, np.int8)
    starts = segment.scene_starts[:-1].astype(np.int64)
    np.add.at(steps_at, starts, 1)
    np.add.at(steps_at, starts + segment.scene_lengths, -1)
    inside = np.cumsum(steps_at[:-1], dtype=np.int8).astype(bool)
    findings.require(
        ((term_at >= 0) == inside).all(), "block_words", "there is a word between scenes, or none within one"
    )
    return term_at
