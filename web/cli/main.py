"""The entry point. It imports the rest only inside its guard, so that Ctrl-C during the imports is no traceback."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command with `sys.argv` and exit with its code."""
    # numpy's linear algebra, of which little is made here, would start a thread a processor that waits by turning, for
    # every `fabula search` 80 ms of processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from .group import fabula

        fabula.main()
    except KeyboardInterrupt:
        sys.exit(130)
