"""The kept receipts of a library: one, all in a list, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fabula.index.receipt import Receipt, WorkChange
from fabula.index.reports.comparison import Comparison
from fabula.index.reports.idle_runs import IdleRuns
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import count
from .receipt import receipt_lines, summary
from .receipt_changes import change_line


def report_lines(receipt: Receipt, library: str, idle: IdleRuns | None) -> Iterator[str]:
    """One report, and how many runs there were after it that found nothing to report."""
    # Works are added by an import or by a program; there is no verb of that name.
    run = "works added" if receipt.run == "add" else f"fabula {one_line(receipt.run)}"
    yield f"Report {receipt.number}: {run}, {one_line(receipt.started)}"
    if idle is not None:
        yield _idle_line(receipt, idle)
    yield ""
    yield from receipt_lines(receipt, library)


def list_lines(receipts: Iterable[Receipt], idle: Mapping[int, IdleRuns]) -> Iterator[str]:
    """One line a report, with the runs after it that found nothing to report on a line below it."""
    for receipt in receipts:
        run = f"{receipt.number:>6}  {one_line(receipt.started)}  {one_line(receipt.run):<8}"
        yield f"{run}{', '.join(summary(receipt))}; {count(receipt.works, 'work')}"
        if receipt.number in idle:
            yield f"{'':8}{_idle_line(receipt, idle[receipt.number])}"


def _idle_line(receipt: Receipt, idle: IdleRuns) -> str:
    """What came after the report: after a refused run only more of the same."""
    refused = "was refused for the same reason" if idle.runs == 1 else "were refused for the same reason"
    times = one_line(idle.last) if idle.runs == 1 else f"{one_line(idle.first)} to {one_line(idle.last)}"
    return f"Then {count(idle.runs, 'run')} {refused if receipt.refused else 'found nothing new'}: {times}"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """The works that differ between two reports, each in one group only."""
    yield f"From report {comparison.before} to report {comparison.after}"
    groups: dict[str, tuple[WorkChange, ...]] = {
        "disappeared": comparison.disappeared,
        "appeared": comparison.appeared_first,
        "returned": comparison.returned,
        "moved": comparison.moved,
        "changed": comparison.changed_in_place,
    }
    for name, works in groups.items():
        # The first two are what one asks for, so that "0 works" is an answer.
        if works or name in ("disappeared", "appeared", "changed"):
            yield f"\n{count(len(works), 'work')} {name}"
        for work in works:
            yield f"  {change_line(work)}"
