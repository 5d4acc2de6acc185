"""Sections whose author computed the checksums as well: none makes a few bytes into gigabytes, or has no name.

Each test changes one section of a real segment, so that its numbers contradict those of others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.faults.stories import mixed
from benchmarks.stress.forged_arrays import copy_of
from benchmarks.stress.forging import containers, forge_arrays, forge_directory, sections_of
from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryDamaged
from fabula.index.store.index_store import IndexStore

Sections = dict[str, NDArray[Any]]
Change = Callable[[Sections], None]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some stories, of which two are one text, with speech, some of it interrupted."""
    folder = tmp_path_factory.mktemp("hostile") / "library"
    line = Block(BlockKind.PARAGRAPH, "“You would,” said Ilse, “have been my choice.”")
    add_works(folder, [*mixed(2), Work("Choice", ("Ann Author",), (Chapter((line,)),), Metadata(language="en"))])
    return folder


@pytest.fixture
def forged(library: Path, tmp_path: Path) -> Callable[..., IndexStore]:
    """forged(change, kind) -> the library, open, with a container of that suffix as `change` leaves its sections."""

    def forge(change: Change, kind: str = ".seg", meta: Any = None) -> IndexStore:
        copy = copy_of(library, tmp_path / "copy")
        path = next(path for path in containers(copy) if path.suffix == kind)
        sections = sections_of(path)
        change(sections)
        forge_arrays(copy, path, sections, meta)
        return IndexStore.open(copy)

    return forge


def fill(name: str, value: int) -> Change:
    return lambda sections: sections[name].fill(value)


def cut(name: str, count: int = 0) -> Change:
    return lambda sections: sections.__setitem__(name, sections[name][:count])


def claim_longer_scenes(sections: Sections) -> None:
    """Each scene has a hundred million words more, as its start and its length say."""
    more = np.uint32(100_000_000)
    sections["scene_lengths"] += more
    sections["scene_starts"] += more * np.arange(len(sections["scene_starts"]), dtype=np.uint32)


def claim_starts_beyond_32_bits(sections: Sections) -> None:
    """So many words more that sums begin at 0 again, and end where they did."""
    count = len(sections["scene_lengths"])
    sections["scene_lengths"][:2] += np.uint32(2**31)
    sections["scene_starts"][1] += np.uint32(2**31)
    assert count > 2


def all_positions_for_each_term(sections: Sections) -> None:
    sections["term_blocks"][::2] = 0
    sections["term_blocks"][1::2] = len(sections["block_firsts"])


def blocks_without_bits(sections: Sections) -> None:
    sections["block_counts"].fill(127)
    sections["block_widths"].fill(0)


def overlap(name: str) -> Change:
    """Each string is all of the text."""

    def change(sections: Sections) -> None:
        sections[f"{name}_offsets"][::2] = 0
        sections[f"{name}_offsets"][1::2] = len(sections[f"{name}_text"])

    return change


def all_terms(segment: Segment) -> object:
    return [segment.positions(term) for term in range(segment.term_count)]


@pytest.mark.parametrize(
    ("change", "ask", "problem"),
    [
        (claim_longer_scenes, lambda segment: segment.scene_starts, "not as many terms as it has positions"),
        (claim_starts_beyond_32_bits, lambda segment: segment.scene_starts, "its scenes are not in order"),
        (fill("scene_lengths", 2**32 - 1), lambda segment: segment.scene_starts, "do not follow each other"),
        (fill("scene_works", 2**31), lambda segment: segment.scene_works, "numbers that stand for nothing"),
        (fill("scene_kinds", 9), lambda segment: segment.scene(0), "numbers that stand for nothing"),
        (all_positions_for_each_term, all_terms, "term_blocks is not in order"),
        (blocks_without_bits, all_terms, "none of the bits that they need"),
        (fill("block_counts", 128), all_terms, "larger than blocks can be"),
        (fill("block_widths", 33), all_terms, "larger than blocks can be"),
        (fill("block_widths", 255), lambda segment: segment.postings, "larger than blocks can be"),
        (cut("block_words", 1), all_terms, "more bits than there are"),
        (overlap("term"), lambda segment: list(segment.vocabulary()), "term_offsets is not in order"),
        (overlap("term"), lambda segment: segment.names(), "term_offsets is not in order"),
        (overlap("work"), lambda segment: segment.works, "work_offsets is not in order"),
        (overlap("scene_id"), lambda segment: segment.scene_ids, "scene_id_offsets is not in order"),
        (fill("term_offsets", 2**31), lambda segment: segment.terms_of_surface("lamp"), "lies outside of it"),
        (fill("terms_by_surface", 5), lambda segment: list(segment.vocabulary()), "terms_by_surface is not in order"),
        (fill("terms_by_surface", 2**31), lambda segment: segment.terms_of_surface("lamp"), "no place 2,147,483,648"),
        (fill("scene_by_id", 2**31), lambda segment: segment.scene_by_id("x"), "no place 2,147,483,648"),
        (fill("stem_firsts", 7), lambda segment: segment.stems_of_surface("lamp"), "stem_firsts is not in order"),
        (fill("term_text", 0xFF), lambda segment: list(segment.vocabulary()), "is no UTF-8"),
        (fill("scene_id_text", 0xED), lambda segment: segment.scene_id(0), "is no UTF-8"),
        (fill("text_block_of", 2**31), lambda segment: segment.scene(0), "no place 2,147,483,648"),
        (fill("text_blocks", 2**63), lambda segment: segment.scene(0), "lies outside of it"),
        (fill("text_offsets", 2**32 - 1), lambda segment: segment.scene(0), "and 4,294,967,295 are needed"),
        (fill("sketch_offsets", 3), lambda segment: segment.sketches, "sketch_offsets is not in order"),
    ],
)
def test_numbers_that_contradict_others_are_damage(
    forged: Callable[..., IndexStore], change: Change, ask: Callable[[Segment], object], problem: str
) -> None:
    """The error has the name of the file, and says what is wrong; nothing large is made before it."""
    segment = forged(change).snapshot().segments[0].segment
    with pytest.raises(LibraryDamaged, match=problem) as caught:
        ask(segment)
    assert segment.path.name in str(caught.value) and caught.value.hint


def test_a_term_that_comes_again_and_again_is_found(forged: Callable[..., IndexStore]) -> None:
    """A word is looked up in as many lists as it has terms."""
    segment = forged(fill("terms_by_surface", 5)).snapshot().segments[0].segment
    word = segment._terms.decoded(5)
    with pytest.raises(LibraryDamaged, match="terms_by_surface is not in order"):
        segment.terms_of_surface(word)


@pytest.mark.parametrize(
    "name",
    [
        "scene_starts",
        "scene_lengths",
        "scene_works",
        "scene_kinds",
        "scene_orders",
        "scene_by_id",
        "scene_id_offsets",
        "work_offsets",
        "term_offsets",
        "stem_offsets",
        "stem_firsts",
        "terms_by_surface",
        "term_blocks",
        "block_firsts",
        "block_counts",
        "block_widths",
        "paragraph_firsts",
        "text_block_of",
        "text_offsets",
        "text_dictionary_offsets",
    ],
)
def test_a_section_without_numbers_is_damage_when_it_is_opened(forged: Callable[..., IndexStore], name: str) -> None:
    """Lengths are compared without reading anything."""
    with pytest.raises(LibraryDamaged):
        forged(cut(name))


@pytest.mark.parametrize("languages", [7, {"a": 1}, [[]], [3], "en", None, 10**30])
def test_languages_without_names_are_damage(
    forged: Callable[..., IndexStore], library: Path, languages: object
) -> None:
    """The directory of a file is JSON, in which anything may stand."""
    segment = forged(lambda _: None, meta={"languages": languages}).snapshot().segments[0].segment
    with pytest.raises(LibraryDamaged, match="its languages have no names"):
        segment.term_languages()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (fill("first_widths", 200), "larger than blocks can be"),
        (cut("first_counts"), "0 numbers instead of"),
        (cut("last_words"), "more bits than there are"),
        (cut("speaker", 3), "its speakers are cut short"),
        (fill("speaker", 0xFF), "it names characters that there are not"),
        (fill("before", 2**32 - 1), "terms that there are not"),
        (cut("after"), "its breaks are not those of its speeches"),
        (overlap("cast"), "cast_offsets is not in order"),
        (fill("cast_text", 0x5B), "its characters cannot be read"),
        (fill("opens", 0), "its breaks are not those|goes on from scene to scene"),
    ],
)
def test_speech_that_contradicts_the_segment_is_damage(
    forged: Callable[..., IndexStore], change: Change, problem: str
) -> None:
    """Positions, breaks and characters of the speech beside a segment."""
    with pytest.raises(LibraryDamaged, match=problem):
        _ = [part.speech.speech for part in forged(change, ".speech").snapshot().segments if part.speech]


def test_groups_of_copies_have_small_numbers(forged: Callable[..., IndexStore]) -> None:
    """There is a place in memory for each number up to the largest."""
    with pytest.raises(LibraryDamaged, match="more groups than there are scenes"):
        forged(fill("groups", 2**32 - 1), ".copies")


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: b"[" * 100_000,
        lambda plain: b"1" * 10_000,
        lambda plain: [],
        lambda plain: plain.update(sections=[]),
        lambda plain: plain.update(meta=None),
        lambda plain: plain.update(version="2"),
        lambda plain: plain.update(version=None),
        lambda plain: plain.update(kind=["segment"]),
        lambda plain: plain.update(checksums=[0, 10**30, 0]),
        lambda plain: plain.update(checksums=[True, 0, 0]),
        lambda plain: plain.update(checksums={}),
        lambda plain: plain["sections"].update(term_text=["u1", 2**64, 1]),
        lambda plain: plain["sections"].update(term_text=["u1", 64, 10**40]),
        lambda plain: plain["sections"].update(term_text=["u8", 64, -1]),
        lambda plain: plain["sections"].update(term_text=["V", 64, 1]),
        lambda plain: plain["sections"].update(term_text=[["u1"], 64, 1]),
        lambda plain: plain["sections"].update(term_text=None),
        lambda plain: plain["sections"].pop("text"),
    ],
)
def test_directories_that_make_no_sense_are_damage(library: Path, tmp_path: Path, change: Callable[[Any], Any]) -> None:
    """Opening the library raises the error, and nothing else."""
    copy = copy_of(library, tmp_path / "copy")
    forge_directory(copy, containers(copy)[0], change)
    with pytest.raises(LibraryDamaged):
        IndexStore.open(copy)


def test_what_no_section_covers_is_damage(library: Path, tmp_path: Path) -> None:
    """Between sections are fewer than 64 bytes: more are not even looked at, as they may be a sparse file's 40 GB."""
    copy = copy_of(library, tmp_path / "copy")
    path = containers(copy)[0]
    forge_arrays(copy, path, {**sections_of(path), "more": np.zeros(4_096, np.uint8)})
    assert Segment(path).verify() == []
    forge_directory(copy, path, lambda plain: plain["sections"].update(more=["u1", 64, 0]))
    assert Segment(path).verify() == ["padding"]
