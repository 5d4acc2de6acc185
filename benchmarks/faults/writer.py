"""`python -m benchmarks.faults.writer ACTION LIBRARY FOLDER`: one action in a process of its own, to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from .actions import KILLED

if __name__ == "__main__":
    # All is loaded by now, so that what dies is the writing.
    print("ready", flush=True)
    KILLED[sys.argv[1]].run(Path(sys.argv[2]), Path(sys.argv[3]), lambda state: print(state, flush=True))
