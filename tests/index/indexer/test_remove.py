"""Sources, or files and folders below one, are removed with their works and stay out."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import WarningKind, build, library_sources, remove, update
from fabula.index.errors import NotFound, OptionError
from .tales import counts, titles, write


def test_a_source_is_removed_with_its_works(stories: Path, library: Path) -> None:
    """The source leaves the settings; its files are not touched."""
    other = stories.parent / "other"
    write(other / "other.txt", "Other")
    build(library, [other])
    receipt = remove(library, [stories])
    assert (receipt.removed, receipt.works, len(receipt.gone), receipt.warnings) == (12, 1, 12, ())
    assert [source.path for source in library_sources(library)] == [str(other)]
    assert counts(update(library)) == (0, 0, 1, 0)
    assert len(list(stories.rglob("*.txt"))) == 12
    with pytest.raises(NotFound):
        remove(library, [stories])


def test_what_is_removed_from_a_source_stays_out(stories: Path, library: Path) -> None:
    """A folder and a file below a source: the next update excludes them, until they are indexed again."""
    odd = stories / "odd [1]*.txt"
    write(odd, "Odd")
    write(stories / "odd 1.txt", "Even")
    update(library)
    removed = remove(library, [stories / "part0", odd])
    assert removed.removed == 5 and {note.kind for note in removed.warnings} == {WarningKind.PATH_EXCLUDED}
    assert f"Updates leave {stories / 'part0'} out from now on" in str(removed.warnings[0])
    receipt = update(library)
    assert counts(receipt) == (0, 0, 9, 0) and "Even" in titles(library)
    assert {skipped.path for skipped in receipt.skipped} == {"part0", "odd [1]*.txt"}
    assert all("library.toml" in skipped.reason for skipped in receipt.skipped)
    assert build(library, [stories / "part0"]).added == 4
    assert counts(update(library)) == (0, 0, 13, 0)


def test_nothing_of_that_path_removes_nothing(stories: Path, library: Path) -> None:
    """One path without works or sources stops the removal, and the message names it."""
    with pytest.raises(NotFound, match="nowhere"):
        remove(library, [stories / "part0", stories.parent / "nowhere"])
    assert len(titles(library)) == 12
    with pytest.raises(OptionError, match="archive"):
        remove(library, [f"{stories}/a.zip!/b.txt"])
