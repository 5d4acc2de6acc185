"""How much of one text is in another? Enough to tell an edited story from another one, and quick.

A text is taken as the set of its passages, the words between two punctuation marks. Chapters that come, go or are
corrected leave most passages as they are; two different stories share next to none. Splitting a novel of 57,000 words
takes 34 ms, a third of what cutting it into words takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from zlib import crc32

from fabula.index.model import Scene, story_scenes

_PUNCTUATION = re.compile(r"[^\w\s]+|[\r\n]+")
# A longer passage is parted at words that its own letters choose, so that one changed word changes one part of it.
_MAX_PASSAGE_CHARACTERS = 80
_WORDS_PER_PART = 4
# Texts with fewer characters are compared by their words as well: one of their few passages may be half of them.
_MAX_SHORT_CHARACTERS = 1000


def passages(scenes: Iterable[Scene]) -> frozenset[str]:
    """The distinct passages of a work's story, in lower case; of its notes if it has nothing else."""
    scenes = list(scenes)
    return frozenset(piece for scene in story_scenes(scenes) or scenes for piece in _passages(scene.text))


def shared_part(first: Set[str], other: Set[str]) -> float:
    """How much of the shorter text is in the longer one, from 0 to 1. Both are given by their passages."""
    first_length, other_length = sum(map(len, first)), sum(map(len, other))
    if not first_length or not other_length:
        return 0.0
    part = sum(map(len, first & other)) / min(first_length, other_length)
    if max(first_length, other_length) <= _MAX_SHORT_CHARACTERS:
        first_words, other_words = _words(first), _words(other)
        part = max(part, len(first_words & other_words) / max(len(first_words), len(other_words)))
    return part


def _passages(text: str) -> Iterator[str]:
    for piece in _PUNCTUATION.split(text.casefold()):
        if len(piece) <= _MAX_PASSAGE_CHARACTERS:
            if passage := piece.strip():
                yield passage
        else:
            yield from _parts(piece.split())


def _parts(words: Iterable[str]) -> Iterator[str]:
    part: list[str] = []
    for word in words:
        part.append(word)
        if crc32(word.encode("utf-8", "surrogatepass")) % _WORDS_PER_PART == 0:
            yield " ".join(part)
            part = []
    if part:
        yield " ".join(part)


def _words(pieces: Iterable[str]) -> set[str]:
    return {word for piece in pieces for word in piece.split()}
