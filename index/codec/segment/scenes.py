"""The scenes of a segment: where they stand, whose they are, and their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U8, U32, U64
from fabula.index.budget import checked
from fabula.index.codec.container import Container
from fabula.index.codec.dictionaries import Dictionaries
from fabula.index.codec.layout import GAP, KINDS
from fabula.index.codec.records import chapter_from_bytes, scene_from_bytes, text_from_bytes, work_from_json
from fabula.index.codec.texts import TextReader
from fabula.index.model import ChapterRef, Scene, WorkRecord
from .sections import SegmentSections
from .strings import ascending, bisect


class SegmentScenes(SegmentSections):
    """Scenes by number, in reading order, and the works they belong to.

    scene_starts   uint32[scenes + 1]  the first position of each scene, ascending; the last is the end.
    scene_lengths  uint32[scenes]      how many terms each has.
    scene_works    uint32[scenes]      the work of each, as an index into `works`.
    scene_kinds    uint8[scenes]       as an index into layout.KINDS.
    scene_orders   uint32[scenes]      the place in its work.

    Each array is verified when it is first asked for. Its numbers are checked, too: what is looked up with them may be
    large.
    """

    def __init__(self, file: Container) -> None:
        super().__init__(file)
        self._scene_count = len(file.section("scene_lengths", "u4"))
        self._paragraphs = self.position_lists("paragraph")
        self._ids = self.strings("scene_id")
        self._by_id = file.section("scene_by_id", "u4")
        self._work_records = self.strings("work")
        self._known_works: dict[int, WorkRecord] = {}
        self._known_chapters: dict[int, tuple[ChapterRef | None, ...]] = {}
        self._texts = TextReader(
            file.section("text", "u1"),
            file.section("text_blocks", "u8"),
            file.section("text_block_of", "u4"),
            file.section("text_offsets", "u4"),
            Dictionaries(
                file.section("text_dictionary_text", "u1"),
                file.section("text_dictionary_offsets", "u4"),
                file.section("text_dictionary_blocks", "u4"),
            ),
        )

    def __len__(self) -> int:
        """The number of scenes, deleted ones included."""
        return self._scene_count

    @cached_property
    def scene_starts(self) -> U32:
        starts: U32 = self._file.array("scene_starts", "u4")
        lengths = np.diff(starts)
        # Sums of 32 bits start again at 0 where they are too large.
        if starts[0] or (starts[1:] < starts[:-1]).any() or (lengths < GAP).any():
            raise self._file.damage("its scenes are not in order")
        if (lengths != self.scene_lengths + np.uint32(GAP)).any():
            raise self._file.damage("its scenes do not follow each other")
        # So no array with a place for each position is larger than the file allows.
        if int(starts[-1]) != GAP * len(lengths) + self._position_count:
            raise self._file.damage("its scenes have not as many terms as it has positions")
        return starts

    @property
    def _position_count(self) -> int:
        """How many positions all terms have together."""
        raise NotImplementedError

    @cached_property
    def scene_lengths(self) -> U32:
        return self._file.array("scene_lengths", "u4")

    @cached_property
    def scene_works(self) -> U32:
        return self._require_below(self.work_count, "scene_works", self._file.array("scene_works", "u4"))

    @cached_property
    def scene_kinds(self) -> U8:
        return self._require_below(len(KINDS), "scene_kinds", self._file.array("scene_kinds", "u1"))

    @cached_property
    def scene_orders(self) -> U32:
        return self._file.array("scene_orders", "u4")

    def scenes_of(self, positions: NDArray[np.integer[Any]]) -> I64:
        """int64[n]: the scene of each position."""
        # One type for both, or numpy would copy all starts to the wider one.
        return np.searchsorted(self.scene_starts, positions.astype(np.uint32), side="right") - 1

    @cached_property
    def paragraph_starts(self) -> U32:
        """uint32[...], ascending: the first position of each paragraph that has words."""
        return self._paragraphs.all(0, self._paragraphs.block_count)

    def paragraphs_in(self, scene: int) -> U32:
        """uint32[...], ascending: the first position of each paragraph of a scene that has words."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        return self._paragraphs.within(begin, end, 0, self._paragraphs.block_count)

    @property
    def work_count(self) -> int:
        """The number of works, deleted ones included."""
        return len(self._work_records)

    @cached_property
    def works(self) -> list[WorkRecord]:
        self._work_records.require_order()
        return [self.work(number) for number in checked(range(len(self._work_records)), every=32)]

    def work(self, number: int) -> WorkRecord:
        """One of `works`: an answer shows ten of thousands."""
        record = self._known_works.get(number)
        if record is None:
            record = self._known_works[number] = work_from_json(self._work_records[number], self._file.path)
        return record

    def scene(self, number: int) -> Scene:
        return self._decoded(number, self.scene_bytes(number))

    def scenes(self, numbers: Sequence[int]) -> list[Scene]:
        """Some scenes, ascending, in two thirds of the time: each block of texts is unpacked once."""
        return list(map(self._decoded, numbers, self._texts.read_each(numbers)))

    def _decoded(self, number: int, content: bytes) -> Scene:
        return scene_from_bytes(
            content,
            scene_id=self.scene_id(number),
            work_id=self.work(int(self.scene_works[number])).id,
            kind=KINDS[int(self.scene_kinds[number])],
            order=int(self.scene_orders[number]),
            words=int(self.scene_lengths[number]),
            file=self._file.path,
        )

    def scene_texts(self, numbers: Iterable[int]) -> Iterator[str]:
        """The texts of some scenes, ascending, in a quarter of the time: of no more than is asked for, but for scenes
        that share a block."""
        return (text_from_bytes(content, self._file.path) for content in self._texts.read_each(numbers))

    def chapters_of_work(self, number: int) -> tuple[I64, tuple[ChapterRef | None, ...]]:
        """The scenes of a work, ascending, and the chapter of each: 4,000 scenes take 0.2 s, as whole scenes 0.4."""
        scenes = np.flatnonzero(self.scene_works == number)
        known = self._known_chapters.get(number)
        if known is None:
            contents = self._texts.read_each(checked(scenes.tolist(), "the chapters of a work", every=16))
            # One object for the scenes of a chapter: of most works a thousandth of their text is kept.
            chapters: dict[ChapterRef | None, ChapterRef | None] = {}
            read = (chapter_from_bytes(content, self._file.path) for content in contents)
            known = self._known_chapters[number] = tuple([chapters.setdefault(each, each) for each in read])
        return scenes, known

    def scenes_of_work(self, number: int) -> tuple[Scene, ...]:
        """The scenes of a work in reading order, paratext included."""
        scenes = np.flatnonzero(self.scene_works == number)
        in_order = scenes[np.argsort(self.scene_orders[scenes], kind="stable")]
        return tuple(self.scene(scene) for scene in checked(in_order.tolist(), "the scenes of a work", every=16))

    @property
    def scene_ids(self) -> tuple[U8, U32]:
        """The ids of all scenes, end to end, and uint32[scenes + 1]: where each begins."""
        return self._ids.arrays()

    def scene_id(self, number: int) -> str:
        return self._ids.decoded(number)

    def scene_by_id(self, scene_id: str) -> int | None:
        """The number of the scene with this id."""
        wanted = scene_id.encode("utf-8", "replace")
        place = bisect(wanted, len(self._by_id), lambda at: self._ids[self._by_id.item(at)])
        if place < len(self._by_id) and self._ids[self._by_id.item(place)] == wanted:
            return self._by_id.item(place)
        return None

    def scene_bytes(self, number: int) -> bytes:
        """A scene as it is stored (writer/scene_encoding.py)."""
        return self._texts.read(number)

    @property
    def sketches(self) -> tuple[U32, U32]:
        """The sketches of the scenes (analysis/sketch.py), end to end, and uint32[scenes + 1]: where each begins."""
        if not self._file.has("sketch"):
            return np.empty(0, np.uint32), np.zeros(len(self) + 1, np.uint32)
        numbers = self._file.array("sketch", "u4")
        offsets = ascending(self._file.section("sketch_offsets", "u4"), len(numbers))
        if len(offsets) != len(self) + 1:
            raise self._file.damage("its sketches are not as many as its scenes")
        return numbers, offsets

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
        """The dictionary of the first block of text."""
        return self._texts.dictionary()
