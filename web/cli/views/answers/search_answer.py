"""The results of a search, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.results import Explanation, Results
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import count, duration
from .hit import INDENT, hit_lines, passage_hit_lines


def say_answer(results: Results, choice: LibraryChoice) -> None:
    """Print the number of scenes, each hit, the facets, and the option for the next page."""
    page = Page.of_stdout()
    if results.total:
        say(f"{count(results.total, 'scene')} in {duration(results.seconds)}")
    else:
        say_nothing(results)
    say_remarks(results)
    if results.remembered is not None:
        say("\nDid you mean this line?")
        for hit in results.remembered:
            say()
            say("\n".join(passage_hit_lines(hit, results.remembered.threshold, page, choice)))
        if results.hits:
            say("\nScenes with the words:")
    for hit in results:
        say()
        say("\n".join(hit_lines(hit, page, choice)))
    say_facets(results, page)
    say_more(results)


def say_nothing(results: Results) -> None:
    # Curly quotes, as the query may have straight ones.
    say(f"Nothing found for “{one_line(results.query)}”.")


def say_remarks(results: Results) -> None:
    for line in remarks(results.explanation):
        say(line)


def say_facets(results: Results, page: Page) -> None:
    for name, counts in results.facets.items():
        values = ", ".join(f"{one_line(facet.value)} ({facet.count:,})" for facet in counts)
        say(f"\n{page.style(one_line(name), bold=True)}: {values or 'no values'}")


def say_more(results: Results) -> None:
    """The option for the next page."""
    if results.cursor is not None:
        # Below the hits, where the reader is who wants more.
        say(f"\nMore: the same command with --cursor {results.cursor}")


def remarks(explanation: Explanation) -> Iterator[str]:
    """A line for each note, and for each part of the query that is missing."""
    for note in explanation.notes:
        yield f"  {one_line(note)}"
    for missing in explanation.missing:
        yield f"  {one_line(missing.part)}: {one_line(missing.reason)}"
        if missing.nearest:
            yield f"{INDENT}nearest: {', '.join(map(one_line, missing.nearest))}"
