"""docs/file-format.md tells the truth: a reader written from that page, and from no code of ours, reads a library."""

from __future__ import annotations

import json
import re
import struct
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.analysis import stem, words
from fabula.index.codec import dictionaries
from fabula.index.codec.packing import pack
from fabula.index.codec.speech import method_of
from fabula.index.store.opening import open_store
from .stories import everything

PAGE = Path(__file__).parents[3] / "docs" / "file-format.md"

# --- the reader ---


def read_toc(folder: Path) -> list[dict[str, Any]]:
    assert json.loads((folder / "fabula.json").read_bytes())["schema"] == 3
    tocs = {int(m[1]): p for p in (folder / "index").iterdir() if (m := re.fullmatch(r"_MAIN_(\d+)\.toc", p.name))}
    generation = max(tocs)
    content = tocs[generation].read_bytes()
    assert content[:3] == bytes([4, 8, 4]) and struct.unpack(">ii", content[3:11]) == (-12345, -7002)
    length, checksum = struct.unpack("<II", content[14:22])
    assert len(content) == 22 + length and zlib.crc32(content[22:]) == checksum
    toc = json.loads(content[22:])
    assert toc["generation"] == generation and toc["rules"] == 4 and re.fullmatch("[0-9a-f]{16}", toc["content"])
    segments: list[dict[str, Any]] = toc["segments"]
    return segments


def read_container(content: bytes, named: str = "segment") -> dict[str, tuple[int, ...] | bytes]:
    start, length, checksum, magic = struct.unpack("<QII8s", content[-24:])
    assert content[:8] == magic == b"FABULA02" and start + length + 24 == len(content)
    assert zlib.crc32(content[start : start + length]) == checksum
    directory = json.loads(content[start : start + length])
    assert (directory["kind"], directory["version"]) == (named, 2 if named == "segment" else 1)
    at, number, checksum = directory["checksums"]
    table = content[at : at + 4 * number]
    assert at + len(table) == start and zlib.crc32(table) == checksum
    sums = iter(struct.unpack(f"<{number}I", table))
    sections: dict[str, tuple[int, ...] | bytes] = {}
    for name, (kind, offset, count) in directory["sections"].items():
        raw = content[offset : offset + count * int(kind[1])]
        assert offset % 64 == 0 and offset + len(raw) <= start
        assert all(zlib.crc32(raw[low : low + 16_384]) == next(sums) for low in range(0, len(raw), 16_384))
        sections[name] = raw if kind == "u1" else struct.unpack(f"<{count}{'I' if kind == 'u4' else 'Q'}", raw)
    return sections


def unpack(firsts: Any, counts: bytes, widths: bytes, words64: Any) -> Iterator[list[int]]:
    at = 0
    for first, count, width in zip(firsts, counts, widths, strict=True):
        size = (count * width + 63) // 64
        bits = sum(word << (64 * n) for n, word in enumerate(words64[at : at + size]))
        at += size
        block = [first]
        for n in range(count):
            block.append(block[-1] + (bits >> (n * width) & ((1 << width) - 1)))
        yield block


def read_segment(content: bytes, deleted: list[int]) -> list[dict[str, Any]]:
    section: dict[str, Any] = read_container(content)

    def strings(name: str) -> list[str]:
        offsets, text = section[f"{name}_offsets"], section[f"{name}_text"]
        return [text[a:b].decode() for a, b in pairwise(offsets)]

    def blocks(name: str) -> list[list[int]]:
        return list(unpack(*(section[f"{name}_{part}"] for part in ("firsts", "counts", "widths", "words"))))

    stems, firsts = strings("stem"), section["stem_firsts"]
    term_blocks, postings = section["term_blocks"], blocks("block")
    at: dict[int, tuple[str, str]] = {}
    for number, word in enumerate(strings("term")):
        own = next(stem for stem, low, high in zip(stems, firsts, firsts[1:], strict=False) if low <= number < high)
        for block in postings[term_blocks[number] : term_blocks[number + 1]]:
            at.update(dict.fromkeys(block, (word, own)))
    paragraphs = [position for block in blocks("paragraph") for position in block]
    edges, of, offsets = section["text_blocks"], section["text_block_of"], section["text_offsets"]
    shared: list[Any] = []
    packed, firsts_of = section["text_dictionary_text"], section["text_dictionary_blocks"]
    for (a, b), (first, end) in zip(pairwise(section["text_dictionary_offsets"]), pairwise(firsts_of), strict=True):
        own = zstd.ZstdDict(zstd.decompress(packed[a:b]), is_raw=True) if b > a else None
        shared += [own] * (end - first)
    plain = [zstd.decompress(section["text"][a:b], own) for (a, b), own in zip(pairwise(edges), shared, strict=True)]
    works = [json.loads(work) for work in strings("work")]
    scenes = []
    for number, scene_id in enumerate(strings("scene_id")):
        start, length = section["scene_starts"][number], section["scene_lengths"][number]
        assert section["scene_starts"][number + 1] == start + length + 128
        last = number + 1 == len(of) or of[number + 1] != of[number]
        whole = plain[of[number]][offsets[number] : None if last else offsets[number + 1]].decode()
        head, _, text = whole.partition("\n")
        if section["scene_works"][number] not in deleted:
            scenes.append(
                {
                    "id": scene_id,
                    "work": works[section["scene_works"][number]],
                    "kind": ("story", "paratext")[section["scene_kinds"][number]],
                    "order": section["scene_orders"][number],
                    "head": json.loads(head),
                    "text": text,
                    "terms": [at[start + n] for n in range(length)],
                    "paragraphs": [p - start for p in paragraphs if start <= p < start + length],
                }
            )
    return scenes


def read_speech(content: bytes) -> list[dict[str, Any]]:
    section: dict[str, Any] = read_container(content, "speech")
    parts = ("firsts", "counts", "widths", "words")
    firsts, lasts = (
        [position for block in unpack(*(section[f"{name}_{part}"] for part in parts)) for position in block]
        for name in ("first", "last")
    )
    speakers = struct.unpack(f"<{len(firsts)}H", section["speaker"])
    casts = [section["cast_text"][a:b].decode() for a, b in pairwise(section["cast_offsets"])]
    columns = zip(firsts, lasts, section["opens"], speakers, section["confidence"], strict=True)
    names = ("first", "last", "opens", "speaker", "confidence")
    shared = {
        "casts": [json.loads(cast or "[]") for cast in casts],
        "rules": list(zip(section["methods"], section["names"], strict=True)),
    }
    return [{**dict(zip(names, row, strict=True)), **shared} for row in columns]


def read_library(folder: Path) -> list[dict[str, Any]]:
    scenes = []
    for entry in read_toc(folder):
        content = (folder / "index" / entry["file"]).read_bytes()
        assert len(content) == entry["size"]
        scenes += read_segment(content, entry["deleted"])
    return scenes


# --- the tests ---


def test_any_library(built: Path) -> None:
    """Scenes, terms with their stems, order and works come out as Fabula's own reader gives them."""
    found = {scene["id"]: scene for scene in read_library(built)}
    for scene, work in everything(built):
        own = found.pop(scene.id)
        assert (own["text"], own["kind"], own["order"]) == (scene.text, scene.kind.value, scene.order)
        assert own["terms"] == [(word, stem(word, work.language)) for word in words(scene.text)]
        assert (own["work"]["id"], own["work"]["title"]) == (work.id, work.title)
        assert own["head"][0] == scene.number
    assert not found


def test_paragraphs_chapters_and_other_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the small libraries lack: a dictionary, several paragraphs and kinds, titles, words beyond ASCII."""
    monkeypatch.setattr(dictionaries, "_MIN_SAMPLE_CHARS", 40)
    blocks = (
        Block(BlockKind.PARAGRAPH, "Où étions-nous, “Ægir”?"),
        Block(BlockKind.PARAGRAPH, "* …! *"),
        Block(BlockKind.VERSE, "one line\nand another"),
        Block(BlockKind.BREAK, "***"),
        Block(BlockKind.PARAGRAPH, "again " * 700 + "故事"),
    )
    add_works(tmp_path / "lib", [Work("T", ("A",), (Chapter(blocks, "The First", 1),), Metadata(language="fr"))])
    scenes = read_library(tmp_path / "lib")
    store = open_store(tmp_path / "lib")
    expected = [scene for work in store.works() for scene in store.scenes(work)]
    assert len(scenes) == len(expected) == 2
    for own, scene in zip(scenes, expected, strict=True):
        assert [word for word, _ in own["terms"]] == words(scene.text)
        number, chapter, path, cut, paragraphs = own["head"]
        assert (number, tuple(chapter), path, bool(cut)) == (scene.number, scene.chapter, scene.path, scene.cut)
        kinds = list(BlockKind)
        if paragraphs and isinstance(paragraphs[0], list):
            assert [(a, b, kinds[k]) for a, b, k in paragraphs] == list(scene.paragraphs)
        else:
            other = dict(zip(paragraphs[::2], paragraphs[1::2], strict=True))
            pieces = [(piece, kinds[other.get(n, 1)]) for n, piece in enumerate(scene.text.split("\n\n"))]
            assert pieces == [(scene.text[a:b], kind) for a, b, kind in scene.paragraphs]
        before = [len(words(scene.text[:start])) for start, end, _ in scene.paragraphs if words(scene.text[start:end])]
        assert own["paragraphs"] == before
    positions: dict[str, int] = defaultdict(int)
    for word, _ in scenes[1]["terms"]:
        positions[word] += 1
    assert positions["again"] == 700


def test_speech(tmp_path: Path) -> None:
    """What is said, its turns and its places, of a segment among others."""
    lines = "“Go,” said Ann. “Où? Go now!”", "“I would’ve,” he said.", "Nothing.\n\n“Yes.”"
    for n, line in enumerate(lines):
        blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in line.split("\n\n"))
        add_works(tmp_path / "lib", [Work(f"T{n}", ("A",), (Chapter(blocks),), Metadata(language="en"))])
    said = []
    for entry in read_toc(tmp_path / "lib"):
        content = (tmp_path / "lib" / "index" / entry["speech"]["file"]).read_bytes()
        assert len(content) == entry["speech"]["size"]
        (scene,) = read_segment((tmp_path / "lib" / "index" / entry["file"]).read_bytes(), [])
        for piece in read_speech(content):
            said.append((piece["opens"], [word for word, _ in scene["terms"][piece["first"] : piece["last"] + 1]]))
            assert piece["rules"] == [(method_of("en"), 0)]
            assert 0 <= piece["speaker"] <= len(piece["casts"][0]) and 0 <= piece["confidence"] <= 255
    assert said == [(1, ["go"]), (0, ["où", "go", "now"]), (1, ["i", "would", "have"]), (1, ["yes"])]


def test_the_worked_example() -> None:
    """The numbers and bytes of the page are those that are written."""
    page = PAGE.read_text(encoding="utf-8")
    positions = [1000, 1003, 1010, 1011, 1025]
    assert "1000, 1003, 1010, 1011 and 1025" in page
    blocks, _ = pack(np.array(positions, np.uint32), np.array([0, 5]))
    assert [array.tolist() for array in blocks] == [[1000], [4], [4], [57_715]]
    assert blocks.words.tobytes().hex(" ") in page
    assert list(unpack([1000], bytes([4]), bytes([4]), [57_715])) == [positions]


def test_every_section_is_on_the_page(built: Path) -> None:
    """The page names each section that a segment and a file of speech have, and no other but those that some have."""
    parts = {"strings": ["text", "offsets"], "packed": ["firsts", "counts", "widths", "words"]}
    named: list[set[str]] = []
    optional: set[str] = set()
    for table in PAGE.read_text(encoding="utf-8").split("| section |")[1:3]:
        named.append(set())
        for name, kind, rest in re.findall(r"^\| `(\w+)` \| (\w+)(.*)", table.split("\n\n")[0], re.MULTILINE):
            sections = {f"{name}_{part}" for part in parts.get(kind, [])} or {name}
            named[-1] |= sections
            optional |= sections if "if there are any" in rest else set()
    assert optional == {"failures"}
    for entry in read_toc(built):
        assert set(read_container((built / "index" / entry["file"]).read_bytes())) == named[0]
        speech = set(read_container((built / "index" / entry["speech"]["file"]).read_bytes(), "speech"))
        assert named[1] - optional <= speech <= named[1]
