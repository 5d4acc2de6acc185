"""How many works wait for the next update to find their speech: for the first time, or again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import SettingsError
from fabula.index.store.snapshot import Snapshot, SpeechReason
from fabula.index.writer.speech_rules import SpeechRules
from .settings import read_settings
from .stated_names import LibraryNames


class SpeechDue(NamedTuple):
    """Works by why their speech is to be found. They are searched as they are until then.

    new    nobody has looked for it yet.
    rules  it was found by older rules.
    names  library.toml states other names of its characters than it did then.
    """

    new: int = 0
    rules: int = 0
    names: int = 0

    def sentences(self) -> Iterator[str]:
        """What to tell people of it; nothing if no work waits."""
        if self.new:
            yield f"Speech is not told apart in {_works(self.new)} yet; the next update does it."
        if self.rules:
            yield f"The speakers of {_works(self.rules)} are of older rules; the next update finds them again."
        if self.names:
            yield (
                f"The speakers of {_works(self.names)} are not those of [[names]] in library.toml yet; the next update"
                " finds them again."
            )


def speech_due(folder: Path, snapshot: Snapshot) -> SpeechDue:
    """Those of the library in `folder`. Settings that make no sense state nothing anew. Raises LibraryDamaged."""
    try:
        names, are_known = LibraryNames(read_settings(folder).names), True
    except SettingsError:
        names, are_known = LibraryNames(()), False
    reasons = snapshot.speech_due(SpeechRules(names))
    return SpeechDue(
        reasons[SpeechReason.NEW], reasons[SpeechReason.RULES], reasons[SpeechReason.NAMES] if are_known else 0
    )


def _works(number: int) -> str:
    return f"{number:,} work{'' if number == 1 else 's'}"
