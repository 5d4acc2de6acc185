"""The entry point. It imports the rest only inside its guard, so that Ctrl-C during the imports is no traceback."""

from __future__ import annotations

import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command with `sys.argv` and exit with its code."""
    try:
        from .group import fabula

        fabula.main()
    except KeyboardInterrupt:
        sys.exit(130)
