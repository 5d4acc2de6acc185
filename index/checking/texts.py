"""Are the words of the text those of the index? The text is cut into words again, and compared place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.analysis.sketch import sketch, word_hashes
from fabula.index.analysis.tokens import words
from fabula.index.array_types import I32, I64
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.writer.scene_encoding import encode_scenes

from .findings import Findings

__all__ = ["check_phrases", "check_texts"]

# Bytes of text cut into words at once, as when they were indexed.
_PIECE = 256 * 1024
_PHRASES = 40


class _Piece(NamedTuple):
    """Scenes `first` to before `end`: their text, and where scenes and paragraphs begin in it."""

    first: int
    end: int
    text: bytes
    scenes: list[int]
    paragraphs: list[int]


class _Numbers(dict[str, int]):
    """Words and their numbers; words that the index lacks get numbers after those that it has."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def check_texts(segment: Segment, at: I32, found: Findings, progress: Callable[[int], object]) -> None:
    """Compare with `at`, the term at each position (structure.terms_at). `progress` takes scenes done."""
    surfaces = [surface.decode("utf-8", "surrogatepass") for _, surface in segment.names()]
    numbers = _Numbers()
    surface_at = np.array([numbers[word] for word in surfaces], np.int32)
    known = list(numbers)
    hashes = word_hashes(known) if known else np.empty(0, np.uint32)
    runs = RunTable(numbers.__getitem__)
    paragraphs = segment.paragraph_starts
    sketches, offsets = segment.sketches
    for piece in _pieces(segment, found):
        tokens = runs.tokenise(piece.text)
        edges = np.append(tokens.before(piece.scenes), len(tokens.terms))
        starts = segment.scene_starts[piece.first : piece.end].astype(np.int64)
        lengths = segment.scene_lengths[piece.first : piece.end].astype(np.int64)
        wrong = np.flatnonzero(np.diff(edges) != lengths)
        for differing in (piece.first + wrong).tolist():
            found.add("text", "a scene has not as many words as the index says", [_title(segment, differing)])
        if not len(wrong):
            _compare(segment, piece, found, surface_at, at, tokens.terms, edges, starts)
            inner = sorted_unique(tokens.before(piece.paragraphs))
            inner = inner[inner < len(tokens.terms)]
            scene = np.searchsorted(edges, inner, side="right") - 1
            begin = starts[scene] + inner - edges[scene]
            low, high = np.searchsorted(paragraphs, [starts[0], starts[-1] + lengths[-1]])
            # A paragraph without words at a scene's end begins where the next scene does.
            found.require(
                np.array_equal(sorted_unique(begin), paragraphs[low:high]),
                "paragraph_words",
                "paragraphs begin elsewhere",
            )
            if len(sketches) and (tokens.terms < len(hashes)).all():
                own, _ = sketch(hashes.take(tokens.terms), edges)
                kept = sketches[offsets[piece.first] : offsets[piece.end]]
                found.require(np.array_equal(own, kept), "sketch", "sketches are not those of the text")
        progress(piece.end)


def _compare(
    segment: Segment,
    piece: _Piece,
    found: Findings,
    surface_at: I32,
    at: I32,
    terms: I32,
    edges: I64,
    starts: I64,
) -> None:
    positions = np.repeat(starts - edges[:-1], np.diff(edges)) + np.arange(len(terms))
    indexed = at[positions]
    differ = (indexed < 0) | (surface_at[indexed] != terms)
    if differ.any():
        scenes = sorted_unique(np.searchsorted(edges, np.flatnonzero(differ), side="right") - 1) + piece.first
        found.add(
            "text",
            f"{len(scenes):,} scenes have other words than the index",
            [_title(segment, scene) for scene in scenes.tolist()],
        )


def _pieces(segment: Segment, found: Findings) -> Iterator[_Piece]:
    pending: list[bytes] = []
    scenes: list[int] = []
    paragraphs: list[int] = []
    first, size = 0, 0
    for number in range(len(segment)):
        text, inner = b"", [0]
        with found.reading("text"):
            content = segment.scene_bytes(number)
            encoded = encode_scenes([segment.scene(number)])
            text, inner = encoded.texts[0], encoded.paragraphs.tolist()
            if encoded.heads[0] + text != content:
                found.add("text", "a scene is not written as it should be", [_title(segment, number)])
        scenes.append(size)
        paragraphs += [size + start for start in inner]
        pending.append(text)
        size += len(text) + 1
        if size >= _PIECE or number + 1 == len(segment):
            yield _Piece(first, number + 1, b"\n".join(pending), scenes, paragraphs)
            pending, scenes, paragraphs = [], [], []
            first, size = number + 1, 0


def _title(segment: Segment, scene: int) -> str:
    return segment.work(int(segment.scene_works[scene])).title


def check_phrases(segment: Segment, at: I32, found: Findings, rng: np.random.Generator) -> None:
    """Some phrases of the text, looked up as a query does, against all places where a scan finds them."""
    chosen = rng.integers(0, len(segment), _PHRASES) if len(segment) else np.empty(0, np.int64)
    for scene in chosen.tolist():
        own = words(segment.scene(scene).text)
        if not own:
            continue
        length = int(rng.integers(1, 4))
        start = int(rng.integers(0, max(1, len(own) - length)))
        phrase = own[start : start + length]
        position = int(segment.scene_starts[scene]) + start
        found.phrases += 1
        terms = [segment.terms_of_surface(word) for word in phrase]
        scanned = _scanned(at, terms)
        if not np.array_equal(_looked_up(segment, terms), scanned) or position not in scanned:
            found.add("block_words", f'the phrase "{" ".join(phrase)}" is found elsewhere', [_title(segment, scene)])
        if not any(position in segment.positions_in(term, scene) for term in terms[0]):
            found.add("block_firsts", f'"{phrase[0]}" is not found in its scene', [_title(segment, scene)])


def _scanned(at: I32, phrase: Sequence[Sequence[int]]) -> I64:
    """Where the phrase begins, each word of which is one of some terms; every position is looked at."""
    held = np.ones(max(0, len(at) - len(phrase) + 1), bool)
    for place, terms in enumerate(phrase):
        own = np.zeros(len(held), bool)
        for term in terms:
            own |= at[place : place + len(held)] == term
        held &= own
    return np.flatnonzero(held)


def _looked_up(segment: Segment, phrase: Sequence[Sequence[int]]) -> I64:
    """The same from the postings: all of the first word, and of the others what is in the blocks around."""
    first = [segment.positions(term) for term in phrase[0]]
    places = np.sort(np.concatenate([*first, np.empty(0, np.uint32)])).astype(np.int64)
    for place, terms in enumerate(phrase[1:], 1):
        held = np.zeros(len(places), bool)
        for term in terms:
            held |= np.isin(places + place, segment.positions_around(term, places + place))
        places = places[held]
    return places
