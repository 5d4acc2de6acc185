"""May so many works be removed?"""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.errors import RemovalsRefused
from fabula.index.model import WorkRecord
from fabula.index.receipt import RunWarning, WarningKind
from .survey import count_text
from .work_record import key_of

# Up to one work in so many is removed without --allow-removals.
_MAX_REMOVED_SHARE = 10
_MAX_NAMED_WORKS = 3


def check_removals(
    lost: Sequence[WorkRecord], before: int, *, allowed: bool, dry_run: bool = False
) -> list[RunWarning]:
    """Raises RemovalsRefused if too many of the `before` works are lost; in a dry run that is a warning."""
    if len(lost) * _MAX_REMOVED_SHARE <= before or allowed:
        return []
    names = ", ".join(map(key_of, lost[:_MAX_NAMED_WORKS])) + (", …" if len(lost) > _MAX_NAMED_WORKS else "")
    problem = f"The files of {count_text(len(lost))} of {before:,} are gone ({names})"
    if dry_run:
        text = f"{problem}: so many are removed with --allow-removals only."
        return [RunWarning(WarningKind.FILES_GONE, text)]
    raise RemovalsRefused(
        f"{problem}, which is more than one in {_MAX_REMOVED_SHARE}, so nothing was written.",
        hint="Check that all drives are there. If the files are meant to be gone, run this with --allow-removals.",
    )
