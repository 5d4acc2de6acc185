"""What is wrong in a run is known or new, whatever the runs before it looked at."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.account.problems import Problems
from fabula.index.reports.known_problems import KnownProblems

REASONS = ("it is damaged", "it is encrypted")


def skipped(path: str, reason: str) -> Skipped:
    return Skipped(path, SkipKind.FAILED, reason)


@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_runs(tmp_path: Path, seed: int) -> None:
    """A failure is known if the last run that went through its source had it; one that is no more is mended."""
    choose = random.Random(seed)
    sources = ("/a", "/b", "/c")
    # What each source's files fail with; and the same as the last run through the source saw it.
    failing: dict[str, dict[str, str]] = {source: {} for source in sources}
    seen: dict[str, set[tuple[str, str]]] = {source: set() for source in sources}
    for _ in range(30):
        source = choose.choice(sources)
        if choose.random() < 0.6:
            failing[source][choose.choice("xyz")] = choose.choice(REASONS)
        elif failing[source]:
            failing[source].popitem()
        is_whole = choose.random() < 0.5
        surveyed = [source for source in sources if choose.random() < 0.6]
        others = [source for source in sources if source not in surveyed]
        problems = Problems(KnownProblems.read(tmp_path))
        mended = 0
        for source in surveyed:
            now = set(failing[source].items())
            for path, reason in now:
                met = problems.met_file(skipped(path, reason), f"{source}/{path}", source)
                assert met.again == ((path, reason) in seen[source])
            mended += len(seen[source] - now)
            seen[source] = now
        problems.finish(surveyed, others, is_whole=is_whole)
        assert problems.mended == mended
        problems.keep(tmp_path)


def test_a_part_of_a_source_adds_to_what_is_known(tmp_path: Path) -> None:
    """What was known of its other files still holds."""
    first = Problems(KnownProblems())
    first.met_file(skipped("x", REASONS[0]), "/a/x", "/a")
    first.finish(["/a"], [], is_whole=True)
    first.keep(tmp_path)
    part = Problems(KnownProblems.read(tmp_path))
    assert not part.met_file(skipped("y/z", REASONS[0]), "/a/y/z", "/a").again
    part.finish([], ["/a"], is_whole=False)
    part.keep(tmp_path)
    last = Problems(KnownProblems.read(tmp_path))
    assert last.met_file(skipped("x", REASONS[0]), "/a/x", "/a").again
    assert last.met_file(skipped("y/z", REASONS[0]), "/a/y/z", "/a").again


def test_warnings_that_tell_what_a_run_did_are_always_new(tmp_path: Path) -> None:
    """Others are known by their place, whatever the sentence: the number of works in an absent source may change."""
    shrunk = RunWarning(WarningKind.WORK_SHRUNK, "It had 9 words and has 3.", "/a/x")
    away = RunWarning(WarningKind.SOURCE_UNSEEN, "3 works from it stayed.", "/a")
    collide = RunWarning(WarningKind.NAMES_COLLIDE, "x and X differ only by case.", "/a/x")
    missing = RunWarning(WarningKind.WORDS_MISSING, "9 words are missing.", "/a/x", "X", 9)
    for again in (False, True):
        problems = Problems(KnownProblems.read(tmp_path))
        assert not problems.met_warning(shrunk, "/a").again
        assert problems.met_warning(away, "/a").again == again
        assert problems.met_warning(collide, "").again == again
        assert problems.met_warning(missing, "/a").again == again
        assert not problems.met_warning(replace(missing, words=missing.words + 1 + again), "/a").again
        problems.finish([], ["/a"], is_whole=True)
        problems.keep(tmp_path)
        away = RunWarning(WarningKind.SOURCE_UNSEEN, "2 works from it stayed.", "/a")


def test_a_refusal_is_settled_by_a_run_through_all_sources(tmp_path: Path) -> None:
    """Not by one through some of them, which nobody would refuse."""
    KnownProblems().with_refusal("3 works would go.").write(tmp_path)
    for is_whole, mended in ((False, 0), (True, 1), (True, 0)):
        problems = Problems(KnownProblems.read(tmp_path))
        problems.finish(["/a"], [], is_whole=is_whole)
        problems.keep(tmp_path)
        assert problems.mended == mended
