"""The works that a run added, updated, moved and removed."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.receipt import ChangeKind, Receipt, WorkChange
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.wording import count

_MAX_LISTED = 20


def change_counts(receipt: Receipt) -> list[str]:
    """ "7 added", "1 moved", in works; none for a run that changed none."""
    numbers = {
        "added": receipt.added,
        "updated": receipt.updated_in_place,
        "moved": receipt.moved,
        "removed": receipt.removed,
    }
    would = "would be " if receipt.dry_run else ""
    return [f"{number:,} {would}{name}" for name, number in numbers.items() if number]


def change_lines(receipt: Receipt) -> Iterator[str]:
    """The first works of each kind of change, by title."""
    would = "would be " if receipt.dry_run else ""
    for kind in ChangeKind:
        works = [change for change in receipt.changes if change.kind is kind]
        if works:
            yield f"\n{count(len(works), 'work')} {would}{kind.value}"
            yield from work_lines(works)


def work_lines(works: list[WorkChange]) -> Iterator[str]:
    """The first of `works`, in their order, and how many there are beside them."""
    for work in works[:_MAX_LISTED]:
        yield f"  {change_line(work)}"
    if len(works) > _MAX_LISTED:
        yield f"  and {len(works) - _MAX_LISTED:,} more; --json lists all"


def change_line(work: WorkChange) -> str:
    """ "The Ferry  new/ferry.txt  (was ferry.txt; text, tags)"."""
    remarks = [f"was {visible(work.path_before)}"] if work.path_before else []
    # The path of a moved work says that itself.
    what = [name for name in work.what if not (name == "path" and work.path_before)]
    if what:
        remarks.append("no difference but its bytes" if what == ["file"] else one_line(", ".join(what)))
    return f"{one_line(work.title)}  {visible(work.path)}" + (f"  ({'; '.join(remarks)})" if remarks else "")
