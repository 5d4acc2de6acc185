"""A file that may have changed unseen is not settled: tried with clocks of every kind."""

from __future__ import annotations

import os
import random

import pytest

from fabula.index.ingest.clock_grain import is_settled, settles_ns

SECOND_NS = 1_000_000_000
# The tick of the clock, and the unit in which times are kept, in nanoseconds.
CLOCKS = {
    "Linux, 250 Hz": (4_000_000, 1),
    "Linux, 100 Hz": (10_000_000, 1),
    "Windows": (15_625_000, 100),
    "exFAT": (10_000_000, 10_000_000),
    "HFS+, SFTP": (1_000, SECOND_NS),
    "FAT": (10_000_000, 2 * SECOND_NS),
}
START_NS = 1_800_000_000 * SECOND_NS + 123_456_789


class File:
    """A file on a system whose clock ticks every `tick` nanoseconds, and that keeps times in whole `unit`s."""

    def __init__(self, tick: int, unit: int) -> None:
        # The clock's ticks are no multiples of anything, as they count from the system's start.
        self.tick, self.unit, self.offset = tick, unit, 1_234_567 % tick if unit < tick else 0
        self.version = self.changed = 0

    def change(self, now: int) -> None:
        ticked = (now - self.offset) // self.tick * self.tick + self.offset
        self.version, self.changed = self.version + 1, ticked // self.unit * self.unit

    @property
    def status(self) -> os.stat_result:
        seconds = self.changed / SECOND_NS
        values = (0o100644, 1, 1, 1, 0, 0, 4, 0, int(seconds), int(seconds), *(None,) * 3)
        return os.stat_result(values, {"st_mtime_ns": self.changed, "st_ctime_ns": self.changed})


@pytest.mark.parametrize("clock", CLOCKS)
def test_what_changes_after_it_was_read_is_found_by_the_next_run(clock: str) -> None:
    """A file changes at random moments, many within one tick. A run looks at it and reads it later; the next one must
    see another time, unless the file is to be opened anyway or what was read is what it still holds."""
    rng = random.Random(clock)
    tick, unit = CLOCKS[clock]
    grain = max(tick, unit)
    trusted = 0
    for _ in range(1_500):
        file = File(tick, unit)
        moment = START_NS + rng.randrange(4 * SECOND_NS)
        file.change(moment)
        looked = moment + rng.choice((0, 1, grain // 3, grain, 2 * grain, rng.randrange(3 * SECOND_NS)))
        read = looked + rng.choice((0, grain // 3, grain, rng.randrange(SECOND_NS)))
        changes = sorted(moment + rng.randrange(2 * grain) for _ in range(rng.randrange(4)))
        seen = known = None
        # At the same moment a change comes last: that is the worst case.
        for now, step in sorted([(looked, 0), (read, 1), *((change, 2) for change in changes)]):
            if step == 2:
                file.change(now)
            elif step == 1:
                known = file.version
            else:
                seen = file.status
        assert seen is not None
        looks_same = file.status.st_ctime_ns == seen.st_ctime_ns
        if is_settled(settles_ns(seen), looked) and looks_same:
            trusted += 1
            assert file.version == known, (changes, looked, read)
    assert trusted > 50


def test_a_file_at_rest_is_settled_soon() -> None:
    """A tenth of a second after its last change, where times are exact; two seconds after it where they are not."""

    def rests_ns(changed: int) -> int:
        file = File(1, 1)
        file.change(changed)
        return settles_ns(file.status) - changed

    assert rests_ns(START_NS) == SECOND_NS // 10
    assert rests_ns(START_NS // SECOND_NS * SECOND_NS) == 2 * SECOND_NS
    assert rests_ns(START_NS // 10_000_000 * 10_000_000) == 2 * SECOND_NS


def test_the_later_of_both_times_counts() -> None:
    """Programs may set the time of the contents back, and some systems keep no time of the state."""
    for times in ({"st_mtime_ns": 5, "st_ctime_ns": START_NS}, {"st_mtime_ns": START_NS, "st_ctime_ns": 0}):
        assert settles_ns(os.stat_result((0,) * 10, times)) == START_NS + SECOND_NS // 10
