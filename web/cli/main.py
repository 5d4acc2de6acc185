"""The entry point. It imports the rest inside `try`, so that a signal during the imports gives no traceback."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from .stopping import HungUp, Terminated, ends_cleanly


def main() -> NoReturn:
    """Run the command with `sys.argv` and exit with its code."""
    # numpy's linear algebra, which Fabula hardly uses, would start a busy-waiting thread per processor: 80 ms of
    # processor time for every `fabula search`.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with ends_cleanly():
            from .group import fabula

            fabula.main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Terminated as error:
        sys.exit(129 if isinstance(error, HungUp) else 143)
    finally:
        # On its way out the interpreter would look for cycles of objects among all that was loaded: 70 ms after
        # `fabula index`.
        gc.freeze()
