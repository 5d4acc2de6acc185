"""What an indexing run did, for people."""

from __future__ import annotations

from collections.abc import Iterator

from ...index.receipt import Receipt, SkipKind, Skipped
from ..wording import count, duration
from .command_line import command_line
from .library_choice import LibraryChoice
from .output import say
from .printable import one_line, visible

__all__ = ["say_receipt"]

MOST_LISTED = 20

_HEADINGS = {
    SkipKind.FAILED: "failed",
    SkipKind.EXTRA_NEEDED: "need an optional package",
    SkipKind.IGNORED: "left out, as they are no stories",
}


def say_receipt(receipt: Receipt, choice: LibraryChoice) -> None:
    """Print what went in, what the library holds now, and what was skipped and why."""
    say(f"{count(receipt.files, 'file')} in {duration(receipt.seconds)}")
    for name, number in (
        ("added", receipt.added),
        ("updated", receipt.updated),
        ("unchanged", receipt.unchanged),
        ("removed", receipt.removed),
        ("skipped", len(receipt.skipped)),
    ):
        say(f"  {name:<12}{number:>12,}")
    say(f"The library in {visible(choice.address)} now holds")
    for name, number in (("works", receipt.works), ("scenes", receipt.scenes), ("words", receipt.words)):
        say(f"  {name:<12}{number:>12,}")
    for line in _skipped_lines(receipt.skipped):
        say(line)
    say()
    if not receipt.works:
        say("No story was found. Fabula reads EPUB, HTML, Word, PDF, plain text and others; see docs/formats.md.")
    elif receipt.added or receipt.updated:
        say(f"Next: {command_line('search', *choice.words, 'a line you remember')}")


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
