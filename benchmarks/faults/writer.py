"""`python -m benchmarks.faults.writer`: runs actions in processes of their own, to be killed.

It forks a process for each input line `ACTION<tab>LIBRARY<tab>FOLDER`. All code is loaded before the fork, so a kill
hits the writing. It prints `began` and the process id; the child prints the states that it reaches and when a merge
begins and ends; then it prints `ended` and the exit code.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from fabula.index.writer import merge_entries
from .actions import KILLED

__all__ = ["BEGAN", "ENDED", "FAILED", "MERGED", "MERGING"]

BEGAN, ENDED, FAILED, MERGING, MERGED = "began", "ended", "failed", "merging", "merged"


def _say(*words: object) -> None:
    # One write call, because two processes share the pipe.
    os.write(sys.stdout.fileno(), (" ".join(map(str, words)) + "\n").encode())


def _report_merges() -> None:
    merge = merge_entries._merge_chosen

    def reporting_merge(*arguments: Any, **options: Any) -> Any:
        _say(MERGING)
        entries = merge(*arguments, **options)
        _say(MERGED)
        return entries

    merge_entries._merge_chosen = reporting_merge


def _load() -> None:
    """Run a rebuild once, which loads the modules that are imported on first use."""
    with tempfile.TemporaryDirectory(prefix="fabula-loaded-") as directory:
        library, folder = Path(directory) / "library", Path(directory) / "stories"
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
            except BaseException as error:  # noqa: BLE001 - every failure is reported
                _say(FAILED, repr(error).replace("\n", " "))
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        _say(ENDED, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _load()
    _report_merges()
    _serve()
