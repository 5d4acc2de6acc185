"""The ratings that a library hides now: a change of `library.toml` counts at once."""

from __future__ import annotations

import re
import time
from pathlib import Path

from fabula.index.codec.bounded_file import MaxBytes, read_plain
from fabula.index.errors import SettingsError
from fabula.index.folder_names import SETTINGS

# A file that was written just now may be written again within the same tick of its clock.
_SETTLING_NS = 2_000_000_000

_KEY = re.compile(rb"^\s*\[?\s*[\"']?hide", re.MULTILINE)
_NOTHING: frozenset[str] = frozenset()


class HiddenRatings:
    """Follows `[hide]` of the library in a folder. May be shared by threads.

    While library.toml makes no sense, what it said before counts. Before it ever made sense, there is an error: what is
    to be hidden must not be shown because of a slip in another line.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / SETTINGS
        self._state: tuple[int, int, int] | None = None
        self._is_settling = True
        self._ratings: frozenset[str] | None = None

    def now(self) -> frozenset[str]:
        """The ratings as text_key gives them, after a look at the state of the file (2 µs). Raises SettingsError."""
        state = self._seen()
        ratings = self._ratings
        if ratings is None or self._is_settling or state != self._state:
            ratings = self._ratings = self._read()
            self._is_settling = state is not None and time.time_ns() - state[0] < _SETTLING_NS
            self._state = state
        return ratings

    def _seen(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _read(self) -> frozenset[str]:
        try:
            # Most libraries hide nothing, and 20 ms of imports are saved for their searches.
            if not _KEY.search(read_plain(self._path, MaxBytes.SETTINGS, may_be_link=True)):
                return _NOTHING
        except FileNotFoundError:
            return _NOTHING
        except (OSError, ValueError):
            pass  # `read_settings` says what is wrong
        from .names_setting import text_key
        from .settings import read_settings

        try:
            return frozenset(map(text_key, read_settings(self._path.parent).hidden_ratings))
        except SettingsError:
            if self._ratings is None:
                raise
            return self._ratings
