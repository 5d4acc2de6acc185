"""A rebuild gives works their own ids where their archive's stories shared one, and says which."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fabula.index import ChangeKind, RebuildOptions, Receipt, UpdateOptions, build, rebuild, update
from fabula.index.indexer.mended_ids import mended_ids, mended_warning
from fabula.index.receipt import WarningKind
from fabula.index.store.opening import open_store

PLAIN = RebuildOptions(workers=0, speech=False)
UPDATE = UpdateOptions(workers=0, speech=False)
PAGE = (
    '<html><head><title>Tale {0}</title><link rel="canonical" href="{1}"></head>'
    "<body><p>The bell of {0} rang at noon, and again at one.</p></body></html>"
)
EFICTION = "http://www.tales.org/viewstory.php?sid={0}&amp;chapter=1"


def address_without_query(address: str) -> str:
    """As ids were made before queries counted."""
    parts = urlsplit(address.strip())
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
    return f"{host}{path}" if host and path else ""


def write(folder: Path, number: int, address: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{number:02}.html"
    path.write_text(PAGE.format(number, address.format(number)))
    return path


def ids(library: Path) -> dict[str, str]:
    return {work.title: work.id for work in open_store(library).works().values()}


def stems(library: Path) -> set[str]:
    return {identity.partition(".")[0] for identity in ids(library).values()}


def warnings(receipt: Receipt) -> list[str]:
    return [warning.text for warning in receipt.warnings if warning.kind is WarningKind.IDS_MENDED]


@pytest.fixture
def old_library(tmp_path: Path) -> Path:
    """Twenty stories of one archive that share an id, and three of others, by the rules before queries counted."""
    stories = tmp_path / "stories"
    for number in range(20):
        write(stories, number, EFICTION)
    write(stories, 20, "https://archiveofourown.org/works/{0}")
    write(stories, 21, "https://www.royalroad.com/fiction/{0}/a-slug")
    write(stories, 22, "http://plain.org/tales/{0}.html")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("fabula.index.identity.ids"), "canonical_address", address_without_query)
        build(tmp_path / "library", [stories], workers=0, speech=False)
    assert len(stems(tmp_path / "library")) == 4
    return tmp_path / "library"


def test_an_update_changes_no_id(tmp_path: Path, old_library: Path) -> None:
    """Not of an unchanged file, nor of one that was edited: links stay until somebody asks for a rebuild."""
    before = ids(old_library)
    assert update(old_library, UPDATE).unchanged == 23
    path = tmp_path / "stories" / "07.html"
    path.write_text(path.read_text().replace("noon", "dusk"))
    receipt = update(old_library, UPDATE)
    assert (receipt.updated, receipt.added, receipt.removed, ids(old_library)) == (1, 0, 0, before)
    assert warnings(receipt) == []


def test_a_new_story_has_an_id_of_its_own(tmp_path: Path, old_library: Path) -> None:
    """It is made by the rule of today, whatever the library holds."""
    write(tmp_path / "stories", 50, EFICTION)
    assert update(old_library, UPDATE).added == 1
    assert ids(old_library)["Tale 50"].partition(".")[0] != ids(old_library)["Tale 1"].partition(".")[0]


def test_a_rebuild_mends_shared_ids_and_no_others(old_library: Path) -> None:
    """Works keep their ids, except for those of an archive that had one id for all; the receipt names them."""
    before = ids(old_library)
    receipt = rebuild(old_library, PLAIN)
    after = ids(old_library)
    assert len(stems(old_library)) == 23 and not set(before.values()) & {after[f"Tale {n}"] for n in range(20)}
    assert [after[f"Tale {n}"] for n in (20, 21, 22)] == [before[f"Tale {n}"] for n in (20, 21, 22)]
    assert (receipt.added, receipt.removed, receipt.updated, receipt.unchanged) == (0, 0, 20, 3)
    assert {change.what for change in receipt.changes if change.kind is ChangeKind.UPDATED} == {("id",)}
    [text] = warnings(receipt)
    assert text.startswith("20 works have new ids") and f"{before['Tale 3']} is {after['Tale 3']}" in text
    again = rebuild(old_library, PLAIN)
    assert (again.unchanged, warnings(again), ids(old_library)) == (23, [], after)
    assert update(old_library, UPDATE).unchanged == 23


def test_an_interrupted_rebuild_mends_all_the_same(old_library: Path) -> None:
    """Those that were read before the interrupt are named, too."""
    before = ids(old_library)

    def stop(progress: object) -> None:
        if progress.phase == "reading" and progress.done >= 9:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(old_library, PLAIN, progress=stop)
    assert ids(old_library) == before
    receipt = rebuild(old_library, PLAIN)
    assert len(stems(old_library)) == 23
    assert (receipt.added, receipt.removed, receipt.updated) == (0, 0, 20)
    assert warnings(receipt)[0].startswith("20 works have new ids")


def test_what_cannot_be_read_again_keeps_its_id(tmp_path: Path, old_library: Path) -> None:
    """A file that fails now is mended when it can be read."""
    before = ids(old_library)
    path = tmp_path / "stories" / "03.html"
    page = path.read_bytes()
    path.write_bytes(b"\x00\x01" * 500)
    receipt = rebuild(old_library, PLAIN)
    assert ids(old_library)["Tale 3"] == before["Tale 3"] and warnings(receipt)[0].startswith("19 works have new ids")
    path.write_bytes(page)
    receipt = rebuild(old_library, PLAIN)
    assert len(stems(old_library)) == 23 and warnings(receipt)[0].startswith("1 work has a new id")


def test_a_long_list_is_cut() -> None:
    """Twenty ids are named."""
    [warning] = mended_warning({f"old{number}": f"new{number}" for number in range(1_000)})
    assert warning.text.count(" is ") == 20 and warning.text.endswith(", ….")
    assert mended_warning({}) == [] and mended_ids({}, {}) == {}
