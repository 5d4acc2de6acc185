"""The terms of a segment: words and stems to positions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, repeat
from operator import ge
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U8, U32
from fabula.index.budget import check, checked
from fabula.index.codec.checked import CheckedArray
from fabula.index.codec.container import Container
from fabula.index.codec.layout import NO_LANGUAGE
from fabula.index.codec.packing import Blocks
from .sections import SegmentSections
from .strings import ascending, bisect

# Fewer ranges are unpacked each by itself, which takes less time than summing up where all of them begin.
_FEW_RANGES = 16
# If as many words are asked for at once, all words of the segment are read into a list.
_MANY_WORDS = 1_000
# No UTF-8 has this byte.
_BEYOND_UTF8 = b"\xff"


class SegmentTerms(SegmentSections):
    """Terms by number, in the order of (stem, word): a word is a term for each stem that it has in some language."""

    def __init__(self, file: Container) -> None:
        super().__init__(file)
        self._terms = self.strings("term")
        self._stems = self.strings("stem")
        self._stem_firsts = file.section("stem_firsts", "u4")
        self._by_surface = file.section("terms_by_surface", "u4")
        self._term_blocks = file.section("term_blocks", "u4")
        self._postings = self.position_lists("block")

    @property
    def term_count(self) -> int:
        return len(self._terms)

    def names(self) -> list[tuple[bytes, bytes]]:
        """(stem, word) of every term, UTF-8, sorted."""
        stems = chain.from_iterable(map(repeat, self._stems.all(), np.diff(self._stem_edges).tolist()))
        # Nine tenths of a merge were spent here while each was taken from the file by itself.
        return list(zip(stems, self._terms.all(), strict=True))

    @property
    def stemming(self) -> str:
        """The version of the rules of the stems (analysis.stemming_version); "" if the file does not say."""
        return str(self._file.meta.get("stemming", ""))

    @property
    def words_version(self) -> int:
        """The version of the rules by which its texts were split (analysis.tokens.WORDS_VERSION)."""
        version = self._file.meta.get("words", 1)
        return version if isinstance(version, int) else 0

    def term_languages(self) -> tuple[list[str], U8]:
        """Languages, and uint8[terms]: one that gives the term its stem, as an index into them; 255 if not known."""
        languages = self._file.meta.get("languages", [])
        if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
            raise self._file.damage("its languages have no names")
        if not languages:
            return [], np.full(self.term_count, NO_LANGUAGE, np.uint8)
        numbers: U8 = self._file.array("term_languages", "u1")
        if len(numbers) != self.term_count:
            raise self._file.damage("its languages are not as many as its terms")
        return languages, numbers

    def stems_by_language(self) -> dict[str, dict[str, str]]:
        """The stem of every word by language; a word that several languages stem alike is in one of them."""
        languages, numbers = self.term_languages()
        stems = np.repeat(np.array(self._stems.all_decoded(), object), np.diff(self._stem_edges))
        words = np.array(self._terms.all_decoded(), object)
        return {
            language: dict(zip(words[numbers == number].tolist(), stems[numbers == number].tolist(), strict=True))
            for number, language in enumerate(languages)
        }

    def terms_of_surface(self, word: str) -> list[int]:
        """The terms with this folded word, ascending: one for each stem it has in the languages of the segment."""
        wanted = word.encode("utf-8", "replace")
        place = self._surface_place(wanted)
        terms: list[int] = []
        while place < len(self._by_surface) and self._terms[term := self._by_surface.item(place)] == wanted:
            if terms and term <= terms[-1]:
                raise self._by_surface.damage("its section terms_by_surface is not in order")
            terms.append(term)
            place += 1
        return terms

    def terms_of_surfaces(self, words: Sequence[str]) -> list[list[int]]:
        """`terms_of_surface` of each word."""
        if len(words) < _MANY_WORDS and "_in_order" not in self.__dict__:
            return [self.terms_of_surface(word) for word in checked(words, every=64)]
        in_order, terms = self._in_order
        found: list[list[int]] = []
        for word in words:
            low = high = bisect_left(in_order, word)
            while high < len(in_order) and in_order[high] == word:
                high += 1
            found.append(terms[low:high])
        return found

    @cached_property
    def _in_order(self) -> tuple[list[str], list[int]]:
        """All folded words, ascending, and their terms: 80,000 words take 60 ms and 9 MB, and save 10 µs for each word
        that is looked up or read. (Strings ascend as their UTF-8 does.)"""
        words, terms = self._terms.all_decoded(), self._by_surface.whole().tolist()
        if max(terms, default=0) >= len(words):
            raise self._by_surface.damage("its section terms_by_surface names terms that there are not")
        check()
        in_order = [words[term] for term in terms]
        if any(map(ge, zip(in_order, terms, strict=True), zip(in_order[1:], terms[1:], strict=True))):
            raise self._by_surface.damage("its section terms_by_surface is not in order")
        return in_order, terms

    def terms_of_stem(self, stem: str) -> range:
        """The terms with this stem; they are neighbours."""
        wanted = stem.encode("utf-8", "replace")
        place = bisect(wanted, len(self._stems), self._stems.__getitem__)
        if place < len(self._stems) and self._stems[place] == wanted:
            first, end = self._stem_firsts.item(place), self._stem_firsts.item(place + 1)
            if not first < end <= self.term_count:
                raise self._file.damage("its section stem_firsts is not in order")
            return range(first, end)
        return range(0)

    def stems_of_surface(self, word: str) -> list[str]:
        """The stems that this folded word has in the languages of the segment."""
        places = self.stems_at(np.array(self.terms_of_surface(word), np.uint32))
        return [self._stems.decoded(place) for place in places.tolist()]

    def stems_of_terms(self, terms: Sequence[int]) -> list[int]:
        """The numbers of the stems of these terms, ascending, each once."""
        return sorted(set(self.stems_at(np.array(terms, np.uint32)).tolist()))

    def stems_at(self, terms: U32) -> I64:
        """int64[n]: the number of the stem of each of the terms."""
        numbers: I64 = np.searchsorted(self._stem_edges, terms, side="right") - 1
        return numbers

    def surfaces(self, stem: str) -> list[str]:
        """The folded words with this stem."""
        return [self._terms.decoded(term) for term in self.terms_of_stem(stem)]

    def vocabulary(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The folded words that begin with `prefix` and their terms, in the order of their UTF-8 bytes."""
        wanted = prefix.encode("utf-8", "replace")
        self._terms.require_order()
        first, end = self._surface_place(wanted), self._surface_place(wanted + _BEYOND_UTF8)
        if end - first >= _MANY_WORDS:
            in_order, terms = self._in_order
            yield from zip(in_order[first:end], terms[first:end], strict=True)
            return
        before = (b"", -1)
        for place in range(first, len(self._by_surface)):
            term = self._by_surface.item(place)
            word = self._terms[term]
            if not word.startswith(wanted):
                return
            if (word, term) <= before:
                # A term that came again and again would be looked up as often.
                raise self._by_surface.damage("its section terms_by_surface is not in order")
            before = (word, term)
            yield self._terms.decode(word), term

    @property
    def terms_in_word_order(self) -> U32:
        """uint32[terms]: all terms, by their folded words, in the order of UTF-8 (which is that of code points)."""
        terms: U32 = self._by_surface.whole()
        if len(terms) != self.term_count or int(terms.max(initial=0)) >= max(1, self.term_count):
            raise self._by_surface.damage("its section terms_by_surface has not as many terms as there are")
        return terms

    def surface_of(self, term: int) -> str:
        """The folded word of a term."""
        return self._terms.decoded(term)

    def surface_place(self, word: str) -> int:
        """The place in `terms_in_word_order` of the first term whose folded word is this one or a later one."""
        return self._surface_place(word.encode("utf-8", "replace"))

    def words_between(self, first: str, last: str) -> list[str]:
        """The folded words that begin with a character from `first` to `last`, both included, in that order."""
        size = len(self._by_surface)
        if not size or self._terms[self._by_surface.item(size - 1)] < first.encode():
            # Asked of every segment; most have no such word, which one look shows.
            return []
        places = range(self._surface_place(first.encode()), self._surface_place(chr(ord(last) + 1).encode()))
        self._terms.require_order()
        return [self._terms.decoded(self._by_surface.item(place)) for place in places]

    def _surface_place(self, wanted: bytes) -> int:
        return bisect(wanted, len(self._by_surface), lambda at: self._terms[self._by_surface.item(at)])

    def frequency(self, first: int, end: int) -> int:
        """How often terms `first` to `end` - 1 occur, deleted scenes included."""
        edges = self._block_edges
        return self._postings.count(edges.item(first), edges.item(end))

    @cached_property
    def term_frequencies(self) -> I64:
        """int64[terms]: how often each term occurs, deleted scenes included."""
        blocks, term_blocks = self.postings
        ends = np.concatenate([[0], np.cumsum(blocks.counts.astype(np.int64) + 1)])
        return np.diff(ends[term_blocks])

    def positions(self, term: int) -> U32:
        """uint32[...], ascending: the positions of `term`."""
        return self.positions_between(term, term + 1)

    def positions_between(self, first: int, end: int) -> U32:
        """uint32[...]: the positions of terms `first` to `end` - 1, one term after the other."""
        edges = self._block_edges
        return self._postings.all(edges.item(first), edges.item(end))

    def positions_of(self, ranges: Sequence[tuple[int, int]]) -> U32:
        """uint32[...]: the positions of the terms in half-open ranges, ascending and disjoint, one term after the
        other."""
        if len(ranges) < _FEW_RANGES:
            pieces = [self.positions_between(first, end) for first, end in ranges]
            return pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, np.uint32), *pieces])
        blocks = self._block_edges.whole().astype(np.int64)
        bounds = np.array(ranges, np.int64)
        return self._postings.all_of(blocks[bounds[:, 0]], blocks[bounds[:, 1]])

    def positions_of_terms(self, terms: I64) -> U32:
        """uint32[...]: the positions of these terms (ascending), one term after the other."""
        blocks = self._block_edges.whole().astype(np.int64)
        return self._postings.all_of(blocks[terms], blocks[terms + 1])

    def positions_around(self, term: int, places: NDArray[np.integer[Any]]) -> U32:
        """uint32[...], ascending: of the positions of `term` at least those that are among `places` (ascending).

        Only the blocks that can hold one of them are unpacked: for ten places of "the" ten blocks of 5,500.
        """
        edges = self._block_edges
        return self._postings.around(places, edges.item(term), edges.item(term + 1))

    @cached_property
    def _block_edges(self) -> CheckedArray:
        """The first block of each term. No two terms have a block in common: else few blocks could make many lists."""
        ascending(self._term_blocks, self._postings.block_count)
        return self._term_blocks

    @cached_property
    def _stem_edges(self) -> U32:
        return ascending(self._stem_firsts, self.term_count)

    @property
    def _position_count(self) -> int:
        return self._postings.total

    def positions_in_blocks(self, chosen: I64) -> U32:
        """uint32[...]: the positions in some of the blocks of `postings` (ascending), one block after the other."""
        return self._postings.of_blocks(chosen)

    @property
    def postings(self) -> tuple[Blocks, U32]:
        """All positions, packed, and uint32[terms + 1], the first block of each term; the last is the end."""
        return self._postings.blocks(), self._block_edges.whole()
