"""The results of a search by works, for people."""

from __future__ import annotations

from fabula.search.by_work.results import WorkResults
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.views.heading import work_heading
from fabula.web.wording import count, duration
from .hit import INDENT, hit_lines
from .search_answer import say_facets, say_more, say_nothing, say_remarks


def say_works(results: WorkResults, choice: LibraryChoice) -> None:
    """Print the numbers of scenes and works, each work with its best scenes, the facets, and the next page's option."""
    page = Page.of_stdout()
    if results.total:
        scenes, works = count(results.total, "scene"), count(results.total_works, "work")
        say(f"{scenes} of {works} in {duration(results.seconds)}")
    else:
        say_nothing(results)
    say_remarks(results)
    for found in results.works:
        number = f"{found.rank}."
        matches = "1 match" if found.matches == 1 else f"{found.matches:,} matches"
        say()
        say(f"{number:<4}{work_heading(found.work, page)}")
        say(INDENT + page.style(f"{count(found.scenes, 'scene')}, {matches}", dim=True))
        for hit in found.hits:
            _, *lines = hit_lines(hit, page, choice)  # the work is named above
            say("\n".join(lines))
    say_facets(results, page)
    say_more(results)
