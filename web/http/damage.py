"""Whether an answer of this server has met damage in the commit that is searched."""

from __future__ import annotations

import mmap
from typing import cast

from flask import Flask, current_app

_EXTENSION = "fabula.damage"
_NONE = -1


class SeenDamage:
    """The generation in which damage was met last. Processes that are forked from the one that made it share it: one
    number, written at once, so without a lock."""

    def __init__(self) -> None:
        # The map belongs to the view.
        self._generation = memoryview(mmap.mmap(-1, 8)).cast("q")
        self._generation[0] = _NONE

    def note(self, generation: int) -> None:
        """An answer from this generation met damage."""
        self._generation[0] = generation

    def is_in(self, generation: int) -> bool:
        """Whether one did. A later commit is whole until that is known otherwise."""
        return self._generation[0] == generation


def watch_for_damage(app: Flask) -> None:
    """Let the processes that will serve `app` remember damage together."""
    app.extensions[_EXTENSION] = SeenDamage()


def seen_damage() -> SeenDamage:
    """Of the application that answers the current request."""
    return cast(SeenDamage, current_app.extensions[_EXTENSION])
