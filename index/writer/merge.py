"""Several segments to one, from their arrays; no text is looked at again."""

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
from fabula.index.codec.texts import TextWriter, joined_texts
from fabula.index.codec.toc import SegmentEntry

from .merge_postings import Postings, merged_postings
from .segment_file import SceneRow, SegmentContent, scene_starts, write_segment

__all__ = ["merge", "worth_merging", "worth_settling"]


# Segments of less than this many scenes are small; a query pays about 0.1 ms for each.
_SMALL = 30_000
# Scenes of which the gain for queries is worth a commit of its own; some 5 MB of text.
_LEAST = 1_000
# How much larger one may be than another that it is made one with, so that nothing is written anew for a little more.
_ALIKE = 4
# How many small neighbours in a row are left alone.
_FAN = 8
# Bytes of what is merged at once, which all is in memory meanwhile; 400 MB of text.
_MOST = 320_000_000


def worth_merging(entries: Sequence[SegmentEntry]) -> range | None:
    """The places of the segments to make one, neighbours: the first long enough run of small ones, of sizes alike.

    Tiers by powers of eight: a segment is merged with others of its tier when there are `_FAN` of them in a row at the
    end, so that each scene is merged once a tier and not once a commit. Of more than can be merged at once it is the
    first.
    """
    size = 1
    while size < _SMALL:
        size *= _FAN
        start = len(entries)
        while start > 0 and entries[start - 1].scenes < size:
            start -= 1
        end, total = start, 0
        while end < len(entries) and (total := total + entries[end].size) <= _MOST:
            end += 1
        if end - start >= _FAN:
            return range(start, end)
    return None


def worth_settling(entries: Sequence[SegmentEntry]) -> range | None:
    """The places of segments to make one once a commit is done: neighbours, alike, as one build's processes write them.

    What is tiny is left to `worth_merging`, or each small commit would write everything small anew.
    """
    for start in range(len(entries) - 1):
        end = start
        while end < len(entries) and _LEAST <= entries[end].scenes < _SMALL:
            end += 1
        for stop in range(end, start + 1, -1):
            own = entries[start:stop]
            sizes = [entry.scenes for entry in own]
            if min(sizes) * _ALIKE >= max(sizes) and sum(entry.size for entry in own) <= _MOST:
                return range(start, stop)
    return None


def merge(parts: Sequence[tuple[Segment, frozenset[int]]], path: Path) -> tuple[int, int]:
    """Write the works of `parts` that are not deleted to one segment. Returns its size and its number of scenes."""
    own_names = [segment.names() for segment, _ in parts]
    # What is sorted already is merged in one go.
    names = list(dict.fromkeys(sorted(chain(*own_names))))
    number_of = {name: number for number, name in enumerate(names)}
    own_terms = [np.array([number_of[name] for name in own], np.int64) for own in own_names]
    living = [_Living(*part, terms) for part, terms in zip(parts, own_terms, strict=True)]
    lengths = np.concatenate([part.lengths for part in living])
    starts = scene_starts(lengths)
    moves = starts[np.cumsum([0, *(len(part.lengths) for part in living[:-1])])].tolist()
    postings = merged_postings([part.postings for part in living], moves)
    # Terms of deleted scenes alone have no place left.
    kept, first_block = np.unique(postings.terms, return_index=True)
    languages, term_languages = _languages([segment for segment, _ in parts], own_terms, len(names))
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
        texts=joined_texts([part.texts for part in living]),
        sketches=np.concatenate([part.sketches for part in living]),
        sketched=np.concatenate([part.sketched for part in living]),
        languages=languages,
        term_languages=term_languages[kept],
    )
    return write_segment(path, content)


class _Living:
    """What is not deleted of a segment, with positions that count from its own first scene.

    Where nothing is deleted, all but names and numbers is taken as it lies in the file.
    """

    def __init__(self, segment: Segment, deleted: frozenset[int], terms: I64) -> None:
        """`terms` are the numbers of the segment's terms among those of all parts."""
        alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        kept_works = [number for number in range(len(segment.works)) if number not in deleted]
        renumbered = {number: place for place, number in enumerate(kept_works)}
        self.works = [work_to_json(segment.works[number]) for number in kept_works]
        self.lengths = segment.scene_lengths[alive].astype(np.int64)
        own = np.flatnonzero(alive).tolist()
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
            for scene in own
        ]
        blocks, term_blocks = segment.postings
        self.paragraphs = segment.paragraph_starts.astype(np.int64)
        if not deleted:
            self.postings = Postings(np.repeat(terms, np.diff(term_blocks).astype(np.int64)), blocks)
            self.texts = segment.text_sections
            return
        texts = TextWriter(segment.text_dictionary)
        for scene in own:
            texts.add(segment.scene_bytes(scene))
        self.texts = texts.sections()
        # How far each scene moves; what is not alive is dropped.
        moves = np.zeros(len(segment), np.int64)
        moves[alive] = scene_starts(self.lengths)[:-1] - segment.scene_starts[:-1][alive]
        scene_of = segment.scenes_of(self.paragraphs)
        self.paragraphs = (self.paragraphs + moves[scene_of])[alive[scene_of]]
        positions = segment.positions_between(0, segment.term_count)
        scene_of = segment.scenes_of(positions)
        kept = alive[scene_of]
        owners = np.repeat(terms, segment.term_frequencies)[kept]
        distinct, begin = np.unique(owners, return_index=True)
        packed, first_block = pack(
            (positions + moves[scene_of])[kept].astype(np.uint32), np.append(begin, len(owners)).astype(np.int64)
        )
        self.postings = Postings(np.repeat(distinct, np.diff(first_block)), packed)


def _languages(segments: Sequence[Segment], own_terms: Sequence[I64], terms: int) -> tuple[list[str], U8]:
    """Languages, and uint8[terms]: one that gives the term its stem, as far as the segments know it."""
    languages: list[str] = []
    found = np.full(terms, NO_LANGUAGE, np.uint8)
    for segment, numbered in zip(segments, own_terms, strict=True):
        if segment.stemming != stemming_version():
            continue
        own, numbers = segment.term_languages()
        languages += [language for language in own if language not in languages]
        places = [languages.index(language) for language in own] + [NO_LANGUAGE] * (NO_LANGUAGE + 1 - len(own))
        renumbered = np.minimum(places, NO_LANGUAGE).astype(np.uint8)[numbers]
        known = renumbered != NO_LANGUAGE
        found[numbered[known]] = renumbered[known]
    return languages[:NO_LANGUAGE], found
