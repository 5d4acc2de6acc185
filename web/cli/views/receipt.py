"""The receipt of a run, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.receipt import Receipt, SkipKind, Skipped, WorkChange
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import say
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.progress import phase_name
from fabula.web.wording import count, duration

_MAX_LISTED = 20

_HEADINGS = {
    SkipKind.FAILED: "failed",
    SkipKind.EXTRA_NEEDED: "need an optional package",
    SkipKind.IGNORED: "left out, as they are not stories",
}
# The runs after which a search makes sense.
_READING_RUNS = ("index", "update", "rebuild")


def say_receipt(receipt: Receipt, choice: LibraryChoice) -> None:
    """Print the receipt of a run that has just ended, and what to do next."""
    for line in receipt_lines(receipt, visible(choice.address)):
        say(line)
    say()
    if receipt.dry_run:
        say("Nothing was written, as this was a dry run.")
    elif receipt.run not in _READING_RUNS:
        return
    elif not receipt.works:
        say("No story was found. Fabula reads EPUB, HTML, Word, PDF, plain text and others; see docs/formats.md.")
    elif receipt.added or receipt.updated:
        say(f"Next: {command_line('search', *choice.words, 'a line you remember')}")


def receipt_lines(receipt: Receipt, library: str) -> Iterator[str]:
    """The works that were added, changed and removed, the size of the library, and the files that were skipped."""
    yield from _count_lines(receipt)
    yield f"The library in {library} {'would then hold' if receipt.dry_run else 'now holds'}"
    for name in ("works", "scenes", "words"):
        yield f"  {name:<12}{getattr(receipt, name):>12,}"
    yield from _gone_lines(receipt.gone)
    yield from _skipped_lines(receipt.skipped)
    for warning in receipt.warnings[:_MAX_LISTED]:
        yield f"\nNote: {visible(str(warning))}"
    if len(receipt.warnings) > _MAX_LISTED:
        yield f"\nand {len(receipt.warnings) - _MAX_LISTED:,} more notes; --json lists all"


def _count_lines(receipt: Receipt) -> Iterator[str]:
    """The number of files, the seconds of each phase, and works by what happened to them."""
    phases = ", ".join(f"{phase_name(phase)} {duration(seconds)}" for phase, seconds in receipt.phases.items())
    yield f"{count(receipt.files, 'file')} in {duration(receipt.seconds)}" + (f" ({phases})" if phases else "")
    for name in ("added", "updated", "moved", "unchanged", "removed"):
        # The moved works are among the updated ones, and nearly always none.
        if name != "moved" or receipt.moved:
            yield f"  {name:<12}{getattr(receipt, name):>12,}"
    yield f"  {'skipped':<12}{len(receipt.skipped):>12,}"


def _gone_lines(gone: tuple[WorkChange, ...]) -> Iterator[str]:
    if gone:
        yield f"\n{count(len(gone), 'work')} removed"
    for work in gone[:_MAX_LISTED]:
        yield f"  {one_line(work.title)}  {visible(work.path)}"
    if len(gone) > _MAX_LISTED:
        yield f"  and {len(gone) - _MAX_LISTED:,} more; --json lists all"


def _skipped_lines(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    """The first files by kind and reason; first the kinds that the user can do something about."""
    left = _MAX_LISTED
    for kind, heading in _HEADINGS.items():
        reasons: dict[str, list[Skipped]] = {}
        for file in skipped:
            if file.kind is kind:
                reasons.setdefault(one_line(file.reason), []).append(file)
        if not reasons:
            continue
        yield f"\n{count(sum(map(len, reasons.values())), 'file')} {heading}"
        for reason, files in sorted(reasons.items(), key=lambda item: -len(item[1])):
            if not left:
                break
            yield f"  {reason}"
            for file in files[:left]:
                yield f"    {visible(file.path)}"
            left -= min(left, len(files))
    if len(skipped) > _MAX_LISTED:
        yield f"\nand {len(skipped) - _MAX_LISTED:,} more; --json lists all"
