"""After a failure while reading: is the library damaged, or is it a bug of Fabula?"""

from __future__ import annotations

from fabula.index.folder_names import INDEX
from fabula.index.store.snapshot import Snapshot
from .findings import Findings
from .report import Damage
from .segment import check_segment


def first_damage(snapshot: Snapshot) -> Damage | None:
    """The first damage of the open commit; None if there is none. It takes as long as a check.

    Raises QueryTooDear if that is longer than the budget of this thread.
    """
    for opened in snapshot.segments:
        findings = Findings(f"{INDEX}/{opened.entry.file}")
        check_segment(opened.segment, findings, snapshot.generation)
        if opened.speech is not None:
            with findings.reading("speech"):
                for name in opened.speech.verify():
                    findings.add(name, "it fails its checksum")
                _ = opened.speech.speech
        if findings.damage:
            return findings.damage[0]
    return None
