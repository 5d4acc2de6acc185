"""Files to works, works to scenes, scenes to an index on disk. The lowest layer: it knows no query and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import FabulaError
from .model import Block, BlockKind, Chapter, Metadata, Scene, SceneKind, Work, WorkRecord

if TYPE_CHECKING:
    from .building import add_works, build
    from .checking import CheckReport, Damage, check
    from .receipt import Progress, Receipt, SkipKind, Skipped

__all__ = [
    "Block",
    "BlockKind",
    "Chapter",
    "CheckReport",
    "Damage",
    "FabulaError",
    "Metadata",
    "Progress",
    "Receipt",
    "Scene",
    "SceneKind",
    "SkipKind",
    "Skipped",
    "Work",
    "WorkRecord",
    "add_works",
    "build",
    "check",
]


_LATER = {
    **dict.fromkeys(("add_works", "build"), "building"),
    **dict.fromkeys(("CheckReport", "Damage", "check"), "checking"),
    **dict.fromkeys(("Progress", "Receipt", "SkipKind", "Skipped"), "receipt"),
}


def __getattr__(name: str) -> Any:
    """What only indexing needs is loaded when it is asked for: the readers take longer than most searches."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
