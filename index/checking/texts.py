"""Check that the words of the text are those of the index: cut the text into words again and compare each position."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.analysis.sketch import sketch, word_hashes
from fabula.index.analysis.tokens import WORDS_VERSION, words
from fabula.index.array_types import I32, I64
from fabula.index.budget import check
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.writer.scene_encoding import encode_scenes
from .findings import CHECKING, Findings

# Cut into words at once, as when they were indexed.
_PIECE_BYTES = 256 * 1024
_SAMPLED_PHRASES = 40


class _Piece(NamedTuple):
    """Scenes `first` to before `end`: their text, and the byte offsets of scenes and paragraphs in it."""

    first: int
    end: int
    text: bytes
    scenes: list[int]
    paragraphs: list[int]


class _WordNumbers(dict[str, int]):
    """Words and their numbers; a word that the index lacks gets the next number."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def check_texts(segment: Segment, term_at: I32, findings: Findings, progress: Callable[[int], object]) -> None:
    """Compare with `term_at`, the term at each position (`terms_by_position`). `progress` takes scenes done.

    Words that were found under older rules cannot be found again, so there only the scenes themselves are checked.
    """
    if segment.words_version != WORDS_VERSION:
        for piece in _pieces(segment, findings):
            progress(piece.end)
            check(CHECKING)
        return
    surfaces = [surface.decode() for _, surface in segment.names()]
    numbers = _WordNumbers()
    number_of_term = np.array([numbers[word] for word in surfaces], np.int32)
    known = list(numbers)
    hashes = word_hashes(known) if known else np.empty(0, np.uint32)
    runs = RunTable(numbers.__getitem__)
    paragraphs = segment.paragraph_starts
    sketches, offsets = segment.sketches
    for piece in _pieces(segment, findings):
        tokens = runs.tokenise(piece.text)
        edges = np.append(tokens.before(piece.scenes), len(tokens.terms))
        starts = segment.scene_starts[piece.first : piece.end].astype(np.int64)
        lengths = segment.scene_lengths[piece.first : piece.end].astype(np.int64)
        wrong = np.flatnonzero(np.diff(edges) != lengths)
        for scene in (piece.first + wrong).tolist():
            findings.add("text", "a scene has not as many words as the index says", [_title(segment, scene)])
        if not len(wrong):
            _compare_words(segment, piece, findings, number_of_term, term_at, tokens.terms, edges, starts)
            first_words = sorted_unique(tokens.before(piece.paragraphs))
            first_words = first_words[first_words < len(tokens.terms)]
            scenes = np.searchsorted(edges, first_words, side="right") - 1
            positions = starts[scenes] + first_words - edges[scenes]
            low, high = np.searchsorted(paragraphs, [starts[0], starts[-1] + lengths[-1]])
            # A paragraph without words at a scene's end begins where the next scene does.
            findings.require(
                np.array_equal(sorted_unique(positions), paragraphs[low:high]),
                "paragraph_words",
                "paragraphs begin elsewhere",
            )
            if len(sketches) and (tokens.terms < len(hashes)).all():
                computed, _ = sketch(hashes.take(tokens.terms), edges)
                stored = sketches[offsets[piece.first] : offsets[piece.end]]
                findings.require(np.array_equal(computed, stored), "sketch", "sketches are not those of the text")
        progress(piece.end)
        check(CHECKING)


def _compare_words(
    segment: Segment,
    piece: _Piece,
    findings: Findings,
    number_of_term: I32,
    term_at: I32,
    numbers: I32,
    edges: I64,
    starts: I64,
) -> None:
    """`numbers`: of each word of the text. The words of the scenes lie between `edges`, their positions begin at
    `starts`."""
    positions = np.repeat(starts - edges[:-1], np.diff(edges)) + np.arange(len(numbers))
    indexed = term_at[positions]
    differ = (indexed < 0) | (number_of_term[indexed] != numbers)
    if differ.any():
        scenes = sorted_unique(np.searchsorted(edges, np.flatnonzero(differ), side="right") - 1) + piece.first
        findings.add(
            "text",
            f"{len(scenes):,} scenes have other words than the index",
            [_title(segment, scene) for scene in scenes.tolist()],
        )


def _pieces(segment: Segment, findings: Findings) -> Iterator[_Piece]:
    pending: list[bytes] = []
    scenes: list[int] = []
    paragraphs: list[int] = []
    first, size = 0, 0
    for number in range(len(segment)):
        text, paragraph_starts = b"", [0]
        with findings.reading("text"):
            content = segment.scene_bytes(number)
            encoded = encode_scenes([segment.scene(number)])
            text, paragraph_starts = encoded.texts[0], encoded.paragraphs.tolist()
            if encoded.heads[0] + text != content:
                findings.add("text", "a scene is not written as it should be", [_title(segment, number)])
        scenes.append(size)
        paragraphs += [size + start for start in paragraph_starts]
        pending.append(text)
        size += len(text) + 1
        if size >= _PIECE_BYTES or number + 1 == len(segment):
            yield _Piece(first, number + 1, b"\0".join(pending), scenes, paragraphs)
            pending, scenes, paragraphs = [], [], []
            first, size = number + 1, 0


def _title(segment: Segment, scene: int) -> str:
    return segment.work(int(segment.scene_works[scene])).title


def check_phrases(segment: Segment, term_at: I32, findings: Findings, rng: np.random.Generator) -> None:
    """Look up some phrases of the text as a query does, and compare with a scan of all positions."""
    if segment.words_version != WORDS_VERSION:
        return
    sample = rng.integers(0, len(segment), _SAMPLED_PHRASES) if len(segment) else np.empty(0, np.int64)
    for scene in sample.tolist():
        scene_words = words(segment.scene(scene).text)
        if not scene_words:
            continue
        length = int(rng.integers(1, 4))
        start = int(rng.integers(0, max(1, len(scene_words) - length)))
        phrase = scene_words[start : start + length]
        position = int(segment.scene_starts[scene]) + start
        findings.phrases += 1
        terms = [segment.terms_of_surface(word) for word in phrase]
        scanned = _scan_phrase(term_at, terms)
        if not np.array_equal(_look_up_phrase(segment, terms), scanned) or position not in scanned:
            findings.add("block_words", f'the phrase "{" ".join(phrase)}" is found elsewhere', [_title(segment, scene)])
        if not any(position in segment.positions_in(term, scene) for term in terms[0]):
            findings.add("block_firsts", f'"{phrase[0]}" is not found in its scene', [_title(segment, scene)])


def _scan_phrase(term_at: I32, phrase: Sequence[Sequence[int]]) -> I64:
    """int64[matches], ascending: where the phrase begins, by a scan. `phrase`: the terms of each word."""
    matches = np.ones(max(0, len(term_at) - len(phrase) + 1), bool)
    for offset, terms in enumerate(phrase):
        is_word = np.zeros(len(matches), bool)
        for term in terms:
            is_word |= term_at[offset : offset + len(matches)] == term
        matches &= is_word
    return np.flatnonzero(matches)


def _look_up_phrase(segment: Segment, phrase: Sequence[Sequence[int]]) -> I64:
    """The same from the postings: all positions of the first word, and of the others those in the blocks around."""
    first = [segment.positions(term) for term in phrase[0]]
    starts = np.sort(np.concatenate([*first, np.empty(0, np.uint32)])).astype(np.int64)
    for offset, terms in enumerate(phrase[1:], 1):
        matches = np.zeros(len(starts), bool)
        for term in terms:
            matches |= np.isin(starts + offset, segment.positions_around(term, starts + offset))
        starts = starts[matches]
    return starts
