"""Tests leave alone the files of the user who runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from fabula.web.cli.library_choice import LIBRARY_VARIABLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a user's folders go by no variables")


def test_no_library_is_named() -> None:
    """The variable that names the user's own library is not set."""
    assert LIBRARY_VARIABLE not in os.environ


@pytest.mark.parametrize("kind", ["data", "config", "cache", "state"])
def test_the_users_folders_are_temporary(user_folders: Path, kind: str) -> None:
    """What Fabula keeps for a user, such as the programs that a library may run, lies where tests may write."""
    path: Path = getattr(platformdirs, f"user_{kind}_path")("fabula", appauthor=False)
    assert path.is_relative_to(user_folders)


def test_so_are_those_of_processes(user_folders: Path) -> None:
    """A process that a test starts has them, too."""
    script = "from fabula.web.cli.library_choice import default_library; print(default_library())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(user_folders)
