"""A segment on disk, open for reading: terms to positions, scenes to texts.

Everything is read when it is first asked for, and may be shared by threads.
"""

from __future__ import annotations

from pathlib import Path

from fabula.index.array_types import U32
from fabula.index.codec.container import Container
from fabula.index.codec.held_file import HeldFile
from fabula.index.codec.layout import GAP, SEGMENT_KIND, SEGMENT_VERSION
from .scenes import SegmentScenes
from .terms import SegmentTerms

# Positions have 32 bits, and a gap follows each scene.
_MAX_SCENES = (1 << 32) // GAP


class Segment(SegmentTerms, SegmentScenes):
    """One file of terms and scenes. Positions count through all of its scenes, with a gap after each."""

    def __init__(self, path: Path, size: int | None = None, held: HeldFile | None = None) -> None:
        """`held` is the file, if it is open already. Raises LibraryDamaged, LibraryTooOld or LibraryTooNew."""
        self.path = path
        super().__init__(Container(path, SEGMENT_KIND, SEGMENT_VERSION, size, held=held))
        self._require_sizes()

    def _require_sizes(self) -> None:
        """Raises LibraryDamaged unless the sections are as long as each other says; nothing is read for that."""
        scenes, terms, size = len(self), self.term_count, self._file.length
        if scenes > _MAX_SCENES:
            raise self._file.damage("it has more scenes than there can be positions")
        if size("text_dictionary_blocks") != size("text_dictionary_offsets"):
            raise self._file.damage("its dictionaries are not as many as it says")
        lengths = {
            "scene_starts": (size("scene_starts"), scenes + 1),
            **{name: (size(name), scenes) for name in ("scene_works", "scene_kinds", "scene_orders", "scene_by_id")},
            "scene_id_offsets": (len(self._ids), scenes),
            "text_block_of": (size("text_block_of"), scenes),
            "text_offsets": (size("text_offsets"), scenes),
            "stem_firsts": (len(self._stem_firsts), len(self._stems) + 1),
            "terms_by_surface": (len(self._by_surface), terms),
            "term_blocks": (len(self._term_blocks), terms + 1),
        }
        for name, (length, expected) in lengths.items():
            if length != expected:
                raise self._file.damage(f"its section {name} has {length:,} numbers instead of {expected:,}")

    @property
    def held(self) -> HeldFile:
        """The open file."""
        return self._file.held

    def positions_in(self, term: int, scene: int) -> U32:
        """uint32[...], ascending: the positions of `term` in one scene."""
        begin, end = int(self.scene_starts[scene]), int(self.scene_starts[scene + 1])
        edges = self._block_edges
        return self._postings.within(begin, end, edges.item(term), edges.item(term + 1))

    def numbers(self, name: str) -> U32:
        """A section of uint32 by its name, verified; for those that look at how the file is made."""
        return self._file.array(name, "u4")

    def damaged_at(self, name: str) -> list[tuple[int, int]]:
        """The bytes of a section that fail their checksums, as ranges."""
        return self._file.damaged_at(name)

    def require_size(self) -> None:
        """Raises LibraryDamaged if the file was cut since it was opened, OSError if it is gone; nothing is read."""
        self._file.require_size()

    def release(self) -> None:
        """Let go of the file's pages that are in memory; they are read again when they are asked for."""
        self._file.release()

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums."""
        return self._file.verify()
