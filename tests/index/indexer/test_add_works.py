"""Works made in Python are added, and replace works with the same identity."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Work, add_works
from fabula.index.store.opening import open_store


def test_a_work_without_words_is_a_failed_line(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """The receipt of add_works names the works without words."""
    receipt = add_works(tmp_path / "library", [make_work("…", title="Silence"), make_work("Noise.")])
    assert (receipt.added, [skipped.path for skipped in receipt.skipped]) == (1, ["Silence"])


def test_works_added_again_keep_their_ids(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Several works with one title and author keep their ids when they are added again, and none is there twice."""
    works = [make_work(f"The bell rang at {hour}.", title="The Bell") for hour in ("one", "two", "three")]
    add_works(tmp_path / "library", works)
    before = set(open_store(tmp_path / "library").works())
    receipt = add_works(tmp_path / "library", works)
    assert (receipt.added, receipt.updated) == (0, 3)
    assert set(open_store(tmp_path / "library").works()) == before
