"""What a run saw of each file comes back to the next one; a catalogue of another commit, or a damaged one, is empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabula.index.codec.container import Container, write_container
from fabula.index.ingest.fingerprint import Fingerprint
from fabula.index.ingest.outcome import Unchanged
from fabula.index.library.catalogue import Catalogue, CatalogueWriter, Entry
from fabula.index.receipt import RunWarning, SkipKind, Skipped, WarningKind

ENTRIES = {
    "/stories/one.txt": Entry("/stories", Fingerprint(1, 2**63, 0), (), True),
    "/stories/two.zip": Entry(
        "/stories",
        Fingerprint(2**64 - 1, 0, 0),
        (
            Unchanged("two.zip!/a.txt"),
            RunWarning(WarningKind.WORDS_MISSING, "“A” lacks 12 words.", "two.zip!/a.txt", "A", 12),
            Skipped("two.zip!/b.txt", SkipKind.FAILED, "it is “empty”"),
        ),
        False,
    ),
    "/more/three.txt": Entry("/more", Fingerprint(5, 6, 0), (), True),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    writer = CatalogueWriter("some readers")
    for path_key, entry in ENTRIES.items():
        writer.add(path_key, entry)
    writer.write(tmp_path / "catalogue", "content", {"/stories": "2024"}, {"receipt": 1})
    return tmp_path / "catalogue"


def test_entries_come_back(path: Path) -> None:
    """By the path of their task, with all that was known of it."""
    catalogue = Catalogue.read(path, "content")
    assert len(catalogue) == 3
    assert {path_key: catalogue.entry(path_key) for path_key in ENTRIES} == ENTRIES
    assert catalogue.entry("/stories/four.txt") is None
    assert (catalogue.readers, catalogue.unchanged_receipt) == ("some readers", {"receipt": 1})


def test_entries_of_sources_that_are_not_looked_at(path: Path) -> None:
    """They are taken over by the next writer as they are."""
    kept = Catalogue.read(path, "content").entries_of(["/more", "/elsewhere"])
    assert list(kept.values()) == [ENTRIES["/more/three.txt"]]
    writer = CatalogueWriter("other readers", kept)
    writer.write(path, "next", {})
    catalogue = Catalogue.read(path, "next")
    assert len(catalogue) == 1 and catalogue.entry("/more/three.txt") == ENTRIES["/more/three.txt"]


def test_a_catalogue_of_another_commit_is_empty(path: Path) -> None:
    """So is one that is not there."""
    assert len(Catalogue.read(path, "other")) == 0
    assert len(Catalogue.read(path.with_name("none"), "content")) == 0


def test_a_damaged_catalogue_is_empty(path: Path) -> None:
    """Wherever a byte is wrong."""
    whole = path.read_bytes()
    for place in range(0, len(whole), 17):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert len(Catalogue.read(path, "content")) == 0


def forge(path: Path, header: Any, lines: Any = None) -> Catalogue:
    """The catalogue of ENTRIES with another header, or with `lines` for the outcomes of /stories/two.zip."""
    container = Container(path, "catalogue", 1)
    arrays = {name: container.array(name, kind) for name, kind in (("keys", "u8"), ("stamps", "u8"), ("settled", "u1"))}
    arrays |= {"roots": container.array("roots", "u4"), "said": np.frombuffer(json.dumps(header).encode(), np.uint8)}
    encoded, offsets = json.dumps(lines).encode(), container.array("offsets", "u4")
    if lines is None:
        arrays |= {"lines": container.array("lines", "u1"), "offsets": offsets}
    else:
        ends = (np.flatnonzero(np.diff(offsets)) + 1)[0]
        new = np.where(np.arange(len(offsets)) < ends, 0, len(encoded)).astype(np.uint32)
        arrays |= {"lines": np.frombuffer(encoded, np.uint8), "offsets": new}
    write_container(path, "catalogue", 1, arrays, {})
    return Catalogue.read(path, "content")


# The sources in the order of the first of their files, by key.
HEADER = {"content": "content", "roots": ["/more", "/stories"], "readers": "some readers"}


@pytest.mark.parametrize(
    "header",
    [
        [],
        None,
        {**HEADER, "content": ["content"]},
        {**HEADER, "roots": "/stories"},
        {**HEADER, "roots": [1, 2]},
        {**HEADER, "roots": ["/stories"]},
        {**HEADER, "readers": 5},
        {**HEADER, "scans": {"/stories": 5}},
        {**HEADER, "drives": 5},
        {**HEADER, "readers": float("nan")},
    ],
)
def test_a_header_of_another_shape_is_no_catalogue(path: Path, header: Any) -> None:
    """Although its checksums are right. The next run then looks at all files."""
    assert len(forge(path, header)) == 0


@pytest.mark.parametrize(
    "lines",
    [
        5,
        [5],
        [[]],
        [[5]],
        ["abc"],
        [["a", "gone", "it is empty"]],
        [["a", "failed", None]],
        [["a", "failed"]],
        [["a", "words-missing", "text", "work", "12"]],
        [["a", "words-missing", "text", "work", 10**30]],
        [["a", "b", "c", "d", 1, 2]],
        {},
    ],
)
def test_outcomes_of_another_shape_are_unknown(path: Path, lines: Any) -> None:
    """That file is read again; the others stay known."""
    catalogue = forge(path, HEADER, lines)
    assert len(catalogue) == 3 and catalogue.entry("/stories/two.zip") is None
    assert catalogue.entry("/stories/one.txt") == ENTRIES["/stories/one.txt"]
