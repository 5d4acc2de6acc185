"""The one work that a command names: by its id, its title or its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fabula.index.model import WorkRecord
    from .library_choice import LibraryChoice


def named_work(choice: LibraryChoice, called: str) -> WorkRecord:
    """The work as the store has it. Raises NotFound, and UsageError where several are called so."""
    from fabula.index.errors import NotFound
    from fabula.index.library.stated_names import works_called
    from fabula.index.store.opening import open_store

    found = works_called(open_store(choice.address).works().values(), called.strip())
    if not found:
        raise NotFound(f"No work has the id, title or path “{called}”.", hint="`fabula works` lists all works.")
    if len(found) > 1:
        ids = ", ".join(work.id for work in found[:5])
        raise click.UsageError(f"{len(found):,} works are called “{called}”. Name one by its id: {ids}")
    return found[0]
