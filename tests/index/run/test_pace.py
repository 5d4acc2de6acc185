"""The receipt of every kind of run says how much text was read, when it could be searched, and what it cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, Receipt, UpdateOptions, Work, add_works, build, read_report, rebuild, update
from fabula.index.indexer import rebuild_writer

STORY = "Title: {0}\nAuthor: Ann\n\n\nThe lamp of {0} was lit.\n"


def is_timed(receipt: Receipt) -> bool:
    """True if its works could be searched before it ended, and its processor time adds up."""
    processor = receipt.processor
    adds_up = processor.seconds == round(sum(processor.phases.values()), 3)
    has_all = adds_up and processor.phases.keys() == receipt.phases.keys()
    return has_all and 0 < receipt.searchable_after <= receipt.seconds and processor.elsewhere >= 0


def test_runs_that_read(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """A build and a rebuild read the text of all works, an update that of changed ones, and other works of Python too;
    the report of a run keeps it."""
    library, folder = tmp_path / "library", tmp_path / "stories"
    folder.mkdir()
    for name in ("Anna", "Ben"):
        (folder / f"{name}.txt").write_text(STORY.format(name))
    built = build(library, [folder], workers=0)
    assert is_timed(built) and built.read_bytes == built.bytes > 0
    (folder / "Cleo.txt").write_text(STORY.format("Cleo"))
    updated = update(library, UpdateOptions(workers=0))
    assert is_timed(updated) and updated.read_bytes == updated.bytes - built.bytes
    rebuilt = rebuild(library, RebuildOptions(workers=0))
    assert is_timed(rebuilt) and rebuilt.read_bytes == rebuilt.bytes == updated.bytes
    added = add_works(library, [make_work("Another lamp.", title="Made")])
    assert is_timed(added) and added.read_bytes == added.bytes - rebuilt.bytes
    assert read_report(library, built.number) == built


def test_runs_that_read_nothing(tmp_path: Path) -> None:
    """Nothing was committed, so nothing can be searched that could not be before; a dry run commits nothing either."""
    library, folder = tmp_path / "library", tmp_path / "stories"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY.format("Anna"))
    build(library, [folder], workers=0)
    idle = update(library, UpdateOptions(workers=0))
    assert (idle.read_bytes, idle.searchable_after) == (0, 0.0)
    assert idle.processor.seconds > 0
    (folder / "b.txt").write_text(STORY.format("Ben"))
    dry = update(library, UpdateOptions(workers=0, dry_run=True))
    assert dry.read_bytes > 0 and dry.searchable_after == 0.0


def test_a_rebuild_counts_what_it_staged_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new work among old ones waits for its place until a checkpoint, and was read all the same."""
    monkeypatch.setattr(rebuild_writer, "_CHECKPOINT_SECONDS", 0.0)
    library, folder = tmp_path / "library", tmp_path / "stories"
    folder.mkdir()
    for name in ("c", "d"):
        (folder / f"{name}.txt").write_text(STORY.format(name))
    build(library, [folder], workers=0, speech=False)
    (folder / "b.txt").write_text(STORY.format("b"))
    receipt = rebuild(library, RebuildOptions(workers=0, speech=False))
    assert receipt.added == 1 and receipt.read_bytes == receipt.bytes
