"""Imports the fault suites, which are not part of the package, from the checkout; the tests run short forms."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
