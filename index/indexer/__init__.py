"""Runs: from files to a library that is up to date, in one commit, with a receipt."""

from fabula.index.run.options import RebuildOptions, UpdateOptions
from fabula.index.run.work_record import record_of

from .add_works import add_works
from .build import build
from .rebuild import rebuild
from .remove import remove
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
    "record_of",
    "remove",
    "restore",
    "update",
    "watch",
]
