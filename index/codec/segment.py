"""A segment on disk, open for reading: terms to positions, scenes to texts. All lazily, all shareable by threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise, repeat
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U8, U32, U64
from fabula.index.model import Scene, WorkRecord

from .checked import CheckedArray
from .container import Container
from .dictionaries import Dictionaries
from .layout import GAP, KINDS, NO_LANGUAGE, SEGMENT_KIND, SEGMENT_VERSION
from .packing import BLOCK, Blocks, unpack_at, word_counts
from .records import scene_from_bytes, work_from_json
from .texts import TextReader

__all__ = ["Segment"]

# Blocks from one checkpoint to the next, as a power of two.
_STRIDE_BITS = 6
# Bits that a distance may take.
_WIDEST = 32

Numbers = TypeVar("Numbers", U8, U32)


class _Strings:
    """Strings laid end to end in a file, by number."""

    def __init__(self, text: CheckedArray, offsets: CheckedArray) -> None:
        self._text, self._offsets = text, offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        # Through memoryviews a string takes 0.7 µs, through arrays 1.5 µs; a search in 80,000 looks at seventeen.
        return bytes(self._text.content(self._offsets.item(number), self._offsets.item(number + 1)))

    def all(self) -> list[bytes]:
        text = self._text.whole().tobytes()
        return [text[start:end] for start, end in pairwise(self._offsets.whole().tolist())]

    def arrays(self) -> tuple[U8, U32]:
        """The bytes of all, end to end, and where each begins."""
        return self._text.whole(), self._offsets.whole()


class _Lists:
    """Lists of positions in packed blocks, each ascending; a list is those from block `low` to `high`."""

    def __init__(self, firsts: CheckedArray, counts: CheckedArray, widths: CheckedArray, words: CheckedArray) -> None:
        self._firsts, self._counts, self._widths, self._words = firsts, counts, widths, words
        self.blocks = len(firsts)

    def whole(self) -> Blocks:
        """All blocks."""
        return Blocks(self._firsts.whole(), self._counts.whole(), self._widths.whole(), self._words.whole())

    def _within_bounds(self, low: int, high: int) -> None:
        # Else a number in a damaged file could ask for gigabytes of indices.
        if not low <= high <= self.blocks:
            raise self._firsts.damage("it names blocks of positions that there are not")

    def count(self, low: int, high: int) -> int:
        self._within_bounds(low, high)
        return int(self._counts.part(low, high).sum(dtype=np.int64)) + high - low

    def all(self, low: int, high: int) -> U32:
        self._within_bounds(low, high)
        return self._unpacked(np.arange(low, high))

    def around(self, places: NDArray[np.integer[Any]], low: int, high: int) -> U32:
        """At least those that are among `places` (ascending): what the blocks hold that can hold one of them."""
        self._within_bounds(low, high)
        blocks = np.searchsorted(self._firsts.part(low, high), places.astype(np.uint32), side="right") - 1
        blocks = blocks[np.concatenate([blocks[:-1] != blocks[1:], [True]])] if len(blocks) else blocks
        return self._unpacked(low + blocks[blocks >= 0])

    def within(self, begin: int, end: int, low: int, high: int) -> U32:
        """Those from `begin` to before `end`."""
        self._within_bounds(low, high)
        limits = np.array([begin, end], np.uint32)
        first, last = np.searchsorted(self._firsts.part(low, high), limits).tolist()
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
        counts, widths = self._counts.part(start, end), self._widths.part(start, end)
        sizes = word_counts(counts, widths)
        ends = self._checkpoints[near] + np.cumsum(sizes)
        offsets = ends - sizes
        chosen = chosen - start
        words = self._words.around(offsets[chosen], ends[chosen])
        firsts = self._firsts.part(start, end)[chosen]
        return unpack_at(Blocks(firsts, counts[chosen], widths[chosen], words), offsets[chosen])

    @cached_property
    def _checkpoints(self) -> I64:
        """int64[...]: where the bits of every 64th block begin."""
        counts, widths = self._counts.whole(), self._widths.whole()
        if counts.max(initial=0) >= BLOCK or widths.max(initial=0) > _WIDEST:
            raise self._widths.damage("its blocks of positions are larger than blocks can be")
        sizes = word_counts(counts, widths)
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
        """Raises LibraryDamaged, LibraryTooOld or LibraryTooNew."""
        self._file = file = Container(path, SEGMENT_KIND, SEGMENT_VERSION, size)
        self.path = path
        self._count = len(file.section("scene_lengths", "u4"))
        self._terms = self._strings("term")
        self._stems = self._strings("stem")
        self._stem_firsts = file.section("stem_firsts", "u4")
        self._by_surface = file.section("terms_by_surface", "u4")
        self._term_blocks = file.section("term_blocks", "u4")
        self._lists = self._packed("block")
        self._paragraphs = self._packed("paragraph")
        self._ids = self._strings("scene_id")
        self._by_id = file.section("scene_by_id", "u4")
        self._work_records = self._strings("work")
        self._known_works: dict[int, WorkRecord] = {}
        self._texts = TextReader(
            file.section("text", "u1"),
            file.section("text_blocks", "u8"),
            file.section("text_block_of", "u4"),
            file.section("text_offsets", "u4"),
            self._dictionaries(),
        )
        self._fits()

    def _dictionaries(self) -> Dictionaries:
        size = self._file.length
        if size("text_dictionary_blocks") != size("text_dictionary_offsets"):
            raise self._file.damage("its dictionaries are not as many as it says")
        return Dictionaries(
            self._file.section("text_dictionary_text", "u1"),
            self._file.section("text_dictionary_offsets", "u4"),
            self._file.section("text_dictionary_blocks", "u4"),
        )

    def _strings(self, name: str) -> _Strings:
        return _Strings(self._file.section(f"{name}_text", "u1"), self._file.section(f"{name}_offsets", "u4"))

    def _packed(self, name: str) -> _Lists:
        return _Lists(
            self._file.section(f"{name}_firsts", "u4"),
            self._file.section(f"{name}_counts", "u1"),
            self._file.section(f"{name}_widths", "u1"),
            self._file.section(f"{name}_words", "u8"),
        )

    def _fits(self) -> None:
        """Raises LibraryDamaged unless the sections are as long as each other says; nothing is read for that."""
        scenes, terms, size = self._count, len(self._terms), self._file.length
        lengths = {
            "scene_starts": (size("scene_starts"), scenes + 1),
            **{name: (size(name), scenes) for name in ("scene_works", "scene_kinds", "scene_orders", "scene_by_id")},
            "scene_id_offsets": (len(self._ids), scenes),
            "text_block_of": (size("text_block_of"), scenes),
            "text_offsets": (size("text_offsets"), scenes),
            "stem_firsts": (len(self._stem_firsts), len(self._stems) + 1),
            "terms_by_surface": (len(self._by_surface), terms),
            "term_blocks": (len(self._term_blocks), terms + 1),
            **{
                f"{name}_{part}": (size(f"{name}_{part}"), size(f"{name}_firsts"))
                for name in ("block", "paragraph")
                for part in ("counts", "widths")
            },
        }
        for name, (found, wanted) in lengths.items():
            if found != wanted:
                raise self._file.damage(f"its section {name} has {found:,} numbers instead of {wanted:,}")

    # What is small and asked for as a whole; each is verified when it is first asked for. What is looked up with these
    # numbers may be large, so that they are looked at, too.

    @cached_property
    def scene_starts(self) -> U32:
        starts: U32 = self._file.array("scene_starts", "u4")
        if starts[0] or (np.diff(starts) != self.scene_lengths + np.uint32(GAP)).any() or (np.diff(starts) < GAP).any():
            raise self._file.damage("its scenes do not follow each other")
        return starts

    @cached_property
    def scene_lengths(self) -> U32:
        return self._file.array("scene_lengths", "u4")

    @cached_property
    def scene_works(self) -> U32:
        return self._below(self.work_count, "scene_works", self._file.array("scene_works", "u4"))

    @cached_property
    def scene_kinds(self) -> U8:
        return self._below(len(KINDS), "scene_kinds", self._file.array("scene_kinds", "u1"))

    @cached_property
    def scene_orders(self) -> U32:
        return self._file.array("scene_orders", "u4")

    def _below(self, limit: int, name: str, numbers: Numbers) -> Numbers:
        if numbers.max(initial=0) >= max(1, limit):
            raise self._file.damage(f"its section {name} has numbers that stand for nothing")
        return numbers

    def _ascends(self, name: str, numbers: U32, end: int) -> U32:
        if numbers[0] or numbers[-1] != end or (numbers[1:] < numbers[:-1]).any():
            raise self._file.damage(f"its section {name} is not in order")
        return numbers

    def numbers(self, name: str) -> U32:
        """A section of uint32 by its name, verified; for those that look at how the file is made."""
        return self._file.array(name, "u4")

    def damaged_at(self, name: str) -> list[tuple[int, int]]:
        """The bytes of a section that fail their checksums, as ranges."""
        return self._file.damaged_at(name)

    def release(self) -> None:
        """Let go of the file's pages that are in memory, which are read again when they are asked for."""
        self._file.release()

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums."""
        return self._file.verify()

    def __len__(self) -> int:
        """The number of scenes, deleted ones included."""
        return self._count

    @property
    def term_count(self) -> int:
        return len(self._terms)

    @cached_property
    def paragraph_starts(self) -> U32:
        """uint32[...], ascending: the first position of each paragraph that has words."""
        return self._paragraphs.all(0, self._paragraphs.blocks)

    @property
    def work_count(self) -> int:
        """The number of works, deleted ones included."""
        return len(self._work_records)

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

    def scenes_of_work(self, number: int) -> tuple[Scene, ...]:
        """In reading order, paratext included."""
        own = np.flatnonzero(self.scene_works == number)
        return tuple(self.scene(int(scene)) for scene in own[np.argsort(self.scene_orders[own], kind="stable")])

    @property
    def sketches(self) -> tuple[U32, U32]:
        """The sketches of the scenes (analysis/sketch.py), end to end, and uint32[scenes + 1]: where each begins."""
        if not self._file.has("sketch"):
            return np.empty(0, np.uint32), np.zeros(len(self) + 1, np.uint32)
        numbers = self._file.array("sketch", "u4")
        return numbers, self._ascends("sketch_offsets", self._file.array("sketch_offsets", "u4"), len(numbers))

    @property
    def scene_ids(self) -> tuple[U8, U32]:
        """The ids of all scenes, end to end, and uint32[scenes + 1]: where each begins."""
        return self._ids.arrays()

    def scene_id(self, number: int) -> str:
        return self._ids[number].decode("utf-8", "surrogatepass")

    def scene_bytes(self, number: int) -> bytes:
        """A scene as it is stored (writer/scene_encoding.py)."""
        return self._texts.read(number)

    def scene_by_id(self, scene_id: str) -> int | None:
        """The number of the scene with this id."""
        wanted = scene_id.encode("utf-8", "surrogatepass")
        place = _bisect(wanted, len(self._by_id), lambda at: self._ids[self._by_id.item(at)])
        if place < len(self._by_id) and self._ids[self._by_id.item(place)] == wanted:
            return self._by_id.item(place)
        return None

    def names(self) -> list[tuple[bytes, bytes]]:
        """(stem, surface) of every term, UTF-8, sorted."""
        firsts = self._ascends("stem_firsts", self._stem_firsts.whole(), self.term_count)
        stems = chain.from_iterable(map(repeat, self._stems.all(), np.diff(firsts).tolist()))
        # Nine tenths of a merge were spent here while each was taken from the file by itself.
        return list(zip(stems, self._terms.all(), strict=True))

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
        stems = np.repeat(np.array(decoded, object), np.diff(self._stem_firsts.whole()))
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
        while place < len(self._by_surface) and self._terms[self._by_surface.item(place)] == wanted:
            found.append(self._by_surface.item(place))
            place += 1
        return found

    def terms_of_stem(self, stem: str) -> range:
        """The terms with this stem; they are neighbours."""
        wanted = stem.encode("utf-8", "surrogatepass")
        place = _bisect(wanted, len(self._stems), self._stems.__getitem__)
        if place < len(self._stems) and self._stems[place] == wanted:
            first, end = self._stem_firsts.item(place), self._stem_firsts.item(place + 1)
            if not first < end <= self.term_count:
                raise self._file.damage("its section stem_firsts is not in order")
            return range(first, end)
        return range(0)

    def stems_of_surface(self, word: str) -> list[str]:
        """The stems that this folded word has in the languages of the segment."""
        terms = self.terms_of_surface(word)
        places = np.searchsorted(self._stem_firsts.whole(), np.array(terms, np.uint32), side="right") - 1
        return [self._stems[int(place)].decode("utf-8", "surrogatepass") for place in places]

    def stems_of_terms(self, terms: Sequence[int]) -> list[int]:
        """The numbers of the stems of these terms, ascending, each once."""
        places = np.searchsorted(self._stem_firsts.whole(), np.array(terms, np.uint32), side="right") - 1
        return sorted(set(places.tolist()))

    def stems_at(self, terms: U32) -> I64:
        """int64[n]: the number of the stem of each of the terms."""
        found: I64 = np.searchsorted(self._stem_firsts.whole(), terms, side="right") - 1
        return found

    def surfaces(self, stem: str) -> list[str]:
        """The folded words with this stem."""
        return [self._terms[term].decode("utf-8", "surrogatepass") for term in self.terms_of_stem(stem)]

    def vocabulary(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The folded words that begin with `prefix` and their terms, in the order of their UTF-8 bytes."""
        wanted = prefix.encode("utf-8", "surrogatepass")
        for place in range(self._surface_place(wanted), len(self._by_surface)):
            term = self._by_surface.item(place)
            word = self._terms[term]
            if not word.startswith(wanted):
                return
            yield word.decode("utf-8", "surrogatepass"), term

    def _surface_place(self, wanted: bytes) -> int:
        return _bisect(wanted, len(self._by_surface), lambda at: self._terms[self._by_surface.item(at)])

    def frequency(self, first: int, end: int) -> int:
        """How often terms `first` to `end` - 1 occur, deleted scenes included."""
        return self._lists.count(self._term_blocks.item(first), self._term_blocks.item(end))

    @cached_property
    def term_frequencies(self) -> I64:
        """int64[terms]: how often each term occurs, deleted scenes included."""
        blocks, term_blocks = self.postings
        ends = np.concatenate([[0], np.cumsum(blocks.counts.astype(np.int64) + 1)])
        return np.diff(ends[term_blocks])

    def positions(self, term: int) -> U32:
        """uint32[...], ascending: where `term` stands."""
        return self.positions_between(term, term + 1)

    def positions_between(self, first: int, end: int) -> U32:
        """uint32[...]: the positions of terms `first` to `end` - 1, one term after the other."""
        return self._lists.all(self._term_blocks.item(first), self._term_blocks.item(end))

    def positions_around(self, term: int, places: NDArray[np.integer[Any]]) -> U32:
        """uint32[...], ascending: of the positions of `term` at least those that are among `places` (ascending).

        Only the blocks that can hold one of them are unpacked: for ten places of "the" ten blocks of 5,500.
        """
        return self._lists.around(places, self._term_blocks.item(term), self._term_blocks.item(term + 1))

    def positions_in(self, term: int, scene: int) -> U32:
        """uint32[...], ascending: where `term` stands in one scene."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        return self._lists.within(begin, end, self._term_blocks.item(term), self._term_blocks.item(term + 1))

    def paragraphs_in(self, scene: int) -> U32:
        """uint32[...], ascending: the first position of each paragraph of a scene that has words."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        return self._paragraphs.within(begin, end, 0, self._paragraphs.blocks)

    @property
    def postings(self) -> tuple[Blocks, U32]:
        """All positions, packed, and uint32[terms + 1], the first block of each term."""
        return self._lists.whole(), self._term_blocks.whole()

    @property
    def text_edges(self) -> U64:
        """uint64[blocks + 1]: where the blocks of compressed text begin; the last is the end."""
        return self._file.array("text_blocks", "u8")

    @property
    def text_sections(self) -> dict[str, NDArray[Any]]:
        """All scenes, compressed (TextReader.sections)."""
        return self._texts.sections()

    @property
    def text_dictionary(self) -> bytes:
        """What the first block of text is compressed with."""
        return self._texts.dictionary()

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
