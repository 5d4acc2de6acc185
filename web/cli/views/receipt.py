"""What an indexing run did, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.receipt import Receipt, SkipKind, Skipped, WorkChange
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.wording import count, duration

__all__ = ["kept_lines", "say_receipt", "tell_receipt"]

MOST_LISTED = 20

_HEADINGS = {
    SkipKind.FAILED: "failed",
    SkipKind.EXTRA_NEEDED: "need an optional package",
    SkipKind.IGNORED: "left out, as they are no stories",
}


# By the verb: what comes before a command line to go on with is said by those that bring stories.
_READING = ("index", "update", "rebuild")


def tell_receipt(receipt: Receipt, choice: LibraryChoice, as_json: bool) -> ExitCode:
    """Print the receipt, for people or for a program. Returns the exit code."""
    if as_json:
        from fabula.search.json_shapes import receipt_shape

        say_json(receipt_shape(receipt))
    else:
        say_receipt(receipt, choice)
    return ExitCode.DONE if receipt.complete else ExitCode.FILES_FAILED


def say_receipt(receipt: Receipt, choice: LibraryChoice) -> None:
    """Print what went in, what the library holds now, and what was skipped and why."""
    for line in kept_lines(receipt, visible(choice.address)):
        say(line)
    say()
    if receipt.dry_run:
        say("Nothing was written, as this was a dry run.")
    elif receipt.run not in _READING:
        return
    elif not receipt.works:
        say("No story was found. Fabula reads EPUB, HTML, Word, PDF, plain text and others; see docs/formats.md.")
    elif receipt.added or receipt.updated:
        say(f"Next: {command_line('search', *choice.words, 'a line you remember')}")


def kept_lines(receipt: Receipt, library: str) -> Iterator[str]:
    """All that a receipt says, now and later."""
    yield from _count_lines(receipt)
    yield f"The library in {library} {'would then hold' if receipt.dry_run else 'now holds'}"
    for name, number in (("works", receipt.works), ("scenes", receipt.scenes), ("words", receipt.words)):
        yield f"  {name:<12}{number:>12,}"
    yield from _gone_lines(receipt.gone)
    yield from _skipped_lines(receipt.skipped)
    for warning in receipt.warnings:
        yield f"\nNote: {visible(warning)}"


def _count_lines(receipt: Receipt) -> Iterator[str]:
    """How many files, works by what became of them, and how long each phase took."""
    phases = ", ".join(f"{phase} {duration(seconds)}" for phase, seconds in receipt.phases.items())
    yield f"{count(receipt.files, 'file')} in {duration(receipt.seconds)}" + (f" ({phases})" if phases else "")
    for name, number in (
        ("added", receipt.added),
        ("updated", receipt.updated),
        ("moved", receipt.moved),
        ("unchanged", receipt.unchanged),
        ("removed", receipt.removed),
        ("skipped", len(receipt.skipped)),
    ):
        # Of the updated ones; nearly always none.
        if name != "moved" or number:
            yield f"  {name:<12}{number:>12,}"


def _gone_lines(gone: tuple[WorkChange, ...]) -> Iterator[str]:
    if gone:
        yield f"\n{count(len(gone), 'work')} removed"
    for one in gone[:MOST_LISTED]:
        yield f"  {one_line(one.title)}  {visible(one.path)}"
    if len(gone) > MOST_LISTED:
        yield f"  and {len(gone) - MOST_LISTED:,} more; --json lists all"


def _skipped_lines(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    """The first few by kind and reason, what a person can mend first."""
    left = MOST_LISTED
    for kind, heading in _HEADINGS.items():
        of_kind = [one for one in skipped if one.kind is kind]
        if not of_kind:
            continue
        yield f"\n{count(len(of_kind), 'file')} {heading}"
        reasons: dict[str, list[Skipped]] = {}
        for one in of_kind:
            reasons.setdefault(one_line(one.reason), []).append(one)
        for reason, files in sorted(reasons.items(), key=lambda item: -len(item[1])):
            if not left:
                break
            yield f"  {reason}"
            for one in files[:left]:
                yield f"    {visible(one.path)}"
            left -= min(left, len(files))
    if len(skipped) > MOST_LISTED:
        yield f"\nand {len(skipped) - MOST_LISTED:,} more; --json lists all"
