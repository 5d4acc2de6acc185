"""Names are compared in NFC, and names that collide on other file systems are reported."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, UpdateOptions, build, rebuild, remove, update
from fabula.index.files.colliding_names import colliding_names
from fabula.index.store.opening import open_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep both forms of a name")

NFC = unicodedata.normalize("NFC", "Caf\u00e9 \u00c5.txt")
NFD = unicodedata.normalize("NFD", NFC)
PLAIN = UpdateOptions(workers=0, speech=False)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "Zo\u00eb").mkdir(parents=True)
    (folder / "plain.txt").write_text("Title: Plain\nAuthor: Ann\n\n\nNothing rang at noon.\n")
    (folder / "Zo\u00eb" / NFC).write_text("Title: Cafe\n\n\nThe bell rang at noon.\n")
    return folder


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    build(tmp_path / "library", [stories], speech=False)
    return tmp_path / "library"


def decomposed(stories: Path) -> None:
    """Rename the files as a copy from another system would."""
    folder = stories / "Zo\u00eb"
    (folder / NFC).rename(folder / NFD)
    folder.rename(stories / unicodedata.normalize("NFD", folder.name))


def test_another_form_of_a_name_is_the_same_file(library: Path, stories: Path) -> None:
    """For update, index and rebuild it is unchanged, with the same id and path."""
    before = dict(open_store(library).works())
    decomposed(stories)
    assert NFD in os.listdir(stories / unicodedata.normalize("NFD", "Zo\u00eb"))
    for receipt in (
        update(library, PLAIN),
        update(library, UpdateOptions(workers=0, speech=False, verify=True)),
        build(library, [stories], workers=0, speech=False),
        build(library, [stories], workers=1, speech=False),
        rebuild(library, RebuildOptions(workers=0, speech=False)),
    ):
        assert (receipt.added, receipt.updated, receipt.unchanged, receipt.removed) == (0, 0, 2, 0), receipt.run
        assert receipt.warnings == ()
    assert dict(open_store(library).works()) == before


def test_a_change_under_another_form_is_a_change(library: Path, stories: Path) -> None:
    """A changed file is the same work; when it is missing, the work goes."""
    before = set(open_store(library).works())
    decomposed(stories)
    file = stories / unicodedata.normalize("NFD", "Zo\u00eb") / NFD
    file.write_text("Title: Cafe\n\n\nThe bell rang at noon, and at one.\n")
    receipt = update(library, PLAIN)
    assert (receipt.added, receipt.updated, receipt.moved, receipt.removed) == (0, 1, 0, 0)
    assert set(open_store(library).works()) == before
    file.unlink()
    assert update(library, UpdateOptions(workers=0, speech=False, allow_removals=True)).removed == 1


def test_two_files_that_are_one_elsewhere_are_both_read_and_named(library: Path, stories: Path) -> None:
    """Names that differ by form or case are both read and reported in every run; when one goes, the other stays."""
    folder = stories / "Zo\u00eb"
    (folder / NFD).write_text("Title: Other\nAuthor: Ann\n\n\nAnother bell rang at noon.\n")
    (stories / "PLAIN.txt").write_text("Title: Louder\nAuthor: Ann\n\n\nA third bell rang at noon.\n")
    receipt = update(library, PLAIN)
    assert (receipt.added, receipt.updated, receipt.unchanged, receipt.works) == (2, 0, 2, 4)
    assert len(receipt.warnings) == 2
    assert all("On another system they may be one file." in str(warning) for warning in receipt.warnings)
    assert any("PLAIN.txt" in str(warning) and "plain.txt" in str(warning) for warning in receipt.warnings)
    for options in (PLAIN, UpdateOptions(workers=0, speech=False, verify=True)):
        again = update(library, options)
        assert (again.added, again.updated, again.unchanged, again.removed) == (0, 0, 4, 0)
    other = next(work.id for work in open_store(library).works().values() if work.title == "Other")
    (folder / NFC).unlink()
    update(library, UpdateOptions(workers=0, speech=False, allow_removals=True))
    works = open_store(library).works()
    assert {work.title for work in works.values()} == {"Plain", "Louder", "Other"} and other in works


def test_what_is_removed_by_another_form_stays_out(library: Path, stories: Path) -> None:
    """The normal form that a person types does not matter."""
    remove(library, [stories / unicodedata.normalize("NFD", "Zo\u00eb")])
    decomposed(stories)
    assert update(library, PLAIN).works == 1


def test_pairs_are_named_once() -> None:
    """Of colliding folders only the folders are reported, not the files in them."""
    assert list(colliding_names(["/s/Ann/1", "/s/Ann/2", "/s/ann/1", "/s/ann/3", "/s/b", "/s/B", "/s/b"])) == [
        ("/s/Ann", "/s/ann"),
        ("/s/b", "/s/B"),
    ]
    assert list(colliding_names(["/s/a", "/s/A/b", "/t/a", "c/d", "C/e"])) == [("/s/a", "/s/A"), ("c", "C")]
