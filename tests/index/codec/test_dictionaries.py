"""Texts come back whatever their blocks have in common, wherever a merge has put them; and room is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fabula.index.budget import Budget, spending
from fabula.index.codec import dictionaries, texts
from fabula.index.codec.container import Container, write_container
from fabula.index.codec.dictionaries import Dictionaries, join_dictionaries, sample_of
from fabula.index.codec.sized_cache import SizedCache
from fabula.index.codec.texts import TextReader, TextWriter, join_texts
from fabula.index.errors import LibraryDamaged, QueryTooDear

RNG = np.random.default_rng(5)
VOCABULARY = [bytes(RNG.integers(97, 123, int(n), np.uint8)).decode() for n in RNG.integers(2, 9, 2_000)]


def scene(words: int) -> str:
    return " ".join(VOCABULARY[n] for n in np.minimum(RNG.zipf(1.3, words), len(VOCABULARY)) - 1)


def opened(path: Path, sections: dict[str, Any]) -> TextReader:
    write_container(path, "texts", 1, sections, {})
    file = Container(path, "texts", 1)
    return TextReader(
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


def written(scenes: list[str], dictionary: bytes) -> dict[str, NDArray[Any]]:
    writer = TextWriter(dictionary)
    for text in scenes:
        writer.add(b"head\n", text.encode())
    return writer.sections()


PART = st.tuples(st.lists(st.integers(0, 400), max_size=6), st.booleans())


@settings(deadline=None, max_examples=40)
@given(parts=st.lists(PART, min_size=1, max_size=5))
def test_scenes_come_back(parts: list[tuple[list[int], bool]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Segments with and without a dictionary, some empty, joined and joined once more; every scene in any order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_BLOCK_BYTES", 2_000)
        patch.setattr(dictionaries, "_MIN_SAMPLE_CHARS", 10)
        patch.setattr(dictionaries, "_PIECE_CHARS", 10)
        patch.setattr(dictionaries, "_CHARS_PER_SAMPLED_CHAR", 4)
        scenes = [[scene(length) for length in lengths] for lengths, _ in parts]
        own = [
            written(group, sample_of(group) if shares else b"")
            for group, (_, shares) in zip(scenes, parts, strict=True)
        ]
    folder = tmp_path_factory.mktemp("texts")
    expected = [b"head\n" + text.encode() for group in scenes for text in group]
    # What is joined is an array or pieces of one.
    half = {
        name: array if isinstance(array, np.ndarray) else np.concatenate(list(array))
        for name, array in join_texts(own[:2]).items()
    }
    for sections in (join_texts(own), join_texts([half, *own[2:]])):
        reader = opened(folder / "one", sections)
        assert [reader.read(n) for n in range(len(reader))] == expected
        reader = opened(folder / "two", sections)
        assert [reader.read(n) for n in reversed(range(len(reader)))] == expected[::-1]


def test_scenes_too_short_for_a_dictionary() -> None:
    """The text is long enough for one, but the scenes that it would be made of are not."""
    scenes = ["Oh.", *[""] * 900, scene(400_000)]
    assert sample_of(scenes) == b""
    assert len(written(scenes, sample_of(scenes))["text_block_of"]) == len(scenes)


def test_neighbours_without_one_are_one() -> None:
    """A thousand small commits that are merged do not leave a thousand numbers."""
    joined = join_dictionaries([written([scene(50)], b"")] * 20)
    assert joined["text_dictionary_blocks"].tolist() == [0, 20]
    shared = scene(5_000).encode()
    joined = join_dictionaries([written([scene(50)], own) for own in (b"", b"", shared, b"", b"", shared)])
    assert joined["text_dictionary_blocks"].tolist() == [0, 2, 3, 5, 6]


def test_room_is_saved() -> None:
    """Text and dictionary together take less than the text alone did; of little text there is no dictionary."""
    scenes = [scene(2_000) for _ in range(200)]
    assert sample_of(scenes[:4]) == b""
    sizes = []
    for dictionary in (b"", sample_of(scenes)):
        sections = written(scenes, dictionary)
        sizes.append(len(sections["text"]) + len(sections["text_dictionary_text"]))
    assert sizes[1] < sizes[0]


def test_damage_is_named(tmp_path: Path) -> None:
    """A dictionary that is none, and one that is a bomb."""
    scenes = [scene(100)]
    for content in (b"no frame", texts.zstd.compress(bytes(50_000_000))):
        sections = written(scenes, scene(3_000).encode())
        sections["text_dictionary_text"] = np.frombuffer(content, np.uint8)
        sections["text_dictionary_offsets"] = np.array([0, len(content)], np.uint32)
        with pytest.raises(LibraryDamaged, match="a dictionary of its text cannot be read"):
            opened(tmp_path / "texts", sections).read(0)


def test_dictionaries_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment with a large dictionary for each scene: all scenes are read, and few dictionaries stay in memory."""
    cache = SizedCache[texts.zstd.ZstdDict](1_000_000)
    monkeypatch.setattr(dictionaries, "_cache", cache)
    parts = [written([f"{n} {scene(20)}"], bytes([65 + n]) * 100_000) for n in range(26)]
    reader = opened(tmp_path / "texts", join_texts(parts))
    for _ in range(2):
        for number in range(26):
            assert reader.read(number).startswith(b"head\n%d " % number)
            assert cache.size <= 1_000_000
    assert cache.size == 1_000_000


def test_dictionaries_count_for_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer cannot unpack a dictionary of megabytes for each of its scenes."""
    monkeypatch.setattr(dictionaries, "_cache", SizedCache[texts.zstd.ZstdDict](1_000_000))
    parts = [written([f"{n} {scene(20)}"], bytes([65 + n]) * 3_000_000) for n in range(26)]
    reader = opened(tmp_path / "texts", join_texts(parts))
    with spending(Budget(None, 30_000_000)), pytest.raises(QueryTooDear):
        for number in range(26):
            reader.read(number)


def test_a_block_that_is_no_frame_is_named(tmp_path: Path) -> None:
    """A block that says it is longer than a file can be, one that is cut, and one that there is not."""
    for change in (
        lambda sections: sections.update(text=np.zeros(len(sections["text"]), np.uint8)),
        lambda sections: sections.update(text_blocks=sections["text_blocks"] // 2),
        lambda sections: sections.update(text_blocks=np.array([0, 1 << 63], np.uint64)),
        lambda sections: sections.update(text_blocks=np.array([9, 1], np.uint64)),
        lambda sections: sections.update(text_block_of=np.array([1 << 31], np.uint32)),
        lambda sections: sections.update(text_dictionary_offsets=np.array([7], np.uint32)),
    ):
        sections = written([scene(100)], scene(3_000).encode())
        change(sections)
        with pytest.raises(LibraryDamaged, match="texts"):
            opened(tmp_path / "texts", sections).read(0)
