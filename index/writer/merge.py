"""Merges segments from their arrays. No text is read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from fabula.index.analysis.stemming import stemming_version
from fabula.index.array_types import I64, U8
from fabula.index.codec.layout import NO_LANGUAGE
from fabula.index.codec.packing import pack
from fabula.index.codec.records import work_to_json
from fabula.index.codec.segment import Segment
from fabula.index.codec.texts import TextWriter, join_texts
from .merge_postings import Postings, merge_postings
from .segment_file import SceneRow, SegmentContent, scene_starts, write_segment


def merge(parts: Sequence[tuple[Segment, frozenset[int]]], path: Path) -> tuple[int, int]:
    """Write the works of `parts` that are not deleted to one segment. Returns its size and its number of scenes."""
    names_by_part = [segment.names() for segment, _ in parts]
    # Timsort merges runs that are sorted already.
    names = list(dict.fromkeys(sorted(chain(*names_by_part))))
    number_of = {name: number for number, name in enumerate(names)}
    terms_by_part = [np.array([number_of[name] for name in part], np.int64) for part in names_by_part]
    living = [_LivingPart(*part, terms) for part, terms in zip(parts, terms_by_part, strict=True)]
    lengths = np.concatenate([part.lengths for part in living])
    starts = scene_starts(lengths)
    moves = starts[np.cumsum([0, *(len(part.lengths) for part in living[:-1])])].tolist()
    postings = merge_postings([part.postings for part in living], moves)
    # A term of deleted scenes alone has no postings left.
    kept, first_block = np.unique(postings.terms, return_index=True)
    languages, term_languages = _languages([segment for segment, _ in parts], terms_by_part, len(names))
    works_before = np.cumsum([0, *(len(part.works) for part in living)]).tolist()
    content = SegmentContent(
        works=[work for part in living for work in part.works],
        scenes=[
            (scene_id, work + before, kind, order)
            for part, before in zip(living, works_before, strict=False)
            for scene_id, work, kind, order in part.scenes
        ],
        lengths=lengths,
        paragraphs=np.concatenate([part.paragraphs + move for part, move in zip(living, moves, strict=True)]).astype(
            np.uint32
        ),
        names=[names[number] for number in kept.tolist()],
        blocks=postings,
        term_blocks=np.append(first_block, len(postings.terms)),
        texts=join_texts([part.texts for part in living]),
        sketches=np.concatenate([part.sketches for part in living]),
        sketched=np.concatenate([part.sketched for part in living]),
        languages=languages,
        term_languages=term_languages[kept],
        words_version=min(segment.words_version for segment, _ in parts),
    )
    return write_segment(path, content)


class _LivingPart:
    """The works of a segment that are not deleted, with positions that count from the first scene of these.

    Where nothing is deleted, all but names and numbers is taken over as it is in the file.
    """

    def __init__(self, segment: Segment, deleted: frozenset[int], terms: I64) -> None:
        """`terms` are the numbers of the segment's terms among those of all parts."""
        alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        kept_works = [number for number in range(len(segment.works)) if number not in deleted]
        renumbered = {number: place for place, number in enumerate(kept_works)}
        self.works = [work_to_json(segment.works[number]) for number in kept_works]
        self.lengths = segment.scene_lengths[alive].astype(np.int64)
        kept_scenes = np.flatnonzero(alive).tolist()
        sketches, offsets = segment.sketches
        sketched = np.diff(offsets).astype(np.int64)
        self.sketches, self.sketched = sketches[np.repeat(alive, sketched)], sketched[alive]
        self.scenes: list[SceneRow] = [
            (
                segment.scene_id(scene),
                renumbered[int(segment.scene_works[scene])],
                int(segment.scene_kinds[scene]),
                int(segment.scene_orders[scene]),
            )
            for scene in kept_scenes
        ]
        blocks, term_blocks = segment.postings
        self.paragraphs = segment.paragraph_starts.astype(np.int64)
        if not deleted:
            self.postings = Postings(np.repeat(terms, np.diff(term_blocks).astype(np.int64)), blocks)
            self.texts = segment.text_sections
            return
        texts = TextWriter(segment.text_dictionary)
        for scene in kept_scenes:
            texts.add(segment.scene_bytes(scene))
        self.texts = texts.sections()
        # How far each scene moves; deleted scenes are dropped.
        moves = np.zeros(len(segment), np.int64)
        moves[alive] = scene_starts(self.lengths)[:-1] - segment.scene_starts[:-1][alive]
        scene_of = segment.scenes_of(self.paragraphs)
        self.paragraphs = (self.paragraphs + moves[scene_of])[alive[scene_of]]
        positions = segment.positions_between(0, segment.term_count)
        scene_of = segment.scenes_of(positions)
        kept = alive[scene_of]
        term_of = np.repeat(terms, segment.term_frequencies)[kept]
        distinct, begin = np.unique(term_of, return_index=True)
        packed, first_block = pack(
            (positions + moves[scene_of])[kept].astype(np.uint32), np.append(begin, len(term_of)).astype(np.int64)
        )
        self.postings = Postings(np.repeat(distinct, np.diff(first_block)), packed)


def _languages(segments: Sequence[Segment], terms_by_part: Sequence[I64], count: int) -> tuple[list[str], U8]:
    """Languages, and uint8[count]: one that gives the term its stem, as far as the segments know it."""
    languages: list[str] = []
    language_of = np.full(count, NO_LANGUAGE, np.uint8)
    for segment, terms in zip(segments, terms_by_part, strict=True):
        if segment.stemming != stemming_version():
            continue
        names, numbers = segment.term_languages()
        languages += [language for language in names if language not in languages]
        places = [languages.index(language) for language in names] + [NO_LANGUAGE] * (NO_LANGUAGE + 1 - len(names))
        renumbered = np.minimum(places, NO_LANGUAGE).astype(np.uint8)[numbers]
        is_known = renumbered != NO_LANGUAGE
        language_of[terms[is_known]] = renumbered[is_known]
    return languages[:NO_LANGUAGE], language_of
