"""Files to works, works to scenes, scenes to an index on disk. The lowest layer: it knows no query and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import FabulaError
from .model import Block, BlockKind, Chapter, Metadata, Scene, SceneKind, Work, WorkRecord

if TYPE_CHECKING:
    from .checking import CheckReport, Damage, check
    from .indexer import (
        KeptGeneration,
        RebuildOptions,
        UpdateOptions,
        add_works,
        build,
        kept_generations,
        rebuild,
        remove,
        restore,
        update,
        watch,
    )
    from .library.receipts import Comparison, compare_reports, read_report
    from .library.sources import SourceState, State, library_sources
    from .receipt import ChangeKind, Progress, Receipt, SkipKind, Skipped, WorkChange

__all__ = [
    "Block",
    "BlockKind",
    "ChangeKind",
    "Chapter",
    "CheckReport",
    "Comparison",
    "Damage",
    "FabulaError",
    "KeptGeneration",
    "Metadata",
    "Progress",
    "RebuildOptions",
    "Receipt",
    "Scene",
    "SceneKind",
    "SkipKind",
    "Skipped",
    "SourceState",
    "State",
    "UpdateOptions",
    "Work",
    "WorkChange",
    "WorkRecord",
    "add_works",
    "build",
    "check",
    "compare_reports",
    "kept_generations",
    "library_sources",
    "read_report",
    "rebuild",
    "remove",
    "restore",
    "update",
    "watch",
]


_LATER = {
    **dict.fromkeys(("CheckReport", "Damage", "check"), "checking"),
    **dict.fromkeys(
        (
            "KeptGeneration RebuildOptions UpdateOptions "
            "add_works build kept_generations rebuild remove restore update watch"
        ).split(),
        "indexer",
    ),
    **dict.fromkeys(("ChangeKind", "Progress", "Receipt", "SkipKind", "Skipped", "WorkChange"), "receipt"),
    **dict.fromkeys(("Comparison", "compare_reports", "read_report"), "library.receipts"),
    **dict.fromkeys(("SourceState", "State", "library_sources"), "library.sources"),
}


def __getattr__(name: str) -> Any:
    """What only indexing needs is loaded when it is asked for: the readers take longer than most searches."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
