"""The receipt of a run, for people: first the reason of an exit code, then what changed, then what is as it was."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.receipt import Receipt, SkipKind
from fabula.web.cli.exit_codes import ExitCode, run_exit_code
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import say
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.terminal.progress import phase_name
from fabula.web.wording import count, duration, text_size
from .receipt_changes import change_counts, change_lines
from .receipt_problems import failure_lines, left_out_lines, note_lines, problem_counts

# The runs after which a search makes sense.
_READING_RUNS = ("index", "update", "rebuild")
# The runs that open no file of a source: of these only the counts that say something are shown.
_INNER_RUNS = ("remove", "restore", "repair")


def say_receipt(receipt: Receipt, choice: LibraryChoice, *, strict: bool = False) -> None:
    """Print the receipt of a run that has just ended, and what to do next."""
    for line in receipt_lines(receipt, visible(choice.address), strict=strict):
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


def say_news(receipt: Receipt, choice: LibraryChoice, *, strict: bool = False) -> None:
    """Print what changed or failed, and nothing at all if that is nothing."""
    if receipt.is_idle and run_exit_code(receipt, strict=strict) is ExitCode.DONE:
        return
    say(f"fabula {receipt.run}, {visible(choice.address)}: {', '.join(summary(receipt))}")
    for lines in (_reason_lines(receipt, strict), change_lines(receipt), note_lines(receipt, only_new=True)):
        for line in lines:
            say(line)


def summary(receipt: Receipt) -> list[str]:
    """What happened, in a few words each: "7 added", "1 file failed"."""
    parts = [*change_counts(receipt), *problem_counts(receipt)]
    if receipt.refused:
        parts.insert(0, "refused, nothing was written")
    if receipt.mended and not receipt.refused:
        parts.append(_mended(receipt))
    parts += _speech_again(receipt)
    if receipt.run == "restore":
        parts.insert(0, "the kept index is the current one again")
    return parts or ["nothing changed"]


def _speech_again(receipt: Receipt) -> Iterator[str]:
    """ "speakers of 3 works found again by newer rules"."""
    found = "would be found" if receipt.dry_run else "found"
    if receipt.speech_again.rules:
        yield f"speakers of {count(receipt.speech_again.rules, 'work')} {found} again by newer rules"
    if receipt.speech_again.names:
        yield f"speakers of {count(receipt.speech_again.names, 'work')} {found} again under the names of library.toml"


def _mended(receipt: Receipt) -> str:
    return f"{count(receipt.mended, 'problem')} of the last run {'is' if receipt.mended == 1 else 'are'} gone"


def receipt_lines(receipt: Receipt, library: str, *, strict: bool = False) -> Iterator[str]:
    """All of the receipt, in sections that begin with an empty line."""
    reason = list(_reason_lines(receipt, strict))
    yield from [*reason, ""] if reason else []
    # A run that was refused counted nothing to the end.
    if receipt.dry_run or not receipt.refused:
        yield from _count_lines(receipt)
    for line in _speech_again(receipt):
        yield f"  {line}"
    # One that is refused again still has its problem.
    if receipt.mended and not receipt.refused:
        yield f"  {_mended(receipt)}"
    yield f"The library in {library} {'would then hold' if receipt.dry_run else 'now holds'}"
    for name in ("works", "scenes", "words"):
        yield f"  {name:<12}{getattr(receipt, name):>12,}"
    yield from change_lines(receipt)
    if not strict:
        yield from failure_lines(receipt, again=True)
    yield from left_out_lines(receipt)
    yield from note_lines(receipt)


def _reason_lines(receipt: Receipt, strict: bool) -> Iterator[str]:
    """Why the exit code is not 0; nothing if it is."""
    code = run_exit_code(receipt, strict=strict)
    if code is ExitCode.DONE:
        return
    if receipt.refused:
        yield f"Refused (exit code {code}): {visible(receipt.refused)}"
        return
    yield f"Exit code {code}: {', '.join(problem_counts(receipt, with_known=strict))}"
    yield from failure_lines(receipt, again=False)
    if strict:
        yield from failure_lines(receipt, again=True)


def _pace_lines(receipt: Receipt) -> Iterator[str]:
    """How much was read, how soon it could be searched, and what the run cost in processor time; nothing if it read
    nothing."""
    if not receipt.read_bytes:
        return
    line = f"{text_size(receipt.read_bytes)} of text read"
    if receipt.searchable_after:
        rate = text_size(round(receipt.read_bytes / receipt.searchable_after))
        line += f", searchable after {duration(receipt.searchable_after)} ({rate}/s)"
    elsewhere = receipt.processor.elsewhere
    in_others = f", {duration(elsewhere)} of it in other processes" if elsewhere else ""
    yield f"{line}; processor time {duration(receipt.processor.seconds)}{in_others}"


def _count_lines(receipt: Receipt) -> Iterator[str]:
    """The number of files, the seconds of each phase, and works by what happened to them."""
    phases = ", ".join(f"{phase_name(phase)} {duration(seconds)}" for phase, seconds in receipt.phases.items())
    is_inner = receipt.run in _INNER_RUNS
    what = "Done" if is_inner else count(receipt.files, "file")
    yield f"{what} in {duration(receipt.seconds)}" + (f" ({phases})" if phases else "")
    yield from _pace_lines(receipt)
    kinds = {"failed": SkipKind.FAILED, "extra needed": SkipKind.EXTRA_NEEDED, "not here": SkipKind.NOT_HERE}
    failures = {name: [file for file in receipt.failures if file.kind is kind] for name, kind in kinds.items()}
    numbers = {
        "added": receipt.added,
        "updated": receipt.updated_in_place,
        "moved": receipt.moved,
        "unchanged": receipt.unchanged,
        "removed": receipt.removed,
        **{name: len(files) for name, files in failures.items()},
        "left out": len(receipt.skipped) - len(receipt.failures),
    }
    known = {name: sum(file.again for file in files) for name, files in failures.items()}
    for name, number in numbers.items():
        # These are nearly always none.
        if number or not (is_inner or name in ("moved", *known, "left out")):
            as_before = f"  ({known[name]:,} as in the last run)" if known.get(name) else ""
            yield f"  {name:<12}{number:>12,}{as_before}"
