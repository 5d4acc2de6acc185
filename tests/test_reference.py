"""The reference of the Python API is made from the docstrings, and has every public name."""

from __future__ import annotations

import doctest
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import fabula.index
import fabula.search

_SCRIPT = Path(__file__).parent.parent / "docs" / "reference.py"


def test_every_public_name_is_in_the_reference(tmp_path: Path) -> None:
    """Each has an entry on the page of its module; columns of names and meanings are lists."""
    subprocess.run([sys.executable, _SCRIPT, tmp_path], check=True, capture_output=True)
    for module, name in ((fabula.index, "index.html"), (fabula.search, "search.html")):
        page = (tmp_path / "fabula" / name).read_text("utf-8")
        anchors = set(re.findall(r'\bid="([\w.]+)"', page))
        assert anchors >= set(module.__all__)
    assert {"Library.search", "StoredLibrary.works"} <= anchors
    assert "<strong>limit</strong>: hits to return, 0 to 1,000." in page


def test_the_example_of_the_script() -> None:
    """It says what becomes of a docstring."""
    spec = importlib.util.spec_from_file_location("reference", _SCRIPT)
    assert spec is not None and spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    results = doctest.testmod(reference)
    assert results.attempted == 1 and not results.failed
