"""The verbs that change a library: each run is one commit and returns a receipt."""

from fabula.index.run.options import RebuildOptions, UpdateOptions
from .add_works import add_works
from .build import build
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
    "kept_generations",
    "rebuild",
    "remove",
    "repair",
    "restore",
    "update",
    "watch",
]
