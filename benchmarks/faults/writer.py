"""`python -m benchmarks.faults.writer ACTION LIBRARY FOLDER`: one action in a process of its own, to be killed.

It says which states it has reached, and when a merge begins and ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fabula.index.position_writer import PositionWriter

from .actions import KILLED

__all__ = ["MERGED", "MERGING"]

MERGING, MERGED = "merging", "merged"


def _say_merges() -> None:
    merge = PositionWriter._merged_once

    def said(*given: Any) -> Any:
        print(MERGING, flush=True)
        entries = merge(*given)
        print(MERGED, flush=True)
        return entries

    PositionWriter._merged_once = said  # type: ignore[method-assign]


if __name__ == "__main__":
    _say_merges()
    # All is loaded by now, so that what dies is the writing.
    print("ready", flush=True)
    KILLED[sys.argv[1]].run(Path(sys.argv[2]), Path(sys.argv[3]), lambda state: print(state, flush=True))
