"""Random changes to everything in a library that is JSON (or TOML), with lengths and checksums made right again."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit
from numpy.typing import NDArray

from benchmarks.stress.forging import containers, forge_arrays, forge_directory, forge_toc, sections_of
from fabula.index.codec.segment import Segment
from fabula.index.codec.texts import TextWriter
from .forged_values import change_value, forged_document

__all__ = ["PARTS", "change_scene_head", "change_string", "forge_json"]

_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")


def forge_json(library: Path, rng: random.Random) -> str:
    """Change one value in one place of the library. Returns what was done, in words."""
    name = rng.choice(list(PARTS))
    return f"{name}: {PARTS[name](library, rng)}"


def _changed(encoded: bytes, rng: random.Random) -> tuple[bytes, str]:
    """The document with one change, mostly of one value, and the change in words."""
    if rng.random() < 0.1:
        return forged_document(encoded, rng)
    plain = [json.loads(encoded)]
    # In a list, so that all of it may be replaced as well.
    done = "; ".join(change_value(plain, rng) for _ in range(rng.choice((1, 1, 1, 3))))
    # Escaped or not: half a surrogate pair is written in two ways.
    text = json.dumps(plain[0] if plain else None, ensure_ascii=rng.random() < 0.5, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass"), done


def _changer(rng: random.Random, done: list[str]) -> Callable[[Any], bytes]:
    """A change as forging.py wants it; what it did goes to `done`."""

    def change(plain: Any) -> bytes:
        encoded, what = _changed(json.dumps(plain).encode(), rng)
        done.append(what)
        return encoded

    return change


def _toc(library: Path, rng: random.Random) -> str:
    done: list[str] = []
    forge_toc(library, _changer(rng, done))
    return done[0]


def _marker(library: Path, rng: random.Random) -> str:
    return _rewrite(library / "fabula.json", rng)


def _rewrite(path: Path, rng: random.Random) -> str:
    content, done = _changed(path.read_bytes(), rng)
    _replace(path, content)
    return done


def _replace(path: Path, content: bytes) -> None:
    """Through a new file: the old one may be a hard link."""
    temporary = path.with_name(path.name + ".forged")
    temporary.write_bytes(content)
    temporary.replace(path)


def _packed(library: Path, rng: random.Random) -> str:
    path = rng.choice(sorted((library / "reports").iterdir()))
    content, done = _changed(gzip.decompress(path.read_bytes()), rng)
    _replace(path, _GZIP_HEAD + gzip.compress(content, 1, mtime=0)[len(_GZIP_HEAD) :])
    return f"{path.name}: {done}"


def _settings(library: Path, rng: random.Random) -> str:
    path = library / "library.toml"
    plain = tomlkit.parse(path.read_text("utf-8")).unwrap()
    # Where the sources are is what their owner says: one at "/" is read as a whole.
    sources = plain.pop("sources")
    plain = plain or {"keep": {"reports": 3}}
    done = change_value(plain, rng)
    for source in sources:
        rest = {key: value for key, value in source.items() if key != "path"} or {"exclude": ["x"]}
        done += f"; source{change_value(rest, rng)}"
        source.update({key: value for key, value in rest.items() if key != "path"})
    try:
        text = tomlkit.dumps({**plain, "sources": sources})
    except (TypeError, ValueError):
        text = "[" * 5_000
    _replace(path, text.encode("utf-8", "replace"))
    return done


def _directory(library: Path, rng: random.Random) -> str:
    done: list[str] = []
    path = rng.choice(containers(library))
    forge_directory(library, path, _changer(rng, done))
    return f"{path.suffix}: {done[0]}"


def _string_of(name: str, suffix: str) -> Callable[[Path, random.Random], str]:
    """Changes one of the strings `name` of a container; each is a JSON document."""

    def change(library: Path, rng: random.Random) -> str:
        path = rng.choice([path for path in containers(library) if path.suffix == suffix])
        sections = sections_of(path)
        strings = _strings(sections[f"{name}_text"], sections[f"{name}_offsets"])
        number = rng.randrange(len(strings))
        strings[number], done = _changed(strings[number] or b"[]", rng)
        sections[f"{name}_text"], sections[f"{name}_offsets"] = _sections(strings)
        forge_arrays(library, path, sections)
        return done

    return change


def _strings(text: NDArray[Any], offsets: NDArray[Any]) -> list[bytes]:
    content = text.tobytes()
    return [content[low:high] for low, high in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]


def _sections(strings: list[bytes]) -> tuple[NDArray[Any], NDArray[Any]]:
    return np.frombuffer(b"".join(strings), np.uint8), np.cumsum([0, *map(len, strings)]).astype(np.uint32)


def _scene(library: Path, rng: random.Random) -> str:
    """Changes the line of JSON before the text of a scene, or its text, or a bit of both."""
    path = rng.choice([path for path in containers(library) if path.suffix == ".seg"])
    segment = Segment(path)
    scenes = [segment.scene_bytes(number) for number in range(len(segment))]
    number = rng.randrange(len(scenes))
    head, _, text = scenes[number].partition(b"\n")
    head, done = _changed(head, rng)
    if rng.random() < 0.1:
        text, done = text[: len(text) // 2], f"{done}; half the text"
    scenes[number] = head.replace(b"\n", b" ") + b"\n" + text
    writer = TextWriter()
    for scene in scenes:
        writer.add(scene)
    forge_arrays(library, path, {**sections_of(path), **writer.sections()})
    return done


def _catalogue(library: Path, rng: random.Random) -> str:
    path = library / "catalogue"
    sections = sections_of(path)
    if rng.random() < 0.5:
        encoded, done = _changed(sections["said"].tobytes(), rng)
        sections["said"] = np.frombuffer(encoded, np.uint8)
    else:
        lines = _strings(sections["lines"], sections["offsets"])
        number = rng.randrange(len(lines))
        lines[number], done = _changed(lines[number] or b'[["a.txt","failed","it is damaged"]]', rng)
        sections["lines"], sections["offsets"] = _sections(lines)
    forge_arrays(library, path, sections)
    return done


def change_string(library: Path, name: str, suffix: str, change: Callable[[bytes], bytes]) -> None:
    """Change all strings `name` in all containers with this suffix."""
    for path in containers(library):
        if path.suffix == suffix:
            sections = sections_of(path)
            strings = _strings(sections[f"{name}_text"], sections[f"{name}_offsets"])
            sections[f"{name}_text"], sections[f"{name}_offsets"] = _sections(list(map(change, strings)))
            forge_arrays(library, path, sections)


def change_scene_head(library: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the line of JSON before the text of all scenes."""
    for path in containers(library):
        if path.suffix == ".seg":
            segment, writer = Segment(path), TextWriter()
            for number in range(len(segment)):
                head, _, text = segment.scene_bytes(number).partition(b"\n")
                writer.add(change(head) + b"\n" + text)
            forge_arrays(library, path, {**sections_of(path), **writer.sections()})


PARTS: dict[str, Callable[[Path, random.Random], str]] = {
    "table of contents": _toc,
    "marker": _marker,
    "reports": _packed,
    "settings": _settings,
    "directory": _directory,
    "work": _string_of("work", ".seg"),
    "works": _string_of("work", ".seg"),
    "cast": _string_of("cast", ".speech"),
    "scene": _scene,
    "scenes": _scene,
    "catalogue": _catalogue,
}
