"""What a library holds, and how it has grown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fabula.index.reports.growth_file import GrowthPoint
from fabula.index.shapes import Each, Table, Text, Whole
from .view import Key, View

if TYPE_CHECKING:
    from fabula.index.library.speech_due import SpeechDue
    from fabula.index.store.protocol import Stats

SPEECH_DUE: View[SpeechDue] = View("", {"new": Whole(), "rules": Whole(), "names": Whole()})
STATS: View[tuple[Stats, SpeechDue]] = View(
    "Stats",
    {
        "works": Key(Whole(), lambda pair: pair[0].works),
        "scenes": Key(Whole(), lambda pair: pair[0].scenes),
        "notes": Key(Whole(), lambda pair: pair[0].notes),
        "words": Key(Whole(), lambda pair: pair[0].words),
        "bytes": Key(Whole(), lambda pair: pair[0].bytes),
        "generation": Key(Whole(), lambda pair: pair[0].generation),
        "languages": Key(Table(Whole()), lambda pair: pair[0].languages),
        "without_speakers": Key(Whole(), lambda pair: pair[0].without_speakers),
        "speech_due": Key(SPEECH_DUE, lambda pair: pair[1]),
    },
)

GROWTH_POINT: View[GrowthPoint] = View(
    "", {name: Text() if name in ("started", "run") else Whole() for name in GrowthPoint._fields}
)
GROWTH: View[Sequence[GrowthPoint]] = View("Growth", {"history": Key(Each(GROWTH_POINT), tuple)})
