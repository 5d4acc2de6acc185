"""`fabula check`: is the library whole?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.terminal.progress import shown_progress
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option
from fabula.web.wording import count, duration

if TYPE_CHECKING:
    from fabula.index import CheckReport
    from fabula.index.checking.report import RepairReport

_MAX_LISTED = 40
_MAX_ADVISED = 3


@click.command(
    cls=Verb,
    examples=(
        ("fabula check", "read every byte of your library, and list what is damaged"),
        ("fabula check --library archive --json", "the same for a program; exit code 3 if it is damaged"),
        ("fabula check --repair", "restore damaged works from stored text or from the sources"),
        ("fabula check --sources", "compare the files word by word with what was read; exit code 4 if words are lost"),
    ),
)
@click.option("--repair", "is_repair", is_flag=True, help="Restore damaged works, and list those that are lost.")
@click.option(
    "--sources", "is_sources", is_flag=True, help="Compare every file word by word with what the library holds of it."
)
@wait_option()
@json_option
@library_option()
def command(is_repair: bool, is_sources: bool, as_json: bool, library: str | None) -> int:
    """Check that the library is whole: checksums, postings, counts, and the text against the index.

    Without --repair nothing is written, and searches and a running `fabula index` are not disturbed.
    """
    choice = chosen_library(library)
    if is_repair and is_sources:
        raise click.UsageError("--repair and --sources are two things: run them one after the other.")
    if is_repair:
        return _repair(choice.address, as_json)
    if is_sources:
        return _check_sources(choice.address, as_json)

    from fabula.index import check  # 0.2 s

    with shown_progress() as progress:
        report = check(choice.address, progress=progress)
    if as_json:
        from fabula.search.shapes.reports import CHECK  # 20 ms

        say_json(CHECK.of(report))
    else:
        _say_check(report, choice.address)
        if report.unreadable:
            say(_advice(report))
        elif not report.whole:
            say("Next: `fabula check --repair` restores what can be restored.")
    return ExitCode.DONE if report.whole else ExitCode.NO_LIBRARY


def _advice(report: CheckReport) -> str:
    """What to do about files that may be whole and cannot be read."""
    them = "it" if len(report.unreadable) == 1 else "them"
    files = ", ".join(map(visible, report.unreadable[:_MAX_ADVISED]))
    more = f" and {len(report.unreadable) - _MAX_ADVISED:,} more" if len(report.unreadable) > _MAX_ADVISED else ""
    return f"Next: check who may read {files}{more}, and the drive, and check again. What is in {them} may be whole."


def _check_sources(address: str, as_json: bool) -> int:
    from fabula.index import check_sources  # 0.3 s
    from fabula.web.cli.views.sources_check import sources_check_lines

    with shown_progress() as progress:
        report = check_sources(address, progress=progress)
    if as_json:
        from fabula.search.shapes.reports import SOURCES_CHECK

        say_json(SOURCES_CHECK.of(report))
    else:
        for line in sources_check_lines(report, visible(address)):
            say(line)
    return ExitCode.FILES_FAILED if report.lost else ExitCode.DONE


def _repair(address: str, as_json: bool) -> int:
    from fabula.index.indexer.repair import repair  # 0.2 s

    with shown_progress() as progress:
        report = repair(address, progress=progress)
    if as_json:
        from fabula.search.shapes.reports import REPAIR  # 20 ms

        say_json(REPAIR.of(report))
    else:
        _say_check(report.before, address)
        if report.after is not report.before:
            _say_repair(report)
        else:
            _say_notes(report)
    return ExitCode.DONE if report.whole else ExitCode.NO_LIBRARY


def _say_repair(report: RepairReport) -> None:
    say(f"{count(report.from_text, 'work')} restored from stored text, {report.from_sources:,} read from the sources")
    _say_notes(report)
    if report.lost:
        # A file that cannot be read at all does not say how many works it held.
        at_least = "" if all(report.lost) else "At least "
        say(f"{at_least}{count(len(report.lost), 'work')} could not be restored:")
        for work in report.lost_works[:_MAX_LISTED]:
            place = f"  ({visible(work.path)})" if work.path else ""
            say(f"  {visible(work.title) or '(its title is lost too)'}{place}")
        if len(report.lost) > _MAX_LISTED:
            say(f"  and {len(report.lost) - _MAX_LISTED:,} more; --json lists all")
        say("If a backup has their files, put these back where they were, and run `fabula update`.")
    if not report.after.whole:
        say("The library is still damaged.")
    elif report.lost:
        say("The library is whole again, without what could not be restored.")
    else:
        say("The library is whole again.")


def _say_notes(report: RepairReport) -> None:
    for note in report.notes:
        say(f"  {visible(note)}")


def _works_that(number: int, what: str) -> str:
    return f"{count(number, 'work')} that {'was' if number == 1 else 'were'} {what}"


def _say_check(report: CheckReport, address: str) -> None:
    size = f"{count(report.files, 'file')}, {report.bytes:,} bytes, in {duration(report.seconds)}"
    state = "whole" if report.whole else "damaged"
    if report.unreadable and all(damage.file in report.unreadable for damage in report.damage):
        state = "not readable"
    say(f"The library in {visible(address)} is {state}: {size}")
    for damage in report.damage[:_MAX_LISTED]:
        say(f"  {visible(str(damage))}")
    if len(report.damage) > _MAX_LISTED:
        say(f"  and {len(report.damage) - _MAX_LISTED:,} more; --json lists all")
    if report.uncounted:
        files = count(len(report.uncounted), "file")
        say(f"What can still be counted, without works of {files} that cannot be read:")
    for name in ("works", "scenes", "notes", "words", "positions", "phrases"):
        say(f"  {name:<12}{getattr(report, name):>15,}")
    if report.deleted:
        # Until segments are merged they are a part of the files, and of the positions above.
        say(f"The index files still hold {_works_that(report.deleted, 'removed or replaced since')}")
    if report.without_speakers:
        say(f"Speakers could not be found in {count(len(report.without_speakers), 'work')}:")
        for title in report.without_speakers[:_MAX_LISTED]:
            say(f"  {visible(title)}")
    for remark in report.remarks[:_MAX_LISTED]:
        say(visible(remark))
    if report.leftovers:
        say(f"{count(len(report.leftovers), 'file')} that no commit needs; the next run deletes them")
