"""Checks, repairs and what else the command says of a library's state, for people on its machine."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from fabula.index.reports.receipt_json import change_to_plain
from fabula.index.shapes import Each, Fields, Flag, Number, Shape, Table, Text, Whole
from .view import Key, View
from .works import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fabula.index import KeptGeneration
    from fabula.index.checking.report import CheckReport, Damage, RepairReport
    from fabula.index.checking.sources_report import SourceNote, SourcesReport
    from fabula.index.library.patterns import LibraryPattern
    from fabula.index.library.sources import SourceState
    from fabula.index.reports.comparison import Comparison
    from fabula.index.reports.idle_runs import IdleRuns

_SECONDS = Key(Number(0), lambda report: round(report.seconds, 3))
_PLACE: dict[str, Shape] = {"path": Text(), "source": Text()}


def _counts(*names: str) -> dict[str, Shape]:
    return dict.fromkeys(names, Whole())


def _changes(name: str) -> Callable[[Comparison], list[dict[str, Any]]]:
    return lambda comparison: list(map(change_to_plain, getattr(comparison, name)))


DAMAGE: View[Damage] = View("Damage", {"file": Text(), "section": Text(), "problem": Text(), "works": TEXTS})
CHECK: View[CheckReport] = View(
    "CheckReport",
    {
        "whole": Flag(),
        # -1 if no commit can be read.
        "generation": Whole(-1),
        **_counts("files", "bytes", "segments", "works", "scenes", "terms", "positions", "phrases"),
        "damage": Each(DAMAGE),
        "leftovers": TEXTS,
        "remarks": TEXTS,
        "seconds": _SECONDS,
        **_counts("notes", "words", "deleted"),
        "uncounted": TEXTS,
        "without_speakers": TEXTS,
        "unreadable": TEXTS,
    },
)
REPAIR: View[RepairReport] = View(
    "RepairReport",
    {
        "whole": Flag(),
        **_counts("from_text", "from_sources"),
        "lost": TEXTS,
        "lost_works": Each(View("", {"id": Text(), "title": Text(), **_PLACE})),
        "notes": TEXTS,
        "before": CHECK,
        "after": CHECK,
    },
)

_NOTE: View[SourceNote] = View("", {**_PLACE, "reason": Text()})
_QUOTE: View[object] = View("", {"before": Text(), "words": Text(), "after": Text()})
SOURCES_CHECK: View[SourcesReport] = View(
    "SourcesReport",
    {
        "generation": Whole(),
        **_counts("files", "works", "words", "lost_words"),
        "left_out": Table(Whole()),
        "lost": Each(View("", {**_PLACE, "work": Text(), **_counts("words", "of"), "quotes": Each(_QUOTE)})),
        **{name: Each(_NOTE) for name in ("gone", "changed", "failed", "not_audited")},
        "without_source": Whole(),
        "seconds": _SECONDS,
    },
)

IDLE: View[IdleRuns] = View("IdleRuns", {**_counts("after", "runs"), "first": Text(), "last": Text()})
COMPARISON: View[Comparison] = View(
    "Comparison",
    {
        **_counts("before", "after"),
        **{
            name: Key(Each(Fields({})), _changes(name))
            for name in ("appeared", "changed", "disappeared", "moved", "returned")
        },
    },
)
KEPT: View[KeptGeneration] = View(
    "KeptGeneration",
    {"generation": Whole(), "written": Text(), **_counts("works", "scenes", "words"), "problem": Text()},
)
SOURCE: View[SourceState] = View(
    "SourceState",
    {
        "name": Text(),
        "path": Text(),
        "state": Key(Text(), attrgetter("state.value")),
        "works": Whole(),
        "scanned": Text(),
        "exclude": TEXTS,
        "include": TEXTS,
    },
)
PATTERN: View[LibraryPattern] = View(
    "LibraryPattern",
    {
        "pattern": Text(),
        "include": Key(Flag(), attrgetter("is_include")),
        "origin": Key(Text(), attrgetter("origin.value")),
        "source": Text(),
        "reason": Text(),
    },
)
