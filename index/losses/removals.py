"""May so many works be lost?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.index.errors import RemovalsRefused
from fabula.index.model import WorkRecord
from fabula.index.receipt import RunWarning, WarningKind
from fabula.index.records.work_record import key_of

# Up to one work in so many is lost without --allow-removals.
_MAX_LOST_SHARE = 10
_MAX_NAMED_WORKS = 3


@dataclass(frozen=True, slots=True)
class Losses:
    """What a run would take from a library; no work is in two of these.

    gone      works whose files are not there any more.
    replaced  works whose files hold something else.
    shrunk    works that keep less than half of their words.
    """

    gone: Sequence[WorkRecord] = ()
    replaced: Sequence[WorkRecord] = ()
    shrunk: Sequence[WorkRecord] = ()

    def __len__(self) -> int:
        return len(self.gone) + len(self.replaced) + len(self.shrunk)


def check_removals(losses: Losses, before: int, *, allowed: bool, dry_run: bool = False) -> list[RunWarning]:
    """Raises RemovalsRefused if that is too much of the `before` works; in a dry run that is a warning."""
    if len(losses) * _MAX_LOST_SHARE <= before or allowed:
        return []
    problem = _problem(losses, before)
    if dry_run:
        consequence = f"more than one in {_MAX_LOST_SHARE}. Without --allow-removals a run writes nothing."
        return [RunWarning(WarningKind.FILES_GONE, f"{problem}, which is {consequence}")]
    only_gone = len(losses.gone) == len(losses)
    look = "Check that all drives are there." if only_gone else "Look into some of these files."
    meant = "If the files are meant to be gone" if only_gone else "If that is meant"
    raise RemovalsRefused(
        f"{problem}, which is more than one in {_MAX_LOST_SHARE}, so nothing was written.",
        hint=f"{look} {meant}, run fabula update with --allow-removals.",
    )


def count_text(works: int) -> str:
    return f"{works:,} work{'s' if works != 1 else ''}"


def _problem(losses: Losses, before: int) -> str:
    """The beginning of a sentence that names each kind of loss there is, with some of its files."""
    parts: list[str] = []
    for records, start, loss in (
        (losses.gone, "the files of", "are gone"),
        (losses.replaced, "the files of", "hold something else"),
        (losses.shrunk, "", "have less than half of their words left"),
    ):
        if records:
            of = f" of {before:,}" if not parts else ""
            parts.append(f"{start} {count_text(len(records))}{of} {loss} ({_named(records)})".strip())
    problem = ", and ".join(parts)
    return problem[0].upper() + problem[1:]


def _named(records: Sequence[WorkRecord]) -> str:
    names = ", ".join(key_of(record) for record in records[:_MAX_NAMED_WORKS])
    return names + (", …" if len(records) > _MAX_NAMED_WORKS else "")
