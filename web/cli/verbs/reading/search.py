"""`fabula search`: find scenes by a line, by words or by a query."""

from __future__ import annotations

import re

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import FilterWords, filter_options
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.verb import Verb, json_option

# The values of search.results.Sort, whose import takes 0.15 s; a test compares the two.
SORTS = ("relevance", "title", "author", "date", "length", "added")

_QUOTES = re.compile('["“”„‟«»]')


class SearchVerb(Verb):
    """Accepts `-word` of the query language, which click takes for an option, but no mistyped `--option`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        separated = "--" in args
        rest = super().parse_args(ctx, args)
        if not separated:
            for word in ctx.params.get("query") or ():
                if word.startswith("--"):
                    known = [name for param in self.params for name in param.opts]
                    raise click.NoSuchOption(word.partition("=")[0], possibilities=known, ctx=ctx)
        return rest


@click.command(
    cls=SearchVerb,
    context_settings={"ignore_unknown_options": True},
    examples=(
        ("fabula search You would have been my choice", "a line, as you remember it"),
        ("fabula search --phrase You would have been my choice", "these words in this order, without quote marks"),
        ("fabula search '\"my choice\" -war author:Vance'", "the query language, in quotes for the shell"),
        ("fabula search '? you would of been my choice'", "a line remembered wrongly, as `fabula quote` finds it"),
        ("fabula search choice --author Vance --author Lee --not-tag AU", "in works of either author without the tag"),
        ("fabula search choice --group work", "the works that have it, each with its best scenes"),
        ("fabula search choice --limit 50 --facet author --json", "for another program"),
    ),
)
@click.argument("query", nargs=-1, required=True)
@click.option("--phrase", is_flag=True, help="Search for the words as a phrase; a shell removes quote marks.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=10, show_default=True, help="Scenes to show."
)
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@click.option(
    "--sort",
    metavar="ORDER",
    type=click.Choice(SORTS),
    default="relevance",
    show_default=True,
    help=f"One of {', '.join(SORTS)}.",
)
@click.option(
    "--facet", "facets", metavar="NAME", multiple=True, help="Count the scenes by author, fandom, lang … (repeatable)."
)
@click.option(
    "--group", metavar="work", type=click.Choice(["work"]), help="Show works, each with its best scenes (work)."
)
@filter_options
@click.option("--all-editions", is_flag=True, help="Show a scene that several works contain once for each work.")
@timeout_option()
@json_option
@library_option()
def command(
    query: tuple[str, ...],
    phrase: bool,
    limit: int,
    cursor: str | None,
    sort: str,
    facets: tuple[str, ...],
    group: str | None,
    filters: FilterWords,
    exclude: FilterWords,
    show_hidden: bool,
    all_editions: bool,
    timeout: float | None,
    as_json: bool,
    library: str | None,
) -> int:
    """Find scenes by a line or by words.

    Where no scene has the words in a row, the line that was meant comes first, if there is one that is close.
    Matches are bold and underlined on a terminal, and between asterisks elsewhere.
    """
    choice = chosen_library(library)
    text = query_text(query, phrase)

    from fabula.index.budget import at_most
    from fabula.search import Library, SearchOptions  # 0.15 s
    from fabula.search.results import QuoteResults, Sort

    options = SearchOptions(
        limit,
        cursor,
        Sort(sort),
        filters,
        facets,
        not all_editions,
        remembered=True,
        timeout=timeout,
        exclude=exclude,
        show_hidden=show_hidden,
        group=group or "",
    )
    with Library.open(choice.address) as opened:
        results = opened.search(text, options)
    if as_json:
        from fabula.search.shapes.answers import answer_shape  # 20 ms

        with at_most(timeout):
            shape = answer_shape(results, files=True)
        say_json(shape)
    elif isinstance(results, QuoteResults):
        from fabula.web.cli.views.answers.quote_answer import say_quote  # 4 ms

        say_quote(results, choice)
    elif group:
        from fabula.search.by_work.results import WorkResults
        from fabula.web.cli.views.answers.work_results import say_works  # 4 ms

        assert isinstance(results, WorkResults)
        say_works(results, choice)
    else:
        from fabula.web.cli.views.answers.search_answer import say_answer  # 3 ms

        say_answer(results, choice)
    return ExitCode.DONE if results.total or results.remembered else ExitCode.NOTHING_FOUND


def query_text(words: tuple[str, ...], phrase: bool) -> str:
    """The query that these words of a command line are."""
    # Bytes in the shell's arguments that are not UTF-8 are no words either.
    text = " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return f'"{_QUOTES.sub(" ", text)}"' if phrase else text
