"""Files to works, works to scenes, scenes to an index on disk. The lowest layer: it knows no query and no page."""

from .build import add_works, build
from .errors import FabulaError
from .model import Block, BlockKind, Chapter, Metadata, Scene, SceneKind, Work, WorkRecord
from .receipt import Progress, Receipt, SkipKind, Skipped

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
