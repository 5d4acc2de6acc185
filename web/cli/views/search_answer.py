"""The results of a search, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.results import Explanation, Hit, Results
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import MATCH_NAMES, chapter_name, count, duration, other_works, scene_name
from .heading import work_heading
from .passage import passage_lines

INDENT = "    "
_MAX_COPIES = 3


def say_answer(results: Results, choice: LibraryChoice) -> None:
    """Print the number of scenes, each hit, the facets, and the option for the next page."""
    page = Page.of_stdout()
    query = one_line(results.query)
    if results.total:
        say(f"{count(results.total, 'scene')} in {duration(results.seconds)}")
    else:
        # Curly quotes, as the query may have straight ones.
        say(f"Nothing found for “{query}”.")
    for line in _remarks(results.explanation):
        say(line)
    for hit in results:
        say()
        say("\n".join(hit_lines(hit, page, choice)))
    for name, counts in results.facets.items():
        values = ", ".join(f"{one_line(facet.value)} ({facet.count:,})" for facet in counts)
        say(f"\n{page.style(one_line(name), bold=True)}: {values or 'no values'}")
    if results.cursor is not None:
        # Below the hits, where the reader is who wants more.
        say(f"\nMore: the same command with --cursor {results.cursor}")


def _remarks(explanation: Explanation) -> Iterator[str]:
    for note in explanation.notes:
        yield f"  {one_line(note)}"
    for missing in explanation.missing:
        yield f"  {one_line(missing.part)}: {one_line(missing.reason)}"
        if missing.nearest:
            yield f"{INDENT}nearest: {', '.join(map(one_line, missing.nearest))}"


def hit_lines(hit: Hit, page: Page, choice: LibraryChoice, match: str = "") -> Iterator[str]:
    """One hit: the work, the place and kind of match (`match` if given), the passage, and the command for the scene."""
    number = f"{hit.rank}."
    yield f"{number:<4}{work_heading(hit.work, page)}"
    place = [chapter_name(hit.scene.chapter), scene_name(hit.scene, hit.work), match or MATCH_NAMES[hit.match]]
    if hit.speaker:
        place.append(f"said by {hit.speaker}")
    yield INDENT + page.style(" · ".join(one_line(part) for part in place if part), dim=True)
    inner = Page(width=page.width - len(INDENT), ansi=page.ansi) if page.width else page
    for line in passage_lines(hit.snippet.text, hit.snippet.highlights, inner):
        yield INDENT + line
    if hit.copies:
        works = [work_heading(work, Page(width=page.width, ansi=False)) for work in other_works(hit)[:_MAX_COPIES]]
        more = f"; {hit.copies:,} scenes in all" if hit.copies > len(works) else ""
        yield INDENT + page.style(f"also in: {'; '.join(works)}{more}", dim=True)
    yield INDENT + page.style(command_line("show", hit.scene.id, *choice.words), dim=True)
