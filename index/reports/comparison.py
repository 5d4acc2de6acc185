"""The changes of works between two reports of a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fabula.index.errors import OptionError
from fabula.index.receipt import ChangeKind, WorkChange
from .receipts import read_report, readable_reports, report_numbers


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the works of a library differ between two of its reports; each work is named as in the later one.

    appeared     were not there before.
    changed      were there and are there, and something of them, or their place, was changed in between.
    disappeared  are not there any more.
    moved        those of `changed` that lie at another path now: `path_before` is the one they had.
    returned     those of `changed` and `appeared` that a run had removed and a later one added again.
    """

    before: int
    after: int
    appeared: tuple[WorkChange, ...]
    changed: tuple[WorkChange, ...]
    disappeared: tuple[WorkChange, ...]
    moved: tuple[WorkChange, ...] = ()
    returned: tuple[WorkChange, ...] = ()

    @property
    def appeared_first(self) -> tuple[WorkChange, ...]:
        """Those of `appeared` that no earlier report had either."""
        return _without(self.appeared, self.returned)

    @property
    def changed_in_place(self) -> tuple[WorkChange, ...]:
        """Those of `changed` that neither moved nor returned."""
        return _without(self.changed, (*self.moved, *self.returned))


def compare_reports(library: str | Path, before: int, after: int) -> Comparison:
    """The changes by the runs after report `before`, up to report `after`. Raises as `read_report`, and OptionError."""
    if before > after:
        raise OptionError(f"Report {before} is later than {after}.", hint="Name the earlier one first.")
    read_report(library, before)
    # A number that is too high is named as it was asked for.
    read_report(library, after)
    histories: dict[str, list[WorkChange]] = {}
    for number in range(before + 1, after + 1):
        for change in read_report(library, number).changes:
            histories.setdefault(change.id, []).append(change)
    removed_earlier = _removed_until(library, before) if histories else frozenset()
    appeared: list[WorkChange] = []
    changed: list[WorkChange] = []
    disappeared: list[WorkChange] = []
    moved: list[WorkChange] = []
    returned: list[WorkChange] = []
    for history in histories.values():
        first, last = history[0], _summed_up(history)
        was_there, is_there = first.kind is not ChangeKind.ADDED, last.kind is not ChangeKind.REMOVED
        if not is_there:
            if was_there:
                disappeared.append(last)
            continue
        (changed if was_there else appeared).append(last)
        if first.kind is ChangeKind.REMOVED or (not was_there and last.id in removed_earlier):
            returned.append(last)
        elif was_there and last.path_before:
            moved.append(last)
    return Comparison(before, after, *map(_sorted, (appeared, changed, disappeared, moved, returned)))


def _summed_up(history: Sequence[WorkChange]) -> WorkChange:
    """The changes of one work as one: what any of them changed, and the place before the first of them."""
    first, last = history[0], history[-1]
    if last.kind is ChangeKind.REMOVED:
        return last
    place = (last.source, last.path)
    path_before = next((change.path_before for change in history if change.path_before), "")
    if first.kind is ChangeKind.REMOVED and (first.source, first.path) != place:
        path_before = first.path
    if first.kind is ChangeKind.ADDED or path_before == last.path:
        # A new work has no place from before, and one that moved there and back is where it was.
        path_before = ""
    what = dict.fromkeys(part for change in history for part in change.what if part != "path" or path_before)
    return replace(last, what=tuple(what), path_before=path_before)


def _removed_until(library: str | Path, number: int) -> frozenset[str]:
    """The ids of all works that the kept reports up to this one removed."""
    folder = Path(library)
    earlier = (kept for kept in report_numbers(folder) if kept <= number)
    return frozenset(change.id for receipt in readable_reports(folder, earlier) for change in receipt.gone)


def _sorted(works: list[WorkChange]) -> tuple[WorkChange, ...]:
    return tuple(sorted(works, key=lambda change: (change.title.casefold(), change.id)))


def _without(works: Sequence[WorkChange], others: Sequence[WorkChange]) -> tuple[WorkChange, ...]:
    ids = {work.id for work in others}
    return tuple(work for work in works if work.id not in ids)
