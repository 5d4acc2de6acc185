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

from benchmarks.stress.forging import (
    containers,
    forge_arrays,
    forge_directory,
    forge_scenes,
    forge_strings,
    forge_toc,
    packed,
    replace_file,
    sections_of,
)
from .forged_values import change_value, forged_document

__all__ = ["PARTS", "forge_json"]


def forge_json(library: Path, rng: random.Random) -> str:
    """Change one value in one place of the library. Returns what was done, in words."""
    name = rng.choice(list(PARTS))
    return f"{name}: {PARTS[name](library, rng)}"


def _changed(encoded: bytes, rng: random.Random) -> tuple[bytes, str]:
    """The document with one change, mostly of one value, and the change in words."""
    if rng.random() < 0.1:
        return forged_document(encoded, rng)
    # A list around the document lets all of it be replaced as well.
    plain = [json.loads(encoded)]
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
    replace_file(path, content)
    return done


def _packed(library: Path, rng: random.Random) -> str:
    path = rng.choice(sorted((library / "reports").iterdir()))
    content, done = _changed(gzip.decompress(path.read_bytes()), rng)
    replace_file(path, packed(content, level=1))
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
    replace_file(path, text.encode("utf-8", "replace"))
    return done


def _directory(library: Path, rng: random.Random) -> str:
    done: list[str] = []
    path = rng.choice(containers(library))
    forge_directory(library, path, _changer(rng, done))
    return f"{path.suffix}: {done[0]}"


def _change_one(strings: list[bytes], empty: bytes, rng: random.Random) -> str:
    """Change one of the strings; `empty` is changed in the place of one that is empty."""
    number = rng.randrange(len(strings))
    strings[number], done = _changed(strings[number] or empty, rng)
    return done


def _string_of(name: str, suffix: str) -> Callable[[Path, random.Random], str]:
    """Changes one of the strings `name` of a container; each is a JSON document."""

    def change(library: Path, rng: random.Random) -> str:
        path = rng.choice(containers(library, suffix))
        return forge_strings(
            library, path, f"{name}_text", f"{name}_offsets", lambda strings: _change_one(strings, b"[]", rng)
        )

    return change


def _scene(library: Path, rng: random.Random) -> str:
    """Changes the line of JSON before the text of a scene, or its text, or a bit of both."""

    def change(scenes: list[bytes]) -> str:
        number = rng.randrange(len(scenes))
        head, _, text = scenes[number].partition(b"\n")
        head, done = _changed(head, rng)
        if rng.random() < 0.1:
            text, done = text[: len(text) // 2], f"{done}; half the text"
        scenes[number] = head.replace(b"\n", b" ") + b"\n" + text
        return done

    return forge_scenes(library, rng.choice(containers(library, ".seg")), change)


def _catalogue(library: Path, rng: random.Random) -> str:
    path = library / "catalogue"
    if rng.random() < 0.5:
        sections = sections_of(path)
        encoded, done = _changed(sections["said"].tobytes(), rng)
        forge_arrays(library, path, {**sections, "said": np.frombuffer(encoded, np.uint8)})
        return done
    line = b'[["a.txt","failed","it is damaged"]]'
    return forge_strings(library, path, "lines", "offsets", lambda lines: _change_one(lines, line, rng))


# A part that stands here twice is changed twice as often.
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
