"""Who has asked lately."""

from __future__ import annotations

import os
import time

import pytest

from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.prices import BANDS


def test_the_lightest_who_is_present() -> None:
    """A presence ends by time, and a shorter one does not end a longer one."""
    activity = Activity()
    assert activity.lightest(0.0) == BANDS
    activity.note(3, 10.0)
    activity.note(1, 5.0)
    activity.note(1, 4.0)
    assert [activity.lightest(now) for now in (0.0, 4.5, 5.0, 9.9, 10.0)] == [1, 1, 3, 3, BANDS]
    assert activity.seconds_until_gone(3, 4.0) == 6.0
    assert activity.seconds_until_gone(1, 6.0) == 0.0
    assert activity.seconds_until_gone(BANDS, 6.0) == 0.0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_processes_share_it() -> None:
    """What one process notes, the others see."""
    activity = Activity()
    pid = os.fork()
    if not pid:
        activity.note(2, 1e12)
        os._exit(0)
    os.waitpid(pid, 0)
    assert activity.lightest(time.monotonic()) == 2
