"""A segment on disk, open for reading: terms to positions, scenes to texts. All lazily, all shareable by threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..model import Scene, WorkRecord
from ..records import scene_from_bytes, work_from_json
from .container import Container
from .layout import KINDS, NO_LANGUAGE, SEGMENT_KIND, SEGMENT_VERSION
from .packing import Blocks, unpack_at, word_counts
from .texts import TextReader

__all__ = ["Segment"]

# Blocks from one checkpoint to the next, as a power of two.
_STRIDE_BITS = 6

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]


class _Strings:
    """Strings laid end to end in a file, by number."""

    def __init__(self, text: U8, offsets: U32) -> None:
        # Through memoryviews a string takes 0.2 µs, through arrays 1 µs; a search in 80,000 looks at seventeen.
        self._text, self._offsets = text.data, offsets.data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._offsets[number] : self._offsets[number + 1]])

    def all(self) -> list[bytes]:
        text = bytes(self._text)
        return [text[start:end] for start, end in pairwise(self._offsets.tolist())]


class _Lists:
    """Lists of positions in packed blocks, each ascending; a list is those from block `low` to `high`."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self.blocks = len(blocks.firsts)

    def count(self, low: int, high: int) -> int:
        return int(self._blocks.counts[low:high].sum(dtype=np.int64)) + high - low

    def all(self, low: int, high: int) -> U32:
        return self._unpacked(np.arange(low, high))

    def around(self, places: NDArray[np.integer[Any]], low: int, high: int) -> U32:
        """At least those that are among `places` (ascending): what the blocks hold that can hold one of them."""
        blocks = np.searchsorted(self._blocks.firsts[low:high], places.astype(np.uint32), side="right") - 1
        blocks = blocks[np.concatenate([blocks[:-1] != blocks[1:], [True]])] if len(blocks) else blocks
        return self._unpacked(low + blocks[blocks >= 0])

    def within(self, begin: int, end: int, low: int, high: int) -> U32:
        """Those from `begin` to before `end`."""
        limits = np.array([begin, end], np.uint32)
        first, last = np.searchsorted(self._blocks.firsts[low:high], limits).tolist()
        # The block before may reach into them.
        found = self._unpacked(np.arange(low + max(0, first - 1), low + last))
        first, last = np.searchsorted(found, limits).tolist()
        return found[first:last]

    def _unpacked(self, chosen: I64) -> U32:
        """The positions in the blocks `chosen`, ascending and near each other."""
        if not len(chosen):
            return np.empty(0, np.uint32)
        # Where a block's bits begin is not kept but counted up, from the last of every 64 blocks for which it is.
        near = int(chosen[0]) >> _STRIDE_BITS
        start, end = near << _STRIDE_BITS, int(chosen[-1]) + 1
        sizes = word_counts(self._blocks.counts[start:end], self._blocks.widths[start:end])
        offsets = self._checkpoints[near] + np.cumsum(sizes) - sizes
        firsts, counts, widths, words = self._blocks
        return unpack_at(Blocks(firsts[chosen], counts[chosen], widths[chosen], words), offsets[chosen - start])

    @cached_property
    def _checkpoints(self) -> I64:
        """int64[...]: where the bits of every 64th block begin."""
        sizes = word_counts(self._blocks.counts, self._blocks.widths)
        padded = np.concatenate([sizes, np.zeros(-len(sizes) % (1 << _STRIDE_BITS), np.int64)])
        return np.concatenate([[0], np.cumsum(padded.reshape(-1, 1 << _STRIDE_BITS).sum(axis=1))])


class Segment:
    """A segment's arrays, and look-ups over them.

    scene_starts   uint32[scenes + 1]  the first position of each scene, ascending; the last is the end.
    scene_lengths  uint32[scenes]      how many terms each has.
    scene_works    uint32[scenes]      the work of each, as an index into `works`.
    scene_kinds    uint8[scenes]       as an index into layout.KINDS.
    scene_orders   uint32[scenes]      the place in its work.
    """

    def __init__(self, path: Path, size: int | None = None) -> None:
        """Raises LibraryDamaged or LibraryTooNew."""
        self._file = file = Container(path, SEGMENT_KIND, SEGMENT_VERSION, size)
        self.path = path
        self.scene_starts: U32 = file.array("scene_starts", "u4")
        self.scene_lengths: U32 = file.array("scene_lengths", "u4")
        self.scene_works: U32 = file.array("scene_works", "u4")
        self.scene_kinds: U8 = file.array("scene_kinds", "u1")
        self.scene_orders: U32 = file.array("scene_orders", "u4")
        self._terms = self._strings("term")
        self._stems = self._strings("stem")
        self._stem_firsts: U32 = file.array("stem_firsts", "u4")
        self._by_surface: U32 = file.array("terms_by_surface", "u4")
        self._term_blocks: U32 = file.array("term_blocks", "u4")
        self._blocks = self._packed("block")
        self._lists = _Lists(self._blocks)
        self._paragraphs = _Lists(self._packed("paragraph"))
        self._ids = self._strings("scene_id")
        self._by_id: U32 = file.array("scene_by_id", "u4")
        self._work_records = self._strings("work")
        self._known_works: dict[int, WorkRecord] = {}
        self._texts = TextReader(
            file.array("text", "u1"),
            file.array("text_blocks", "u8"),
            file.array("text_block_of", "u4"),
            file.array("text_offsets", "u4"),
        )

    def _strings(self, name: str) -> _Strings:
        return _Strings(self._file.array(f"{name}_text", "u1"), self._file.array(f"{name}_offsets", "u4"))

    def _packed(self, name: str) -> Blocks:
        return Blocks(
            self._file.array(f"{name}_firsts", "u4"),
            self._file.array(f"{name}_counts", "u1"),
            self._file.array(f"{name}_widths", "u1"),
            self._file.array(f"{name}_words", "u8"),
        )

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums."""
        return self._file.verify()

    def __len__(self) -> int:
        """The number of scenes, deleted ones included."""
        return len(self.scene_lengths)

    @property
    def term_count(self) -> int:
        return len(self._terms)

    @cached_property
    def paragraph_starts(self) -> U32:
        """uint32[...], ascending: the first position of each paragraph that has words."""
        return self._paragraphs.all(0, self._paragraphs.blocks)

    @cached_property
    def works(self) -> list[WorkRecord]:
        return [self.work(number) for number in range(len(self._work_records))]

    def work(self, number: int) -> WorkRecord:
        """One of `works`; what an answer shows are ten of thousands."""
        found = self._known_works.get(number)
        if found is None:
            found = self._known_works[number] = work_from_json(self._work_records[number])
        return found

    def scene(self, number: int) -> Scene:
        return scene_from_bytes(
            self.scene_bytes(number),
            scene_id=self.scene_id(number),
            work_id=self.work(int(self.scene_works[number])).id,
            kind=KINDS[int(self.scene_kinds[number])],
            order=int(self.scene_orders[number]),
            words=int(self.scene_lengths[number]),
        )

    @property
    def sketches(self) -> tuple[U32, U32]:
        """The sketches of the scenes (analysis/sketch.py), end to end, and uint32[scenes + 1]: where each begins."""
        if not self._file.has("sketch"):
            return np.empty(0, np.uint32), np.zeros(len(self) + 1, np.uint32)
        return self._file.array("sketch", "u4"), self._file.array("sketch_offsets", "u4")

    @property
    def scene_ids(self) -> tuple[U8, U32]:
        """The ids of all scenes, end to end, and uint32[scenes + 1]: where each begins."""
        return self._file.array("scene_id_text", "u1"), self._file.array("scene_id_offsets", "u4")

    def scene_id(self, number: int) -> str:
        return self._ids[number].decode("utf-8", "surrogatepass")

    def scene_bytes(self, number: int) -> bytes:
        """A scene as it is stored (records.encode_scene)."""
        return self._texts.read(number)

    def scene_by_id(self, scene_id: str) -> int | None:
        """The number of the scene with this id."""
        wanted = scene_id.encode("utf-8", "surrogatepass")
        place = _bisect(wanted, len(self._by_id), lambda at: self._ids[int(self._by_id[at])])
        if place < len(self._by_id) and self._ids[int(self._by_id[place])] == wanted:
            return int(self._by_id[place])
        return None

    def names(self) -> list[tuple[bytes, bytes]]:
        """(stem, surface) of every term, UTF-8, sorted."""
        found: list[tuple[bytes, bytes]] = []
        for number in range(len(self._stems)):
            stem = self._stems[number]
            terms = range(int(self._stem_firsts[number]), int(self._stem_firsts[number + 1]))
            found += [(stem, self._terms[term]) for term in terms]
        return found

    @property
    def stemming(self) -> str:
        """What the stems were found with (analysis.stemming_version), "" if the file does not say."""
        return str(self._file.meta.get("stemming", ""))

    def term_languages(self) -> tuple[list[str], U8]:
        """Languages, and uint8[terms]: one that gives the term its stem, as an index into them; 255 if not known."""
        languages = [str(language) for language in self._file.meta.get("languages", ())]
        if not languages:
            return [], np.full(self.term_count, NO_LANGUAGE, np.uint8)
        return languages, self._file.array("term_languages", "u1")

    def stems_by_language(self) -> dict[str, dict[str, str]]:
        """The stem of every word by language; of words that several languages stem alike, in one of them."""
        languages, numbers = self.term_languages()
        decoded = [stem.decode("utf-8", "surrogatepass") for stem in self._stems.all()]
        stems = np.repeat(np.array(decoded, object), np.diff(self._stem_firsts))
        words = np.array([word.decode("utf-8", "surrogatepass") for word in self._terms.all()], object)
        return {
            language: dict(zip(words[numbers == number].tolist(), stems[numbers == number].tolist(), strict=True))
            for number, language in enumerate(languages)
        }

    def terms_of_surface(self, word: str) -> list[int]:
        """The terms with this folded word, ascending: one for each stem it has in the languages of the segment."""
        wanted = word.encode("utf-8", "surrogatepass")
        place = self._surface_place(wanted)
        found = []
        while place < len(self._by_surface) and self._terms[int(self._by_surface[place])] == wanted:
            found.append(int(self._by_surface[place]))
            place += 1
        return found

    def terms_of_stem(self, stem: str) -> range:
        """The terms with this stem; they are neighbours."""
        wanted = stem.encode("utf-8", "surrogatepass")
        place = _bisect(wanted, len(self._stems), self._stems.__getitem__)
        if place < len(self._stems) and self._stems[place] == wanted:
            return range(int(self._stem_firsts[place]), int(self._stem_firsts[place + 1]))
        return range(0)

    def stems_of_surface(self, word: str) -> list[str]:
        """The stems that this folded word has in the languages of the segment."""
        terms = self.terms_of_surface(word)
        places = np.searchsorted(self._stem_firsts, np.array(terms, np.uint32), side="right") - 1
        return [self._stems[int(place)].decode("utf-8", "surrogatepass") for place in places]

    def surfaces(self, stem: str) -> list[str]:
        """The folded words with this stem."""
        return [self._terms[term].decode("utf-8", "surrogatepass") for term in self.terms_of_stem(stem)]

    def vocabulary(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The folded words that begin with `prefix` and their terms, in the order of their UTF-8 bytes."""
        wanted = prefix.encode("utf-8", "surrogatepass")
        for place in range(self._surface_place(wanted), len(self._by_surface)):
            term = int(self._by_surface[place])
            word = self._terms[term]
            if not word.startswith(wanted):
                return
            yield word.decode("utf-8", "surrogatepass"), term

    def _surface_place(self, wanted: bytes) -> int:
        return _bisect(wanted, len(self._by_surface), lambda at: self._terms[int(self._by_surface[at])])

    def frequency(self, first: int, end: int) -> int:
        """How often terms `first` to `end` - 1 occur, deleted scenes included."""
        return self._lists.count(int(self._term_blocks[first]), int(self._term_blocks[end]))

    @cached_property
    def term_frequencies(self) -> I64:
        """int64[terms]: how often each term occurs, deleted scenes included."""
        ends = np.concatenate([[0], np.cumsum(self._blocks.counts.astype(np.int64) + 1)])
        return np.diff(ends[self._term_blocks])

    def positions(self, term: int) -> U32:
        """uint32[...], ascending: where `term` stands."""
        return self.positions_between(term, term + 1)

    def positions_between(self, first: int, end: int) -> U32:
        """uint32[...]: the positions of terms `first` to `end` - 1, one term after the other."""
        return self._lists.all(int(self._term_blocks[first]), int(self._term_blocks[end]))

    def positions_around(self, term: int, places: NDArray[np.integer[Any]]) -> U32:
        """uint32[...], ascending: of the positions of `term` at least those that are among `places` (ascending).

        Only the blocks that can hold one of them are unpacked: for ten places of "the" ten blocks of 5,500.
        """
        return self._lists.around(places, int(self._term_blocks[term]), int(self._term_blocks[term + 1]))

    def positions_in(self, term: int, scene: int) -> U32:
        """uint32[...], ascending: where `term` stands in one scene."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        return self._lists.within(begin, end, int(self._term_blocks[term]), int(self._term_blocks[term + 1]))

    def paragraphs_in(self, scene: int) -> U32:
        """uint32[...], ascending: the first position of each paragraph of a scene that has words."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        return self._paragraphs.within(begin, end, 0, self._paragraphs.blocks)

    @property
    def postings(self) -> tuple[Blocks, U32]:
        """All positions, packed, and uint32[terms + 1], the first block of each term."""
        return self._blocks, self._term_blocks

    @property
    def text_sections(self) -> dict[str, NDArray[Any]]:
        """All scenes, compressed (TextReader.sections)."""
        return self._texts.sections()

    def scenes_of(self, positions: NDArray[np.integer[Any]]) -> I64:
        """int64[n]: the scene of each position."""
        # Of one type, or numpy would copy all starts to the wider one.
        return np.searchsorted(self.scene_starts, positions.astype(np.uint32), side="right") - 1


def _bisect(wanted: bytes, size: int, key: Callable[[int], bytes]) -> int:
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if key(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low
