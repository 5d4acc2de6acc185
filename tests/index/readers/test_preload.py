"""What files need to be read is imported before processes are forked, and only that."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from fabula.index.readers import preload

_LOADED_READERS = "print(*sorted(name for name in sys.modules if name.startswith('fabula.index.readers')))"


@pytest.mark.parametrize("module", sorted({module for needed in preload._MODULES.values() for module in needed}))
def test_modules_exist(module: str) -> None:
    """A module that was moved would be imported by every process again."""
    assert find_spec(f"fabula.index.readers.{module}") is not None


def _loaded_by(suffix: str) -> list[str]:
    script = f"""
import sys
from fabula.index.readers import readers
from fabula.index.readers.preload import preload
readers()
preload([{suffix!r}])
{_LOADED_READERS}
"""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()


def test_plain_text_needs_no_code_for_pages() -> None:
    """All readers can look at files without the code that reads them."""
    loaded = _loaded_by(".txt")
    assert "fabula.index.readers.plain_text.plain_story" in loaded
    assert not {"fabula.index.readers.html.markup", "fabula.index.readers.styled.styled_story"} & set(loaded)


def test_pages_are_preloaded() -> None:
    assert "fabula.index.readers.html.markup" in _loaded_by(".html")
