"""What a run could not read, what it left out, and what it warns of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from fabula.index.receipt import ABSENCES, Receipt, SkipKind, Skipped
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.wording import count

_MAX_LISTED = 20
_MAX_PATTERNS = 8
_MAX_REASONS = 5

# What is said of one such file, and of several. First the kinds that the user can do something about.
_FAILURES = {
    SkipKind.FAILED: ("failed", "failed"),
    SkipKind.EXTRA_NEEDED: ("needs an optional package", "need an optional package"),
    SkipKind.NOT_HERE: ("is only a pointer", "are only pointers"),
}


def problem_counts(receipt: Receipt, *, with_known: bool = False) -> list[str]:
    """ "1 file failed", "1 source or folder was not seen": those that are new, or all of them."""
    failures = [file for file in receipt.failures if with_known or not file.again]
    absences = [absence for absence in receipt.absences if with_known or not absence.again]
    parts = [
        f"{count(number, 'file')} {_failed(kind, number)}"
        for kind in _FAILURES
        if (number := sum(file.kind is kind for file in failures))
    ]
    if absences:
        places = "source or folder" if len(absences) == 1 else "sources or folders"
        parts.append(f"{len(absences):,} {places} not seen")
    return parts


def failure_lines(receipt: Receipt, *, again: bool) -> Iterator[str]:
    """The files that failed, by kind and reason, and the sources that were not seen: those that the last run has in
    the same way (`again`), or the others."""
    failures = [file for file in receipt.failures if file.again == again]
    several = len({file.source for file in receipt.skipped}) > 1
    left = _MAX_LISTED
    for kind in _FAILURES:
        files = [file for file in failures if file.kind is kind]
        if not files:
            continue
        yield f"\n{count(len(files), 'file')} {_failed(kind, len(files))}" + (" as in the last run" if again else "")
        for reason, same in _by_reason(files):
            if not left:
                break
            yield f"  {reason}"
            for file in same[:left]:
                yield f"    {_place(file, several)}{still_searched(file)}"
            left -= min(left, len(same))
    if len(failures) > _MAX_LISTED:
        yield f"\nand {len(failures) - _MAX_LISTED:,} more; --json lists all"
    absences = [absence for absence in receipt.absences if absence.again == again]
    for absence in absences[:_MAX_LISTED]:
        yield f"\n{'As in the last run' if again else 'Note'}: {visible(str(absence))}"
    if len(absences) > _MAX_LISTED:
        yield f"\nand {len(absences) - _MAX_LISTED:,} more not seen; --json lists all"


def left_out_lines(receipt: Receipt) -> Iterator[str]:
    """The files that are no stories: by name in one line, by content one line for each reason."""
    ignored = [file for file in receipt.skipped if file.kind is SkipKind.IGNORED]
    by_name = [file for file in ignored if file.pattern]
    others = [file for file in ignored if not file.pattern]
    if by_name:
        patterns = Counter(visible(file.pattern) for file in by_name).most_common()
        listed = ", ".join(f"{pattern} ({number:,})" for pattern, number in patterns[:_MAX_PATTERNS])
        more = f" and {count(len(patterns) - _MAX_PATTERNS, 'more pattern')}" if len(patterns) > _MAX_PATTERNS else ""
        yield f"\n{count(len(by_name), 'file')} left out by name: {listed}{more}"
    if others:
        reasons = _by_reason(others)
        why = "it is no story" if len(others) == 1 else "they are no stories"
        yield f"\n{count(len(others), 'file')} left out, as {why}"
        for reason, same in reasons[:_MAX_REASONS]:
            more = f" and {len(same) - 1:,} more" if len(same) > 1 else ""
            yield f"  {reason}: {visible(same[0].path)}{more}"
        if len(reasons) > _MAX_REASONS:
            rest = sum(len(same) for _, same in reasons[_MAX_REASONS:])
            yield f"  other reasons: {count(rest, 'file')}; --json lists all"


def note_lines(receipt: Receipt, *, only_new: bool = False) -> Iterator[str]:
    """The warnings; those of the last run are only counted."""
    said = {"", receipt.refused}
    warnings = [note for note in receipt.warnings if note.kind not in ABSENCES and str(note) not in said]
    new = [warning for warning in warnings if not warning.again]
    for warning in new[:_MAX_LISTED]:
        yield f"\nNote: {visible(str(warning))}"
    if len(new) > _MAX_LISTED:
        yield f"\nand {count(len(new) - _MAX_LISTED, 'more note')}; --json lists all"
    known = len(warnings) - len(new)
    if known and not only_new:
        yield f"\n{count(known, 'note')} as in the last run; --json lists {'it' if known == 1 else 'them'}"


def _failed(kind: SkipKind, number: int) -> str:
    return _FAILURES[kind][number != 1]


def _by_reason(files: Sequence[Skipped]) -> list[tuple[str, list[Skipped]]]:
    """The most frequent reason first."""
    reasons: dict[str, list[Skipped]] = {}
    for file in files:
        reasons.setdefault(one_line(file.reason), []).append(file)
    return sorted(reasons.items(), key=lambda item: -len(item[1]))


def _place(file: Skipped, several: bool) -> str:
    """The path of the file, below its source if the receipt has files of several."""
    return visible(f"{file.source.rstrip('/')}/{file.path}" if several and file.source else file.path)


def still_searched(file: Skipped) -> str:
    """What the library still has of a file that cannot be read; "" for none."""
    if not file.kept:
        return ""
    texts = "its last good text" if file.kept == 1 else f"the last good texts of its {file.kept:,} works"
    return f"  ({texts} can still be searched)"
