"""Command lines to copy, quoted so that they run in the shell that ran this one."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import PurePath

from .printable import visible


def command_line(*words: str) -> str:
    """`fabula WORDS…`, quoted for a shell."""
    return " ".join([_program(), *(shlex.quote(visible(word)) for word in words)])


def _program() -> str:
    started = PurePath(sys.argv[0])
    if os.path.realpath(started) == os.path.realpath(PurePath(__file__).parents[1] / "__main__.py"):
        return f"{shlex.quote(sys.executable)} -m fabula.web.cli"
    if started.stem != "fabula":
        # Called from Python, so there is no command line to repeat.
        return "fabula"
    on_path = shutil.which("fabula")
    # `.venv/bin/fabula demo` must not answer with commands that need an activated environment.
    if on_path is not None and os.path.realpath(on_path) == os.path.realpath(started):
        return "fabula"
    # As typed: "./fabula" is not "fabula".
    return shlex.quote(sys.argv[0])
