"""Files to works, works to scenes, scenes to an index on disk. The lowest layer: it knows no query and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import FabulaError
from .model import Block, BlockKind, Chapter, Metadata, Scene, SceneKind, Work, WorkRecord
from .receipt import Progress, Receipt, SkipKind, Skipped

if TYPE_CHECKING:
    from .building import add_works, build

__all__ = [
    "Block",
    "BlockKind",
    "Chapter",
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
]


def __getattr__(name: str) -> Any:
    """`build` and `add_works` load the readers, which takes longer than most searches: only when they are asked for."""
    if name in ("add_works", "build"):
        from . import building

        return getattr(building, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
