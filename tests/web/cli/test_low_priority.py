"""`--low-priority` leaves the machine to others."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import os
from fabula.web.cli.low_priority import lower_priority
lower_priority()
print(os.nice(0))
import ctypes, sys
number = {"x86_64": 252, "aarch64": 31}.get(os.uname().machine)
print(ctypes.CDLL(None).syscall(number, 1, 0) >> 13 if number else 3)
lower_priority()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of Linux")
def test_a_process_gives_way_to_others() -> None:
    """It is as nice as can be, its reads and writes are idle ones, and asking twice is no error."""
    ended = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.split() == ["19", "3"]
    assert os.nice(0) < 19
