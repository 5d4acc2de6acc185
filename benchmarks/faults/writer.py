"""`python -m benchmarks.faults.writer`: actions in processes of their own, to be killed.

For each line `ACTION<tab>LIBRARY<tab>FOLDER` that it is given it forks a process, which has loaded all that writing
needs, so that what dies is the writing. It says `began` and the process; then that says which states it has reached,
and when a merge begins and ends; then it says `ended` and how.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from fabula.index.writer import merge_entries as merging

from .actions import KILLED

__all__ = ["BEGAN", "ENDED", "FAILED", "MERGED", "MERGING"]

BEGAN, ENDED, FAILED, MERGING, MERGED = "began", "ended", "failed", "merging", "merged"


def _say(*words: object) -> None:
    # In one piece, as two processes write to one pipe.
    os.write(sys.stdout.fileno(), (" ".join(map(str, words)) + "\n").encode())


def _say_merges() -> None:
    merge = merging._merged_once

    def said(*given: Any) -> Any:
        _say(MERGING)
        entries = merge(*given)
        _say(MERGED)
        return entries

    merging._merged_once = said


def _load() -> None:
    """What is loaded when it is first needed."""
    with tempfile.TemporaryDirectory(prefix="fabula-loaded-") as place:
        library, folder = Path(place) / "library", Path(place) / "stories"
        KILLED["rebuild"].prepare(library, folder, random.Random(0))
        KILLED["rebuild"].run(library, folder, lambda _: None)


def _serve() -> None:
    for line in sys.stdin:
        name, library, folder = line.rstrip("\n").split("\t")
        process = os.fork()
        if not process:
            os.setsid()
            code = 1
            try:
                _say(BEGAN, os.getpid())
                KILLED[name].run(Path(library), Path(folder), _say)
                code = 0
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
                _say(FAILED, repr(error).replace("\n", " "))
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        _say(ENDED, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _load()
    _say_merges()
    _serve()
