"""Which sources are polled, and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.library.sources import State
from fabula.index.watching.glance import WatchedSource
from fabula.index.watching.mounts import Mount
from fabula.index.watching.notice import WatchNotice
from fabula.index.watching.pace import Pace
from fabula.index.watching.trust import Trust

PACE = Pace(first_look=60, last_look=3600, poll=60, poll_factor=10, distrust=1000)


@pytest.fixture
def told() -> list[WatchNotice]:
    return []


@pytest.fixture
def trust(told: list[WatchNotice]) -> Trust:
    return Trust(PACE, told.append)


def source(path: Path, *types: str) -> WatchedSource:
    return WatchedSource(str(path), path, State.REACHABLE, (), tuple(Mount(str(path), "0:1", kind) for kind in types))


def test_looks_become_rare(trust: Trust, tmp_path: Path, told: list[WatchNotice]) -> None:
    """On a drive of this machine: after a minute, two, four and so on, up to an hour."""
    trust.begin([source(tmp_path, "ext4")])
    times = []
    for _ in range(9):
        times.append(trust.look_after(1.0, are_events_missing=False))
        trust.look_found_nothing()
    assert times == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert told == []


def test_a_network_drive_is_polled(trust: Trust, tmp_path: Path, told: list[WatchNotice]) -> None:
    """Each minute, and so is a source with such a drive below it; that is said once."""
    for _ in range(2):
        trust.begin([source(tmp_path, "ext4", "nfs4")])
        trust.look_found_nothing()
        assert trust.look_after(1.0, are_events_missing=False) == 60
    assert [str(tmp_path) in notice.text and "nfs4" in notice.text for notice in told] == [True]
    trust.begin([source(tmp_path, "ext4")])
    assert trust.look_after(1.0, are_events_missing=False) > 60


def test_long_looks_leave_time_for_others(trust: Trust, tmp_path: Path) -> None:
    """A look of 100 seconds comes every 1,000, and none comes less than once an hour."""
    trust.begin([source(tmp_path, "cifs")])
    assert trust.look_after(100.0, are_events_missing=False) == 1000
    assert trust.look_after(10_000.0, are_events_missing=True) == 3600


def test_a_source_with_a_missed_event(trust: Trust, tmp_path: Path, told: list[WatchNotice]) -> None:
    """It is polled for a while, and what is found there meanwhile is nothing new."""
    trust.begin([source(tmp_path, "ext4")])
    assert trust.missed({"/a", "/b"}, {"/a"}, 0) == {"/b"}
    trust.distrust({"/b"}, 0)
    assert trust.look_after(1.0, are_events_missing=False) == 60
    assert trust.missed({"/b"}, set(), 999) == set()
    assert ["/b" in notice.text for notice in told] == [True]
    assert trust.missed({"/b"}, set(), 1001) == {"/b"}


def test_without_events_all_is_polled(trust: Trust, tmp_path: Path) -> None:
    """Where the system gives none."""
    trust.begin([source(tmp_path, "ext4")])
    trust.look_found_nothing()
    assert trust.look_after(0.1, are_events_missing=True) == 60
