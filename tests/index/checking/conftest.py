"""The fault suites are not part of the package: they are imported from the checkout, and run in a short form."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
