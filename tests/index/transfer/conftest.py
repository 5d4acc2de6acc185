"""The fault suites are no part of the package: they are imported from the checkout, and run here in a short form."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
