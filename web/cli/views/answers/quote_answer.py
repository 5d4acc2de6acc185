"""The passages for a remembered line, for people."""

from __future__ import annotations

from fabula.search.match_kind import MatchKind
from fabula.search.results import QuoteResults
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import count, duration
from .hit import passage_hit_lines


def say_quote(results: QuoteResults, choice: LibraryChoice) -> None:
    """Print whether the line was found, and each passage with its score and its difference."""
    page = Page.of_stdout()
    if results.claimed:
        say(f"{count(results.total, 'scene')} in {duration(results.seconds)}")
    else:
        has_guesses = any(hit.match is MatchKind.WORDS for hit in results)
        heading = (" Guesses and the nearest:" if has_guesses else " The nearest:") if results.hits else ""
        say(f"Nothing close to “{one_line(results.query)}”.{heading}")
    for note in results.explanation.notes:
        if results.claimed:
            say(f"  {one_line(note)}")
    for hit in results:
        say()
        say("\n".join(passage_hit_lines(hit, results.threshold, page, choice)))
