"""What is damaged, asked when something failed while it was read: is it the library, or Fabula?"""

from __future__ import annotations

from fabula.index.folder_names import INDEX
from fabula.index.store.snapshot import Snapshot

from .findings import Findings
from .report import Damage
from .segment import check_segment

__all__ = ["first_damage"]


def first_damage(snapshot: Snapshot) -> Damage | None:
    """What is wrong first with the open commit; None if nothing is. It takes as long as a check."""
    for opened in snapshot.segments:
        found = Findings(f"{INDEX}/{opened.entry.file}")
        check_segment(opened.segment, found, snapshot.generation)
        if opened.speech is not None:
            with found.reading("speech"):
                for name in opened.speech.verify():
                    found.add(name, "it fails its checksum")
                _ = opened.speech.speech
        if found.damage:
            return found.damage[0]
    return None
