"""The passages for a remembered line, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.search.results import Difference, MatchKind, Op, QuoteResults
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.terminal.printable import one_line
from fabula.web.differences import DifferencePiece, difference_pieces
from fabula.web.wording import count, duration, likelihood
from .search_answer import INDENT, hit_lines


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
        lines = list(hit_lines(hit, page, choice, likelihood(hit, results.threshold)))
        differs = any(step.op is not Op.SAME for step in hit.difference)
        # Above the command that shows the whole scene. Rounded down, so that only the same words have 1.00.
        score = f"{INDENT}score {int(hit.score * 100) / 100:.2f}"
        lines.insert(-1, score + (f": {difference_line(hit.difference)}" if differs else ""))
        say("\n".join(lines))


def difference_line(steps: Iterable[Difference]) -> str:
    """The passage with [-words of the quote-] and {+words of the text+}, as `wdiff` writes them."""
    return one_line(" ".join(_marked_pieces(difference_pieces(steps))))


def _marked_pieces(pieces: Iterable[DifferencePiece]) -> Iterator[str]:
    for piece in pieces:
        if piece.same:
            yield piece.same
        if piece.remembered:
            yield f"[-{piece.remembered}-]"
        if piece.actual:
            yield f"{{+{piece.actual}+}}"
