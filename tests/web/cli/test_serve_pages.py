"""What `fabula serve` does before it answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from fabula.web.app import create_app
from fabula.web.cli.serve_pages import _load_what_answers_need

client = create_app(sys.argv[1]).test_client()
_load_what_answers_need()
loaded = set(sys.modules)
for address in ("/search?q=a+lamp+lit", "/quote?q=you+would+of+been+my+choise", "/search?q=%22the+river%22"):
    assert client.get(address).status_code == 200
print(*(name for name in set(sys.modules) - loaded if name.startswith(("fabula.search", "nltk", "rapidfuzz", "numpy"))))
"""


def test_no_query_waits_for_modules(library: Path) -> None:
    """What answers need is loaded before: on a busy machine it took longer than a query may."""
    command = [sys.executable, "-c", _SCRIPT, str(library)]
    late = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in late if not name.startswith("numpy.ma")] == []
