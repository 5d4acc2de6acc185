"""The comparison of a library with its sources, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.checking.sources_report import LostText, SourceNote, SourcesReport
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.wording import count, duration

_MAX_LISTED = 20


def sources_check_lines(report: SourcesReport, library: str) -> Iterator[str]:
    """The number of lost words and the first of them by file; words left out by rule; files that were not compared."""
    words = f"{count(report.words, 'word')} in {count(report.files, 'file')}, in {duration(report.seconds)}"
    if report.lost:
        lost = f"lacks {count(report.lost_words, 'word')} of {count(len(report.lost), 'file')} that no rule leaves out"
    else:
        lost = "has every word of its files"
    if report.files or not _not_compared(report):
        yield f"The library in {library} {lost} ({words})"
    else:
        yield f"No file of the library in {library} could be compared, in {duration(report.seconds)}"
    for text in report.lost[:_MAX_LISTED]:
        yield from _lost_lines(text)
    if len(report.lost) > _MAX_LISTED:
        yield f"  and {count(len(report.lost) - _MAX_LISTED, 'more file')}; --json lists all"
    if report.lost:
        yield "\nIf these are words of a story: `fabula rebuild` reads the files anew. If not all, report that."
    if report.left_out:
        yield "\nWords left out by rule (docs/formats.md)"
    for rule, words_left_out in report.left_out.items():
        yield f"  {visible(rule):<34}{words_left_out:>12,}"
    # A source that cannot be seen has no path in itself.
    sources = tuple(note for note in report.gone if not note.path)
    its = "its" if len(sources) == 1 else "their"
    yield from _note_lines(f"{count(len(sources), 'source')} not seen, so that {its} files were not compared", sources)
    gone = tuple(note for note in report.gone if note.path)
    yield from _note_lines(f"{count(len(gone), 'file')} not there any more", gone)
    changed = count(len(report.changed), "file")
    since = "it was" if len(report.changed) == 1 else "they were"
    yield from _note_lines(f"{changed} changed since {since} read; fabula update reads what changed", report.changed)
    yield from _note_lines(f"{count(len(report.failed), 'file')} cannot be read now", report.failed)
    yield from _note_lines(f"{count(len(report.not_audited), 'file')} not compared", report.not_audited)
    if report.without_source:
        yield f"\n{count(report.without_source, 'work')} without a file"


def _not_compared(report: SourcesReport) -> bool:
    return bool(report.gone or report.changed or report.failed or report.not_audited)


def _lost_lines(text: LostText) -> Iterator[str]:
    work = f"  {one_line(text.work)}" if text.work else ""
    yield f"\n  {text.words:,} of {count(text.of, 'word')}{work}  {visible(text.path)}"
    for quote in text.quotes:
        yield f"    … {one_line(str(quote))} …"


def _note_lines(heading: str, notes: tuple[SourceNote, ...]) -> Iterator[str]:
    if notes:
        yield f"\n{heading}"
    for note in notes[:_MAX_LISTED]:
        yield f"  {visible(note.path or note.source)}: {one_line(note.reason)}"
    if len(notes) > _MAX_LISTED:
        yield f"  and {len(notes) - _MAX_LISTED:,} more; --json lists all"
