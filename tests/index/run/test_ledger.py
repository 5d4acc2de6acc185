"""The ledger says of each outcome which ids go and come; it writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import ChangeKind, SkipKind, Skipped, Work, WorkRecord
from fabula.index.account.edit import Edit
from fabula.index.files.file_source import FileSource
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.outcome import Outcome, Read, SegmentedWork, Unchanged
from fabula.index.ingest.read_task import segment_work
from fabula.index.library.settings import SourceSetting
from fabula.index.library.sources import LibrarySource
from fabula.index.records.work_record import make_record
from fabula.index.run.ledger import Ledger
from fabula.index.run.survey import SurveyedFile, TaskOutcome

MakeWork = Callable[..., Work]


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    return tmp_path / "stories"


def story(make_work: MakeWork, stories: Path, path: str, text: str = "The lamp was lit.", title: str = "Lamp") -> Work:
    work = make_work(*filter(None, [text]), title=title)
    return replace(work, source=str(stories), path=path, digest=text, reader="text")


def record(work: Work) -> WorkRecord:
    segmented = segment_work(work)
    return make_record(segmented.work, segmented.identity, segmented.scenes)


def result(stories: Path, path: str, outcome: Outcome) -> TaskOutcome:
    task = Task((FileSource(stories / path, stories),))
    root = LibrarySource(SourceSetting(str(stories)), stories, str(stories))
    return TaskOutcome(SurveyedFile(task, root, f"{stories}/{path}", None), outcome)


def read(ledger: Ledger, stories: Path, *works: Work) -> Edit:
    """What reading the file of these works changes, once all files were met."""
    segmented: tuple[SegmentedWork, ...] = tuple(map(segment_work, works))
    edit = ledger.apply(result(stories, works[0].path, Read(works[0].path, segmented)))
    rest = ledger.settle()
    return Edit(
        edit.removed + rest.removed, edit.added + rest.added, edit.changes + rest.changes, edit.skipped, edit.unchanged
    )


def kinds(edit: Edit) -> list[ChangeKind]:
    return [change.kind for change in edit.changes]


def test_new_changed_and_moved_works(make_work: MakeWork, stories: Path) -> None:
    """A new work is only added; a changed one keeps its id, as does one whose file has another name now."""
    old, other = record(story(make_work, stories, "a.txt")), record(story(make_work, stories, "b.txt", title="Bell"))
    ledger = Ledger({work.id: work for work in (old, other)})
    new = read(ledger, stories, story(make_work, stories, "c.txt", title="Ferry"))
    assert (new.removed, kinds(new), len(new.added)) == ([], [ChangeKind.ADDED], 1)
    changed = read(ledger, stories, story(make_work, stories, "a.txt", "The lamp went out."))
    assert (changed.removed, kinds(changed), changed.added[0][0].id) == ([old.id], [ChangeKind.UPDATED], old.id)
    moved = read(ledger, stories, story(make_work, stories, "d.txt", title="Bell"))
    assert (moved.removed, kinds(moved), moved.added[0][0].id) == ([other.id], [ChangeKind.MOVED], other.id)
    assert ledger.missing_works(lambda key: True) == []


def test_two_works_never_share_an_id(make_work: MakeWork, stories: Path) -> None:
    """The second of two works with one identity gets a number; a work that its file lacks now goes."""
    ledger = Ledger({})
    first, second = (read(ledger, stories, story(make_work, stories, path)) for path in ("a.txt", "b.txt"))
    ids = [edit.added[0][0].id for edit in (first, second)]
    assert ids[1].startswith(f"{ids[0]}.")
    both = {edit.added[0][0].id: edit.added[0][0] for edit in (first, second)}
    again = Ledger(both)
    gone = read(again, stories, story(make_work, stories, "a.txt", title="Other"))
    assert kinds(gone) == [ChangeKind.ADDED, ChangeKind.REMOVED] and gone.removed == [ids[0]]
    assert set(again.works) == {gone.added[0][0].id, ids[1]}


def test_failures_and_unchanged_files_keep_their_works(make_work: MakeWork, stories: Path) -> None:
    """Unchanged works are counted; those of a file that failed are not missing; those of a file not met are."""
    works = [record(story(make_work, stories, f"{name}.txt", f"Tale {name}.", name)) for name in "abc"]
    ledger = Ledger({work.id: work for work in works})
    assert ledger.apply(result(stories, "a.txt", Unchanged("a.txt"))) == Edit(unchanged=1)
    failed = Skipped("b.txt", SkipKind.FAILED, "it is damaged")
    assert ledger.apply(result(stories, "b.txt", failed)) == Edit()
    assert ledger.missing_works(lambda key: True) == [works[2]]
    assert ledger.missing_works(lambda key: False) == []
    assert ledger.lost_works([works[2]]) == [works[2]]
    edit = ledger.remove([works[2]])
    assert (edit.removed, kinds(edit)) == ([works[2].id], [ChangeKind.REMOVED])
    assert ledger.remove([works[2]]) == Edit()


def test_a_work_without_words_changes_nothing(make_work: MakeWork, stories: Path) -> None:
    """It is a line for the receipt, and what its file held before stays."""
    old = record(story(make_work, stories, "a.txt"))
    ledger = Ledger({old.id: old})
    edit = read(ledger, stories, story(make_work, stories, "a.txt", ""))
    assert (edit.added, edit.removed, [line.path for line in edit.skipped]) == ([], [], ["a.txt"])
    assert ledger.missing_works(lambda key: True) == [] and set(ledger.works) == {old.id}


def test_known_versions_and_keys_within(make_work: MakeWork, stories: Path) -> None:
    """An archive's members lie in it and are known by their paths; names that begin alike do not."""
    members = [record(story(make_work, stories, path, title=path)) for path in ("a.zip!/1.txt", "a.zip!/d/2.txt")]
    other = record(story(make_work, stories, "a.zip.txt"))
    ledger = Ledger({work.id: work for work in (*members, other)})
    assert list(ledger.keys_within(f"{stories}/a.zip")) == [f"{stories}/a.zip!/1.txt", f"{stories}/a.zip!/d/2.txt"]
    task = Task((FileSource(stories / "a.zip", stories),))
    assert ledger.known(task) == {work.path: (work.digest, work.reader) for work in members}
