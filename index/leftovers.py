"""What a crash or an older commit left behind in a library."""

from __future__ import annotations

import os
from pathlib import Path

from .codec.durable import remove
from .codec.toc import generations, read_toc, toc_path

__all__ = ["delete_leftovers"]


def delete_leftovers(files: Path) -> None:
    """Delete what the latest commit does not need: old commits, and what was never named by one. Needs the lock."""
    latest = generations(files)[-1]
    kept = read_toc(files, latest).files | {toc_path(files, latest).name, "write.lock"}
    for name in os.listdir(files):
        if name not in kept and (name.startswith(("MAIN_", "_MAIN_"))):
            remove(files / name)
