"""The verbs that change a library, each run one commit with a receipt; and the comparison with its sources."""

from fabula.index.run.options import RebuildOptions, UpdateOptions
from .add_works import add_works
from .build import build
from .check_sources import check_sources
from .rebuild import rebuild
from .remove import remove
from .repair import repair
from .restore import KeptGeneration, kept_generations, restore
from .update import update
from .watch import watch

__all__ = [
    "KeptGeneration",
    "RebuildOptions",
    "UpdateOptions",
    "add_works",
    "build",
    "check_sources",
    "kept_generations",
    "rebuild",
    "remove",
    "repair",
    "restore",
    "update",
    "watch",
]
