"""Runs: from files to a library that is up to date, in one commit, with a receipt."""

from .adding import add_works
from .building import build
from .options import RebuildOptions, UpdateOptions
from .rebuilding import rebuild
from .record import record_of
from .removing import remove
from .restoring import KeptGeneration, kept_generations, restore
from .updating import update
from .watching import watch

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
