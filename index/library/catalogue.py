"""The files as the last run saw them, so that the next one opens only those that look different."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fabula.index.codec.durable import remove
from fabula.index.hashing import hash_pair
from fabula.index.ingest.fingerprint import Fingerprint
from fabula.index.ingest.outcome import Outcome, Unchanged
from fabula.index.receipt import RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.shapes import Each, OneOf, Row, Text, Whole
from fabula.index.store.disk_errors import disk_errors
from fabula.index.stored_json import parse_json
from .catalogue_file import read_catalogue_file, write_catalogue_file

_MAX_OUTCOME_BYTES = 1 << 32
# The values of an outcome after its path; an `Unchanged` has none.
_SKIPPED_SHAPE = Row((OneOf(frozenset(SkipKind)), Text(), Text()), optional=1)
_WARNING_SHAPE = Row((OneOf(frozenset(WarningKind)), Text(), Text(), Whole()))
_OUTCOMES_SHAPE = Each(Row((Text(), Text(), Text(), Text(), Whole()), optional=4))


class Entry(NamedTuple):
    """The outcomes of one task.

    root      the path of the source it was found in.
    stamp     the fingerprint of its files, taken before they were read.
    outcomes  in order; () means one `Unchanged` of the task's own path.
    is_settled  False if the files may have changed since they were opened without another fingerprint.
    """

    root: str
    stamp: Fingerprint
    outcomes: tuple[Outcome, ...]
    is_settled: bool


class Catalogue:
    """The entries of the last run, by the paths of their tasks."""

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]] | None = None,
        roots: list[str] | None = None,
        readers: str = "",
        unchanged_receipt: object = None,
    ) -> None:
        """`unchanged_receipt` is what the next run says if it finds nothing changed (run/unchanged_run.py)."""
        self._arrays = arrays or {}
        self._roots = roots or []
        self.readers = readers
        self.unchanged_receipt = unchanged_receipt

    @classmethod
    def read(cls, path: Path, content_id: str) -> Self:
        """The catalogue in `path`, if it is whole and belongs to the commit with this content id; else an empty one."""
        file = read_catalogue_file(path, content_id)
        if file is None:
            return cls()
        arrays, roots, readers = file.arrays, file.header["roots"], file.header["readers"]
        count = len(arrays["keys"])
        lengths = [len(arrays[name]) for name in ("stamps", "settled", "roots", "offsets")]
        if lengths != [2 * count, count, count, count + 1]:
            return cls()
        if count and int(arrays["roots"].max()) >= len(roots):
            return cls()
        return cls(arrays, roots, readers, file.header.get("calm"))

    def __len__(self) -> int:
        return len(self._arrays["keys"]) if self._arrays else 0

    def entry(self, path_key: str) -> Entry | None:
        """The entry of the task at this path."""
        if not self._arrays:
            return None
        key = _key(path_key)
        keys = self._arrays["keys"]
        row = int(np.searchsorted(keys, key))
        if row == len(keys) or keys[row] != key:
            return None
        return self._at(row)

    def _at(self, row: int) -> Entry | None:
        stamps, offsets = self._arrays["stamps"], self._arrays["offsets"]
        try:
            outcomes = _decoded(self._arrays["lines"][int(offsets[row]) : int(offsets[row + 1])].tobytes())
        except ValueError:
            return None
        stamp = Fingerprint(int(stamps[2 * row]), int(stamps[2 * row + 1]), 0)
        root = self._roots[int(self._arrays["roots"][row])]
        return Entry(root, stamp, outcomes, bool(self._arrays["settled"][row]))

    def entries_of(self, roots: Iterable[str]) -> dict[int, Entry]:
        """The entries of these sources, by key: of those that a run does not look at."""
        chosen_roots = set(roots)
        numbers = [number for number, root in enumerate(self._roots) if root in chosen_roots]
        if not self._arrays or not numbers:
            return {}
        rows = np.flatnonzero(np.isin(self._arrays["roots"], np.array(numbers, np.uint32))).tolist()
        entries = {int(self._arrays["keys"][row]): self._at(row) for row in rows}
        return {key: entry for key, entry in entries.items() if entry is not None}


class CatalogueWriter:
    """Gathers the entries of a run. `before` are those of sources that it does not look at, by key."""

    def __init__(self, readers: str, before: Mapping[int, Entry] | None = None) -> None:
        self._readers = readers
        self._entries = dict(before or {})

    def add(self, path_key: str, entry: Entry) -> None:
        self._entries[_key(path_key)] = entry

    def write(
        self,
        path: Path,
        content_id: str,
        scan_times: Mapping[str, str],
        unchanged_receipt: object = None,
        drives: Iterable[str] = (),
    ) -> None:
        """Write the catalogue of the commit with this content id, durable.

        `scan_times` is when each source was gone through; `unchanged_receipt` as for `Catalogue`; `drives` are what
        `drives_of` gives to the next run. Raises LibraryFull.
        """
        keys = sorted(self._entries)
        entries = [self._entries[key] for key in keys]
        number_of = {root: number for number, root in enumerate(dict.fromkeys(entry.root for entry in entries))}
        lines = [_encoded(entry.outcomes) for entry in entries]
        offsets = np.cumsum([0, *map(len, lines)])
        if offsets[-1] >= _MAX_OUTCOME_BYTES:
            # Without a catalogue nothing but time is lost.
            with disk_errors(path.parent):
                remove(path)
            return
        arrays: dict[str, NDArray[Any]] = {
            "keys": np.array(keys, np.uint64),
            "stamps": np.array([half for entry in entries for half in (entry.stamp.high, entry.stamp.low)], np.uint64),
            "settled": np.array([entry.is_settled for entry in entries], np.uint8),
            "roots": np.array([number_of[entry.root] for entry in entries], np.uint32),
            "lines": np.frombuffer(b"".join(lines), np.uint8),
            "offsets": offsets.astype(np.uint32),
        }
        header = {
            "content": content_id,
            "roots": list(number_of),
            "readers": self._readers,
            "scans": dict(scan_times),
            "drives": list(drives),
            "calm": unchanged_receipt,
        }
        write_catalogue_file(path, arrays, header)


def _key(path_key: str) -> int:
    return hash_pair(path_key.encode("utf-8", "surrogatepass"))[0]


def _encoded(outcomes: Iterable[Outcome]) -> bytes:
    plain: list[list[str | int]] = []
    for outcome in outcomes:
        match outcome:
            case Unchanged(path):
                plain.append([path])
            case Skipped(path, kind, reason, _, pattern):
                plain.append([path, kind.value, reason, *([pattern] if pattern else [])])
            case RunWarning(kind, text, path, work, words):
                plain.append([path, kind.value, text, work, words])
    return json.dumps(plain, separators=(",", ":")).encode("ascii") if plain else b""


def _decoded(line: bytes) -> tuple[Outcome, ...]:
    """Raises ValueError."""
    if not line:
        return ()
    plain = parse_json(line)
    _OUTCOMES_SHAPE.check(plain)
    return tuple(map(_outcome, plain))


def _outcome(values: list[Any]) -> Outcome:
    """The outcome that `_encoded` wrote as these values. Raises ValueError."""
    path, *rest = values
    if not rest:
        return Unchanged(path)
    if len(rest) < len(_WARNING_SHAPE.shapes):
        _SKIPPED_SHAPE.check(rest)
        kind, reason, *pattern = rest
        return Skipped(path, SkipKind(kind), reason, pattern="".join(pattern))
    _WARNING_SHAPE.check(rest)
    kind, text, work, words = rest
    return RunWarning(WarningKind(kind), text, path, work, words)
