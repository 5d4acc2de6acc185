"""The next catalogue repeats outcomes of settled files, and none that may come out otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.account.edit import Edit
from fabula.index.files.file_source import FileSource
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.fingerprint import Fingerprint
from fabula.index.ingest.outcome import Outcome, Read, Unchanged
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.settings import SourceSetting
from fabula.index.library.sources import LibrarySource
from fabula.index.run.next_catalogue import NextCatalogue
from fabula.index.run.survey import SurveyedFile, TaskOutcome
from fabula.index.run.unchanged_run import SourcesFingerprint

START_NS = 10**18
OLD = Fingerprint(1, 2, START_NS - 10**10)
ROOT = LibrarySource(SourceSetting("/s"), Path("/s"), "/s")
SOURCES = SourcesFingerprint([], OLD.settles)


def result(path: str, outcome: Outcome, fingerprint: Fingerprint | None = OLD) -> TaskOutcome:
    task = Task((FileSource(Path("/s") / path, Path("/s")),))
    return TaskOutcome(SurveyedFile(task, ROOT, f"/s/{path}", fingerprint), outcome)


@pytest.fixture
def catalogue() -> NextCatalogue:
    return NextCatalogue("readers", {}, START_NS)


def test_outcomes_are_repeated(catalogue: NextCatalogue, tmp_path: Path) -> None:
    """Unchanged and skipped files as they are; a file whose works were read will be unchanged."""
    failed = Skipped("b.txt", SkipKind.FAILED, "it is damaged")
    wordless = Skipped("d.txt", SkipKind.FAILED, "no words were found in it")
    catalogue.record(result("a.txt", Unchanged("a.txt")), Edit(unchanged=1))
    catalogue.record(result("b.txt", failed), Edit())
    catalogue.record(result("d.txt", Read("d.txt", ())), Edit(skipped=[wordless]))
    assert catalogue.begins(result("e.txt", Unchanged("e.txt")))
    assert not catalogue.begins(result("d.txt", Unchanged("d.txt")))
    # The last file may have more outcomes.
    assert catalogue.unchanged_outcomes(SOURCES) is None
    catalogue.finish()
    assert catalogue.unchanged_outcomes(SOURCES) == [
        ("/s/a.txt", Unchanged("a.txt")), ("/s/b.txt", failed), ("/s/d.txt", wordless),
    ]  # fmt: skip
    catalogue.write(tmp_path / "catalogue", "content", {})
    written = Catalogue.read(tmp_path / "catalogue", "content")
    entry, other = written.entry("/s/a.txt"), written.entry("/s/b.txt")
    assert entry is not None and entry.outcomes == () and entry.is_settled and entry.stamp.same(OLD)
    assert other is not None and other.outcomes == (failed,)


def test_a_warning_is_repeated_with_its_file(catalogue: NextCatalogue) -> None:
    """The file has not changed, so what was said of it still holds."""
    warning = RunWarning(WarningKind.WORDS_MISSING, "12 words are missing.", "a.txt", "A", 12)
    for outcome in (Unchanged("a.txt"), warning):
        catalogue.record(result("a.txt", outcome), Edit())
    catalogue.finish()
    assert catalogue.unchanged_outcomes(SOURCES) == [("/s/a.txt", Unchanged("a.txt")), ("/s/a.txt", warning)]


@pytest.mark.parametrize(
    ("outcome", "fingerprint"),
    [
        (Unchanged("b.txt"), None),
        (Unchanged("b.txt"), Fingerprint(1, 2, START_NS)),
        (Skipped("b.txt", SkipKind.FAILED, "it took too long", fleeting=True), OLD),
        (Read("b.txt", ()), OLD),
    ],
    ids=["unknown", "young", "fleeting", "without outcome"],
)
def test_what_may_come_out_otherwise_is_looked_at_again(
    catalogue: NextCatalogue, outcome: Outcome, fingerprint: Fingerprint | None
) -> None:
    """One such file, and the next run surveys everything."""
    catalogue.record(result("a.txt", Unchanged("a.txt")), Edit(unchanged=1))
    catalogue.record(result("b.txt", outcome, fingerprint), Edit())
    catalogue.finish()
    assert catalogue.unchanged_outcomes(SOURCES) is None
    assert catalogue.unchanged_outcomes(None) is None
