"""The works at which the search for speech was stopped, by their texts: they are not tried again, also after a rebuild.

Each is written down at once, before the commit that makes it known to readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path

from fabula.index.codec.speech import methods
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import REPORTS, STOPPED_WORKS
from fabula.index.shapes import Fields, Table, Text, Whole
from .packed_json import keep_packed, read_packed

_KIND = "stopped works"
# The earliest are forgotten. Nobody has so many stories of this kind.
_MAX_WORKS = 20_000
_MAX_REASON_CHARS = 500
_SHAPE = Fields({"method": Whole(), "works": Table(Text(_MAX_REASON_CHARS), _MAX_WORKS)})


class StoppedWorks:
    """Those of the library in `folder`, by the digests of their texts, under today's rules of speech."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Digest -> why it was stopped; empty if the file is missing or damaged: then each is tried once more."""
        try:
            return read_stopped(self._folder)
        except LibraryDamaged:
            return {}

    def remember(self, digest: str, reason: str) -> None:
        """Keep one more. The caller holds the library's lock. Raises LibraryFull."""
        works = {**self.reasons, digest: reason[:_MAX_REASON_CHARS]}
        # Kept in this object even if the disk is full.
        self.reasons = dict(islice(works.items(), max(0, len(works) - _MAX_WORKS), None))
        keep_packed(self._folder, STOPPED_WORKS, _KIND, {"method": methods.SPEECH_METHOD, "works": self.reasons})


def read_stopped(folder: Path) -> dict[str, str]:
    """Digest -> why it was stopped; none if the file is missing, or of other rules. Raises LibraryDamaged."""
    try:
        plain = read_packed(folder / REPORTS / STOPPED_WORKS, _KIND, _SHAPE)
    except FileNotFoundError:
        return {}
    return dict(plain["works"]) if plain["method"] == methods.SPEECH_METHOD else {}
