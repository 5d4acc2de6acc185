"""Exported works come back as they were; an import replaces, adds or leaves alone, and no update removes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fabula.index import (
    Block,
    BlockKind,
    Chapter,
    Metadata,
    PartlyRead,
    Receipt,
    UnreadableSource,
    Work,
    add_works,
    build,
    read_report,
    rebuild,
    remove,
    update,
)
from fabula.index.model import Scene, WorkRecord
from fabula.index.store.opening import open_store
from fabula.index.transfer import export_works, import_works, write_works

Make = Callable[..., Work]
TALE = "Title: {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon, and again at one.\n"


def contents(library: Path) -> dict[str, tuple[WorkRecord, str, tuple[Scene, ...]]]:
    """Everything that a library keeps of its works, by their ids."""
    store = open_store(library)
    return {name: (record, record.added, store.scenes(name)) for name, record in store.works().items()}


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    return receipt.added, receipt.updated, receipt.unchanged, receipt.removed


def tales(folder: Path, *titles: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for title in titles:
        (folder / f"{title}.txt").write_text(TALE.format(title))
    return folder


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    return tales(tmp_path / "stories", "Ham", "Lea", "Noon")


@pytest.fixture
def exported(stories: Path, tmp_path: Path) -> Path:
    """The export of a library of three tales."""
    build(tmp_path / "library", [stories], workers=0)
    write_works(tmp_path / "library", tmp_path / "works.jsonl")
    return tmp_path / "works.jsonl"


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def write_lines(file: Path, *lines: object) -> Path:
    file.write_text("\n".join(map(json.dumps, lines)))
    return file


def test_a_line_has_all_that_the_library_keeps(exported: Path, tmp_path: Path) -> None:
    """Id, path, source, digest, reader and date of each work, and the id and kind of each scene."""
    store = open_store(tmp_path / "library")
    for line in lines_of(exported):
        record = store.works()[line["id"]]
        for name in ("title", "reader", "path", "source", "digest", "added"):
            assert line[name] == getattr(record, name) != "", name
        scenes = [scene for chapter in line["chapters"] for scene in chapter["scenes"]]
        assert [(scene["id"], scene["kind"]) for scene in scenes] == [
            (scene.id, scene.kind.value) for scene in store.scenes(record.id)
        ]


def test_works_of_an_older_library_have_the_dates_of_its_reports(
    make_work: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records had no date of their own before exports had one."""
    monkeypatch.setattr("fabula.index.codec.records._OPTIONAL_WORK_FIELDS", ())
    add_works(
        tmp_path / "old", [Work("Lamp", ("Odo",), (Chapter((Block(BlockKind.PARAGRAPH, "Lit."),)),))], speech=False
    )
    (record,) = open_store(tmp_path / "old").works().values()
    (line,) = export_works(tmp_path / "old")
    assert record.added == "" and json.loads(line)["added"] == read_report(tmp_path / "old").started


def test_what_rules_would_read_otherwise_comes_back(make_work: Make, tmp_path: Path) -> None:
    """Double spaces in headings, closing notes, equal titles of chapters, cuts, odd metadata, equal ids."""
    P, N, B, H, V = BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.BREAK, BlockKind.HEADING, BlockKind.VERSE
    chapters = (
        Chapter((Block(H, "THE  LAMP", 2), Block(P, "Lit."), Block(B, ""), Block(N, "Closing note.")), "Part  One", 1),
        Chapter((Block(P, "Out."), Block(B, "oOo"), Block(V, "a  b\n\n c\nd"), Block(P, "Out.")), "Same", 2, "a/b.x"),
        Chapter((Block(P, "word " * 4_000), Block(P, "word " * 900)), "Same", 2, "a/b.x"),
        Chapter((Block(BlockKind.ILLUSTRATION, "A lamp"), Block(P, "The End"), Block(P, "Out.")), "", None),
    )
    metadata = Metadata(language="English", summary="<i>a</i>  b", published="soon", tags=("a  b", "a  b", ""))
    odd = Work(" A  Tale ", ("Ann  Author",), chapters, metadata, "own", "x/y.txt", "/elsewhere", "ab")
    works = [odd, make_work("One.", title="Bell"), make_work("Two.", title="Bell")]
    add_works(tmp_path / "library", works, speech=False)
    write_works(tmp_path / "library", tmp_path / "works.jsonl")
    import_works(tmp_path / "imported", tmp_path / "works.jsonl")
    assert contents(tmp_path / "imported") == contents(tmp_path / "library")
    assert list(export_works(tmp_path / "imported")) == list(export_works(tmp_path / "library"))


def test_a_second_import_changes_nothing(exported: Path, tmp_path: Path) -> None:
    """Neither into a new library nor into the one that was exported."""
    assert counts(import_works(tmp_path / "imported", exported)) == (3, 0, 0, 0)
    before = open_store(tmp_path / "imported").generation
    assert counts(import_works(tmp_path / "imported", exported)) == (0, 0, 3, 0)
    assert open_store(tmp_path / "imported").generation == before
    assert counts(import_works(tmp_path / "library", exported)) == (0, 0, 3, 0)


def test_a_work_is_replaced_by_its_id(exported: Path, tmp_path: Path) -> None:
    """A line with another title, or with another text, under a known id is that work, changed; no other is touched."""
    import_works(tmp_path / "imported", exported)
    line = lines_of(exported)[0]
    line["title"] = "Hamlet"
    assert counts(import_works(tmp_path / "imported", write_lines(exported, line))) == (0, 1, 0, 0)
    line["chapters"][0]["blocks"][-1][1] = "The bell of Ham fell silent."
    assert counts(import_works(tmp_path / "imported", write_lines(exported, line))) == (0, 1, 0, 0)
    works = open_store(tmp_path / "imported").works()
    assert works[line["id"]].title == "Hamlet" and len(works) == 3


def test_the_id_of_another_story_is_no_proof(exported: Path, tmp_path: Path) -> None:
    """A line that names the id of a story with which it shares nothing is a work of its own, in every import."""
    import_works(tmp_path / "imported", exported)
    before = contents(tmp_path / "imported")
    line = lines_of(exported)[0]
    stranger = {**line, "title": "Pewter", "authors": ["Odo"], "chapters": json.loads(json.dumps(line["chapters"]))}
    stranger["chapters"][0]["blocks"][-1][1] = "She sold old pewter by the river."
    write_lines(exported, stranger, {**stranger, "id": "../evil"}, {**stranger, "id": line["id"] + ".2"})
    assert counts(import_works(tmp_path / "imported", exported)) == (3, 0, 0, 0)
    after = contents(tmp_path / "imported")
    assert before.items() <= after.items() and len(after) == 6
    assert counts(import_works(tmp_path / "imported", exported)) == (0, 0, 3, 0)


def test_updates_keep_imported_works(exported: Path, stories: Path, tmp_path: Path) -> None:
    """Though their source is one of the library's, and their files are not there; files that are there are followed."""
    (stories / "Ham.txt").unlink()
    (stories / "Lea.txt").write_text(TALE.format("Lea") + "\nThen it rained.\n")
    library = tmp_path / "imported"
    import_works(library, exported)
    ids = set(open_store(library).works())
    assert counts(build(library, [stories], workers=0)) == (0, 2, 0, 0)
    assert counts(update(library)) == (0, 0, 2, 0)
    assert counts(rebuild(library))[3] == 0
    assert set(open_store(library).works()) == ids
    (stories / "Lea.txt").unlink()
    build(library, [tales(tmp_path / "more", *(f"Tale {number}" for number in range(12)))], workers=0)
    assert counts(update(library))[3] == 1, "the work of a file that was read here goes with it"
    assert {work.title for work in open_store(library).works().values()} >= {"Ham", "Noon"}


def test_an_imported_work_is_no_file_here(exported: Path, stories: Path, tmp_path: Path) -> None:
    """A line that names a file here with its digest keeps nobody from reading that file, and it is not lost by it."""
    line = lines_of(exported)[0]
    line |= {"title": "Fake", "authors": ["Eve"], "id": "0" * 12}
    line["chapters"][0]["blocks"][-1][1] = "This is not what the file says."
    write_lines(exported, line)
    import_works(tmp_path / "imported", exported)
    assert counts(build(tmp_path / "imported", [stories], workers=0)) == (3, 0, 0, 0)
    assert {work.title for work in open_store(tmp_path / "imported").works().values()} == {"Fake", "Ham", "Lea", "Noon"}


def test_a_file_counts_before_an_import(exported: Path, stories: Path, tmp_path: Path) -> None:
    """What an import makes of the work of a file lasts until the next update reads the file."""
    line = lines_of(exported)[0]
    line["chapters"][0]["blocks"][-1][1] = "The bell of Ham rang at noon, and again at two."
    write_lines(exported, line)
    library = tmp_path / "library"
    before = contents(library)
    assert counts(import_works(library, exported)) == (0, 1, 0, 0)
    assert counts(update(library)) == (0, 1, 2, 0)
    assert contents(library) == before


def test_imported_works_can_be_removed(exported: Path, stories: Path, tmp_path: Path) -> None:
    """By the path or the source that they had in the other library."""
    import_works(tmp_path / "imported", exported)
    assert remove(tmp_path / "imported", [stories / "Ham.txt"]).removed == 1
    assert remove(tmp_path / "imported", [stories]).removed == 2


def test_lines_of_an_earlier_fabula(exported: Path, tmp_path: Path) -> None:
    """Lines without ids, scenes and the mark of an export are read; a second import replaces what they made."""
    new = ("fabula", "id", "reader", "path", "source", "digest", "added", "language_source")
    old = [{key: value for key, value in line.items() if key not in new} for line in lines_of(exported)]
    for line in old:
        for chapter in line["chapters"]:
            del chapter["scenes"]
    write_lines(exported, *old)
    assert counts(import_works(tmp_path / "imported", exported)) == (3, 0, 0, 0)
    assert counts(import_works(tmp_path / "imported", exported)) == (0, 0, 3, 0)
    assert set(contents(tmp_path / "imported")) == set(contents(tmp_path / "library"))
    old[0]["chapters"][0]["blocks"][-1][1] = "Another text altogether."
    write_lines(exported, *old)
    assert counts(import_works(tmp_path / "imported", exported)) == (0, 1, 2, 0)


def test_lines_written_by_hand(tmp_path: Path) -> None:
    """They have no file, and a story with the name of one is its new text, whatever names it again in one import."""
    file = write_lines(tmp_path / "a.jsonl", {"title": "Lamp", "author": "Odo", "text": "Lit."}, {"text": "Nameless."})
    assert counts(import_works(tmp_path / "library", file)) == (2, 0, 0, 0)
    assert {work.source for work in open_store(tmp_path / "library").works().values()} == {""}
    lamps = [{"title": "Lamp", "author": "Odo", "text": text} for text in ("Out.", "Broken.")]
    assert counts(import_works(tmp_path / "library", write_lines(file, *lamps))) == (1, 1, 0, 0)
    assert counts(import_works(tmp_path / "library", file)) == (0, 0, 2, 0)


def test_progress_counts_bytes(exported: Path, tmp_path: Path) -> None:
    """So that a bar shows how far a long import is."""
    reports = []
    import_works(tmp_path / "imported", exported, progress=reports.append)
    reading = [report for report in reports if report.phase == "reading"]
    assert reading[-1].done == reading[-1].total == exported.stat().st_size and reading[-1].unit == "bytes"


def test_a_file_without_works_makes_no_library(tmp_path: Path) -> None:
    """An empty file, or one of bad lines alone, says why and leaves nothing behind."""
    for content, reason in (("", "no work"), ("{\n[]\n", "line 1: it is no JSON.*line 2: it is no JSON object")):
        (tmp_path / "a.jsonl").write_text(content)
        with pytest.raises(UnreadableSource, match=f"(?s){reason}"):
            import_works(tmp_path / "library", tmp_path / "a.jsonl")
        assert not (tmp_path / "library").exists()


def test_bad_lines_are_counted(exported: Path, tmp_path: Path) -> None:
    """However many there are, the first ones are named, and the receipt that is kept has them."""
    good = exported.read_text().splitlines()[0]
    exported.write_text("\n".join([good, *["{"] * 1_000]))
    with pytest.raises(PartlyRead, match=r"1,000 of its 1,001 works cannot be read: line 2: .*; and 995 more"):
        import_works(tmp_path / "imported", exported)
    assert len(open_store(tmp_path / "imported").works()) == 1
