"""What the last run saw of each file, so that the next one opens only those that look different.

The catalogue is a container of arrays beside the index, renamed into place after the commit that it belongs to. It
names that commit by its segments and what is deleted of them: after a crash between the two, or a commit by a run that
keeps no catalogue, all of it is void and files are known by their bytes again, which costs time and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import U8
from fabula.index.codec.container import Container, write_container
from fabula.index.codec.durable import remove, sync_folder
from fabula.index.errors import LibraryError
from fabula.index.folder_names import CATALOGUE
from fabula.index.hashing import hash_pair
from fabula.index.ingest.fingerprint import Fingerprint
from fabula.index.ingest.outcome import Outcome, Unchanged
from fabula.index.receipt import SkipKind, Skipped
from fabula.index.store.disk_errors import disk_errors

__all__ = [
    "SETTLED_NS",
    "Catalogue",
    "CatalogueWriter",
    "Entry",
    "carry_over",
    "catalogue_damage",
    "looked_through",
    "scans",
]

_KIND, _VERSION = "catalogue", 1
# A file changed this shortly before it was looked at may have changed again within one tick of the system's clock.
SETTLED_NS = 2_000_000_000
_MOST_LINES = 1 << 32
_ARRAYS = {"keys": "u8", "stamps": "u8", "settled": "u1", "roots": "u4", "lines": "u1", "offsets": "u4"}


class Entry(NamedTuple):
    """What came of one task.

    root      the place of the source it was found in.
    stamp     of its files, taken before they were read.
    outcomes  in order; () means one `Unchanged` of the task's own path.
    """

    root: str
    stamp: Fingerprint
    outcomes: tuple[Outcome, ...]
    is_settled: bool


class Catalogue:
    """The entries by the place of their task."""

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]] | None = None,
        roots: list[str] | None = None,
        readers: str = "",
        calm: object = None,
    ) -> None:
        """`calm` is what the next run says if nothing changed until then, as `building/calm.py` wrote it."""
        self._arrays = arrays or {}
        self._roots = roots or []
        self.readers = readers
        self.calm = calm

    @classmethod
    def read(cls, path: Path, content: str) -> Self:
        """The catalogue in `path`, if it is whole and that of the commit with this content id; else an empty one."""
        try:
            container = Container(path, _KIND, _VERSION)
            said = _said(container)
            roots, readers = said["roots"], said["readers"]
            if said["content"] != content or container.verify():
                return cls()
            arrays = {name: container.array(name, dtype) for name, dtype in _ARRAYS.items()}
            count = len(arrays["keys"])
            lengths = [len(arrays[name]) for name in ("stamps", "settled", "roots", "offsets")]
            if lengths != [2 * count, count, count, count + 1] or not isinstance(readers, str):
                return cls()
            if not isinstance(roots, list) or not all(isinstance(root, str) for root in roots):
                return cls()
            if count and int(arrays["roots"].max()) >= len(roots):
                return cls()
        except (LibraryError, OSError, KeyError, TypeError, ValueError):
            return cls()
        return cls(arrays, roots, readers, said.get("calm"))

    def __len__(self) -> int:
        return len(self._arrays["keys"]) if self._arrays else 0

    def entry(self, place: str) -> Entry | None:
        """What is known of the task at `place`."""
        if not self._arrays:
            return None
        key = _key(place)
        keys = self._arrays["keys"]
        row = int(np.searchsorted(keys, key))
        if row == len(keys) or keys[row] != key:
            return None
        return self._at(row)

    def _at(self, row: int) -> Entry | None:
        stamps, offsets = self._arrays["stamps"], self._arrays["offsets"]
        try:
            outcomes = _decoded(self._arrays["lines"][int(offsets[row]) : int(offsets[row + 1])].tobytes())
        except (ValueError, KeyError, TypeError, IndexError):
            return None
        stamp = Fingerprint(int(stamps[2 * row]), int(stamps[2 * row + 1]), 0)
        root = self._roots[int(self._arrays["roots"][row])]
        return Entry(root, stamp, outcomes, bool(self._arrays["settled"][row]))

    def entries_of(self, roots: Iterable[str]) -> dict[int, Entry]:
        """The entries of sources at these places, by key: those that a run does not look at."""
        wanted = {number for number, root in enumerate(self._roots) if root in set(roots)}
        if not self._arrays or not wanted:
            return {}
        chosen = np.flatnonzero(np.isin(self._arrays["roots"], np.array(sorted(wanted), np.uint32)))
        found = {}
        for row in chosen.tolist():
            entry = self._at(row)
            if entry is not None:
                found[int(self._arrays["keys"][row])] = entry
        return found


class CatalogueWriter:
    """Gathers the entries of a run. `before`: those of sources that it does not look at."""

    def __init__(self, readers: str, before: Mapping[int, Entry] | None = None) -> None:
        self._readers = readers
        self._entries = dict(before or {})

    def add(self, place: str, entry: Entry) -> None:
        self._entries[_key(place)] = entry

    def write(self, path: Path, content: str, scans: Mapping[str, str], calm: object = None) -> None:
        """Write it, durable, for the commit with this content id.

        `scans` is when each source was gone through; `calm` as for `Catalogue`. Raises LibraryFull.
        """
        keys = sorted(self._entries)
        roots: dict[str, int] = {}
        lines, stamps, settled, numbers = [], [], [], []
        for key in keys:
            entry = self._entries[key]
            numbers.append(roots.setdefault(entry.root, len(roots)))
            stamps += [entry.stamp.high, entry.stamp.low]
            settled.append(entry.is_settled)
            lines.append(_encoded(entry.outcomes))
        offsets = np.cumsum([0, *map(len, lines)])
        if offsets[-1] >= _MOST_LINES:
            # Nothing but time is lost without it.
            with disk_errors(path.parent):
                remove(path)
            return
        sections: dict[str, NDArray[Any]] = {
            "keys": np.array(keys, np.uint64),
            "stamps": np.array(stamps, np.uint64),
            "settled": np.array(settled, np.uint8),
            "roots": np.array(numbers, np.uint32),
            "lines": np.frombuffer(b"".join(lines), np.uint8),
            "offsets": offsets.astype(np.uint32),
        }
        sections["said"] = _section(
            {
                "content": content,
                "roots": list(roots),
                "readers": self._readers,
                "scans": dict(scans),
                "calm": calm,
            }
        )
        with disk_errors(path.parent):
            write_container(path, _KIND, _VERSION, sections, {})
            sync_folder(path.parent)


def scans(folder: Path) -> dict[str, str]:
    """When each source was last gone through, whatever was committed since; {} if that is not known."""
    try:
        found = _said(Container(folder / CATALOGUE, _KIND, _VERSION))["scans"]
        return {str(root): str(time) for root, time in found.items()}
    except (LibraryError, OSError, KeyError, TypeError, ValueError, AttributeError):
        return {}


def catalogue_damage(folder: Path) -> str:
    """What is wrong with the file of the catalogue, which the next run then does without; "" if nothing, or no file."""
    if not (folder / CATALOGUE).exists():
        return ""
    try:
        bad = Container(folder / CATALOGUE, _KIND, _VERSION).verify()
    except (LibraryError, OSError) as error:
        return str(error)
    return f"{', '.join(bad)} fails its checksum" if bad else ""


def carry_over(folder: Path, before: str, after: str) -> None:
    """After a commit that touched no file's works but removed some or added others: keep what is known of files.

    `before` and `after` are the content ids of the commit that it was made on, and of its own. Raises LibraryFull.
    """
    # What a run would say if nothing changed is not what it would have said before.
    _change(folder, before, {"content": after, "calm": None})


def looked_through(folder: Path, content: str, scans: Mapping[str, str]) -> None:
    """Keep it as it is, but for when each source was gone through. Raises LibraryFull."""
    _change(folder, content, {"scans": dict(scans)})


def _change(folder: Path, content: str, change: Mapping[str, object]) -> None:
    """Write it with `change` of what is no array, if it is whole and that of the commit with this content id."""
    path = folder / CATALOGUE
    try:
        container = Container(path, _KIND, _VERSION)
        said = _said(container)
        if said["content"] != content or container.verify():
            return
        sections = {name: container.array(name, dtype) for name, dtype in _ARRAYS.items()}
    except (LibraryError, KeyError, TypeError, ValueError):
        return
    sections["said"] = _section({**said, **change})
    with disk_errors(folder):
        write_container(path, _KIND, _VERSION, sections, {})
        sync_folder(folder)


def _said(container: Container) -> dict[str, Any]:
    """All that is no array. Raises ValueError, TypeError, LibraryDamaged."""
    found = json.loads(container.array("said", "u1").tobytes())
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _section(said: Mapping[str, Any]) -> U8:
    return np.frombuffer(json.dumps(said, separators=(",", ":")).encode("ascii"), np.uint8)


def _key(place: str) -> int:
    return hash_pair(place.encode("utf-8", "surrogatepass"))[0]


def _encoded(outcomes: Iterable[Outcome]) -> bytes:
    plain: list[list[str]] = []
    for outcome in outcomes:
        match outcome:
            case Unchanged(path):
                plain.append([path])
            case Skipped(path, kind, reason):
                plain.append([path, kind.value, reason])
    return json.dumps(plain, separators=(",", ":")).encode("ascii") if plain else b""


def _decoded(line: bytes) -> tuple[Outcome, ...]:
    found: list[Outcome] = []
    for path, *rest in json.loads(line) if line else ():
        found.append(Skipped(str(path), SkipKind(rest[0]), str(rest[1])) if rest else Unchanged(str(path)))
    return tuple(found)
