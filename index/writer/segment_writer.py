"""Gathers scenes and writes them as one segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.analysis.sketch import sketch, word_hashes
from fabula.index.analysis.tokens import WORDS_VERSION, encode_words
from fabula.index.array_types import I32, I64, U8, U32
from fabula.index.codec.layout import KINDS, NO_LANGUAGE
from fabula.index.codec.packing import pack
from fabula.index.codec.records import work_to_json
from fabula.index.codec.texts import TextWriter
from fabula.index.model import Scene, WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from .inversion import invert
from .known_stems import KnownStems
from .scene_encoding import encode_scenes
from .segment_file import SceneRow, SegmentContent, scene_starts, write_segment

# Text is tokenised in pieces of about this size, which fit the processor's cache with all that is made of them: at
# 105 MB/s, where pieces of 4 MB are tokenised at 80 MB/s.
_PIECE_CHARS = 256 * 1024


class _TermTable(NamedTuple):
    """Terms in the order of (stem, word), so that the words of a stem are neighbours.

    ranks           by language int32[words]: the term of each word of its vocabulary.
    term_languages  uint8[terms]: see SegmentContent.
    """

    names: list[tuple[bytes, bytes]]
    ranks: dict[str, I32]
    languages: list[str]
    term_languages: U8


class _Vocabulary(dict[str, int]):
    """Folded words of one language, numbered in the order in which they first occur; and the runs they occurred in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.runs = RunTable(self.__getitem__)
        self._new: list[str] = []
        self._hashes = np.empty(0, np.uint32)

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        self._new.append(word)
        return number

    def hashes(self) -> U32:
        """uint32[words, or more]: the hash of each word so far."""
        end = len(self)
        if len(self._hashes) < end:
            self._hashes = np.concatenate([self._hashes, np.empty(end, np.uint32)])
        self._hashes[end - len(self._new) : end] = word_hashes(self._new)
        self._new = []
        return self._hashes


class SegmentWriter:
    """One segment being made. `tokens` tells when it is time to write it.

    Memory grows by 4 bytes a token (its number) and the compressed text; writing takes some 16 bytes a token more.
    """

    def __init__(self, known: KnownStems, dictionary: bytes = b"") -> None:
        """`dictionary` is for the texts (codec/dictionaries.py)."""
        self._known_stems = known
        self._texts = TextWriter(dictionary)
        self._works: list[str] = []
        self._scenes: list[SceneRow] = []
        self._vocabularies: dict[str, _Vocabulary] = {}
        self._language = ""
        self._pending: list[Scene] = []
        self._pending_size = 0
        # Pieces: the language of each, and its tokens as numbers in that vocabulary.
        self._terms: list[tuple[str, I32]] = []
        self._lengths: list[I64] = []
        self._paragraphs: list[I64] = []
        # The sketches of the scenes in order, and how many numbers each has.
        self._sketches: list[U32] = []
        self._sketched: list[I64] = []
        self.tokens = 0

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        language = work.language.partition("-")[0]
        if language != self._language:
            self._tokenise()
            self._language = language
        number = len(self._works)
        self._works.append(work_to_json(work))
        for scene in scenes:
            self._scenes.append((scene.id, number, KINDS.index(scene.kind), scene.order))
            self._pending.append(scene)
            self._pending_size += len(scene.text)
            if self._pending_size >= _PIECE_CHARS:
                self._tokenise()

    def write(self, path: Path) -> tuple[int, int]:
        """Write the segment, synced. Returns its size in bytes and its number of scenes."""
        self._tokenise()
        lengths = np.concatenate([*self._lengths, np.empty(0, np.int64)])
        # Made distinct, as a paragraph without words at the end of a piece begins where the next piece does.
        paragraphs = sorted_unique(np.concatenate([*self._paragraphs, np.empty(0, np.int64)]))
        positions = positions_of(lengths)
        # A paragraph without words at the very end has no position.
        paragraphs = positions[paragraphs[paragraphs < len(positions)]]
        table = self._term_table()
        grouped, starts = invert(self._renumbered(table.ranks), positions, len(table.names))
        blocks, term_blocks = pack(grouped, starts)
        del grouped, positions
        content = SegmentContent(
            works=self._works,
            scenes=self._scenes,
            lengths=lengths,
            paragraphs=paragraphs,
            names=table.names,
            blocks=blocks,
            term_blocks=term_blocks,
            texts=self._texts.sections(),
            sketches=np.concatenate([*self._sketches, np.empty(0, np.uint32)]),
            sketched=np.concatenate([*self._sketched, np.empty(0, np.int64)]),
            languages=table.languages,
            term_languages=table.term_languages,
            words_version=WORDS_VERSION,
        )
        return write_segment(path, content)

    def _term_table(self) -> _TermTable:
        """The terms, once all words are known."""
        # No stem and no word has a character with the number 0, so these keys sort as the pairs do.
        languages, keys, sizes = sorted(self._vocabularies), list[bytes](), [0]
        for language in languages:
            words = self._vocabularies[language]
            stems = self._known_stems.stems(words, language)
            keys += [b"%b\0%b" % pair for pair in zip(encode_words(stems), encode_words(words), strict=True)]
            sizes.append(len(keys))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ordered = [keys[place] for place in order]
        # A word may have one stem in several languages.
        is_new = np.ones(len(ordered), bool)
        if len(languages) > 1:
            is_new[1:] = [name != before for before, name in pairwise(ordered)]
        rank = np.empty(len(order), np.int32)
        rank[order] = np.cumsum(is_new) - 1
        ranks = {name: rank[start:end] for name, (start, end) in zip(languages, pairwise(sizes), strict=True)}
        parts = [ordered[place].partition(b"\0") for place in np.flatnonzero(is_new).tolist()]
        names = [(stem, word) for stem, _, word in parts]
        term_languages = np.full(len(names), NO_LANGUAGE, np.uint8)
        for number, language in enumerate(languages[:NO_LANGUAGE]):
            term_languages[ranks[language]] = number
        return _TermTable(names, ranks, languages[:NO_LANGUAGE], term_languages)

    def _renumbered(self, ranks: dict[str, I32]) -> Iterator[I32]:
        """The terms of all tokens, piece by piece; each piece is freed."""
        pieces = self._terms[::-1]
        self._terms = []
        while pieces:
            language, numbers = pieces.pop()
            yield ranks[language].take(numbers)

    def _tokenise(self) -> None:
        """Take the texts and tokens of the pending scenes, which are all of one language."""
        if not self._pending:
            return
        vocabulary = self._vocabularies.get(self._language)
        if vocabulary is None:
            vocabulary = self._vocabularies[self._language] = _Vocabulary(self._language)
        scenes = encode_scenes(self._pending)
        for head, text in zip(scenes.heads, scenes.texts, strict=True):
            self._texts.add(head, text)
        tokens = vocabulary.runs.tokenise(scenes.joined)
        edges = np.append(tokens.before(scenes.begins), len(tokens.terms))
        numbers, sketched = sketch(vocabulary.hashes().take(tokens.terms), edges)
        self._sketches.append(numbers)
        self._sketched.append(sketched)
        self._terms.append((self._language, tokens.terms))
        self._lengths.append(np.diff(edges))
        # Paragraphs without words begin where the next does.
        paragraphs = tokens.before(scenes.paragraphs)
        kept = np.concatenate([[True], paragraphs[1:] != paragraphs[:-1]])[: len(paragraphs)]
        self._paragraphs.append(paragraphs[kept] + self.tokens)
        self.tokens += len(tokens.terms)
        self._pending, self._pending_size = [], 0


def positions_of(lengths: I64) -> U32:
    """uint32[tokens]: the position of each token: its number, plus a gap for every scene that ended before it.

    lengths  int64[scenes]  tokens in each.

    All is done in one array: each is as large as the segment will be, and zeroing memory for another takes longer.
    """
    some = np.flatnonzero(lengths)
    positions = np.ones(int(lengths.sum()), np.uint32)
    if len(some):
        starts = scene_starts(lengths)[some]
        first = np.cumsum(lengths[some]) - lengths[some]
        positions[0] = starts[0]
        positions[first[1:]] = np.diff(starts) - lengths[some][:-1] + 1
    return np.cumsum(positions, dtype=np.uint32, out=positions)
