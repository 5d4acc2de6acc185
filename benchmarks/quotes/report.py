"""The run as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.index.analysis import words
from .edits import RATES
from .measure import SHORT, Asked, figures, times
from .run import Run

__all__ = ["page"]


def page(run: Run, command: str) -> str:
    return "\n".join(_lines(run, command)) + "\n"


def _lines(run: Run, command: str) -> Iterator[str]:
    machine = run.machine
    yield "# Lines remembered wrongly"
    yield ""
    if not machine.idle:
        yield (
            f"**The machine was not idle (load {machine.load:.2f} before the run): the times are not to be relied on; "
            "the shares are.**"
        )
        yield ""
    yield (
        f"Made by `{command}` on {machine.date}, at {machine.commit or 'an unknown commit'}; "
        "benchmarks/quotes/README.md says how. Nothing here was written by hand."
    )
    yield ""
    yield (
        f"{run.works:,} works, {run.scenes:,} scenes, {run.bytes / 1e6:.0f} MB of text; {run.held_out} works held out. "
        f"{machine.processor}, {machine.cores} cores. Edits: "
        + ", ".join(f"{kind} {rate} %" for kind, rate in RATES.items())
        + "."
    )
    names = list(dict.fromkeys(each.question.asked for asked in run.asked.values() for each in asked))
    for name in sorted(names):
        yield from _set(run, name)
    yield from _times(run)


def _set(run: Run, name: str) -> Iterator[str]:
    yield from ("", f"## {name}", "")
    own = {finder: [each for each in asked if each.question.asked == name] for finder, asked in run.asked.items()}
    absent = all(each.question.absent for asked in own.values() for each in asked)
    if absent:
        yield "Lines that are nowhere: the fewer are claimed, the better."
        yield ""
        yield from ("| finder | lines | claimed |", "| --- | ---: | ---: |")
    else:
        yield from (
            "| finder | lines | R@1 | shown | R@5 | MRR | claimed |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        )
    for finder, asked in own.items():
        found = figures(asked)
        claimed = "–" if found.claimed is None else f"{found.claimed:.3f}"
        if absent:
            yield f"| {finder} | {found.questions:,} | {claimed} |"
            continue
        shares = " | ".join(f"{share:.3f}" for share in (found.first, found.shown, found.within_five, found.mrr))
        yield f"| {finder} | {found.questions:,} | {shares} | {claimed} |"


def _times(run: Run) -> Iterator[str]:
    yield from ("", "## How long it takes", "", "Milliseconds, five passages found and their texts not read by anybody")
    yield "but Fabula, which aligns them."
    for which, title in enumerate((f"Lines of up to {SHORT} words", f"Longer lines (more than {SHORT} words)")):
        yield from ("", f"### {title}", "")
        yield from ("| finder | lines | p50 | p95 | CPU p50 | CPU p95 |", "| --- | ---: | ---: | ---: | ---: | ---: |")
        for finder, asked in run.asked.items():
            own = times(asked, _lengths(asked))[which]
            columns = " | ".join(
                f"{1000 * seconds:.1f}" for seconds in (own.wall_p50, own.wall_p95, own.cpu_p50, own.cpu_p95)
            )
            yield f"| {finder} | {own.questions:,} | {columns} |"


def _lengths(asked: Sequence[Asked]) -> dict[str, int]:
    return {each.question.text: len(words(each.question.text)) for each in asked}
