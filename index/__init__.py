"""Files to works, works to scenes, scenes to an index on disk. The lowest layer: it knows no query and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import FabulaError, NoStory, PartlyRead, UnreadableSource
from .lazy_names import lazy_names
from .model import Block, BlockKind, Chapter, LeftOut, Metadata, Scene, SceneKind, Work, WorkRecord

if TYPE_CHECKING:
    from .checking import CheckReport, Damage, LostText, RepairReport, SourceNote, SourcesReport
    from .checking.commit import check
    from .files.source import Source
    from .indexer.add_works import add_works
    from .indexer.build import build
    from .indexer.check_sources import check_sources
    from .indexer.rebuild import rebuild
    from .indexer.remove import remove
    from .indexer.repair import repair
    from .indexer.restore import KeptGeneration, kept_generations, restore
    from .indexer.update import update
    from .indexer.watch import watch
    from .library.patterns import LibraryPattern, library_patterns
    from .library.sources import SourceState, State, library_sources
    from .readers import Reader
    from .receipt import (
        ChangeKind,
        ProcessorTime,
        Progress,
        Receipt,
        RunWarning,
        SkipKind,
        Skipped,
        WarningKind,
        WorkChange,
    )
    from .reports.comparison import Comparison, compare_reports
    from .reports.receipts import read_report
    from .run.options import RebuildOptions, UpdateOptions
    from .watching import WatchNotice

__all__ = [
    "Block", "BlockKind", "ChangeKind", "Chapter", "CheckReport", "Comparison", "Damage", "FabulaError",
    "KeptGeneration", "LeftOut", "LibraryPattern", "LostText", "Metadata", "NoStory", "PartlyRead", "ProcessorTime",
    "Progress", "Reader", "RebuildOptions", "Receipt", "RepairReport", "RunWarning", "Scene", "SceneKind", "SkipKind",
    "Skipped", "Source", "SourceNote", "SourceState", "SourcesReport", "State", "UnreadableSource", "UpdateOptions",
    "WarningKind", "WatchNotice", "Work", "WorkChange", "WorkRecord", "add_works", "build", "check", "check_sources",
    "compare_reports", "kept_generations", "library_patterns", "library_sources", "read_report", "rebuild", "remove",
    "repair", "restore", "update", "watch",
]  # fmt: skip

# Names that only indexing needs, by module; each is imported on first use: the readers alone take longer than most
# searches, and an update that finds nothing new needs no code of rebuilds, checks and watches.
_LAZY_NAMES = {
    "checking": "CheckReport Damage LostText RepairReport SourceNote SourcesReport",
    "checking.commit": "check",
    "files.source": "Source",
    "indexer.add_works": "add_works",
    "indexer.build": "build",
    "indexer.check_sources": "check_sources",
    "indexer.rebuild": "rebuild",
    "indexer.remove": "remove",
    "indexer.repair": "repair",
    "indexer.restore": "KeptGeneration kept_generations restore",
    "indexer.update": "update",
    "indexer.watch": "watch",
    "reports.comparison": "Comparison compare_reports",
    "library.patterns": "LibraryPattern library_patterns",
    "reports.receipts": "read_report",
    "library.sources": "SourceState State library_sources",
    "readers": "Reader",
    "run.options": "RebuildOptions UpdateOptions",
    "receipt": "ChangeKind ProcessorTime Progress Receipt RunWarning SkipKind Skipped WarningKind WorkChange",
    "watching": "WatchNotice",
}

__getattr__ = lazy_names(__name__, _LAZY_NAMES)
