"""`fabula words`: frequencies, n-grams, collocates and key words."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import FilterWords, filter_options
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import Page, say_csv, say_json, say_lines
from fabula.web.cli.verb import csv_option, json_option, refuse_two_outputs
from .search import SearchVerb, query_text

# Those of search.words.results, whose import takes 0.15 s; a test compares them.
KINDS = ("frequencies", "ngrams", "collocates", "keyness")
MEASURES = ("log-likelihood", "log-ratio", "mi", "log-dice")


@click.command(
    cls=SearchVerb,
    context_settings={"ignore_unknown_options": True},
    examples=(
        ("fabula words", "the commonest words of the library"),
        ("fabula words --author Poe --no-common", "of an author, without articles, pronouns and the like"),
        ("fabula words ngrams --size 4 --work 4225b171b96e", "four words in a row, in one work"),
        ("fabula words collocates heart --left 3 --right 3", "which words stand near a word or phrase"),
        ("fabula words keyness --speaker Lexa --against in:dialogue", "what she says more often than others"),
        ("fabula words keyness --fandom Sherlock --limit 500 --csv", "for a spreadsheet"),
    ),
)
@click.argument("kind", required=False, default="frequencies", type=click.Choice(KINDS), metavar="[KIND]")
@click.argument("query", nargs=-1)
@click.option(
    "--size", metavar="N", type=click.IntRange(2, 5), default=2, show_default=True, help="Words of an n-gram."
)
@click.option(
    "--left", metavar="N", type=click.IntRange(0, 20), default=5, show_default=True, help="Words before QUERY."
)
@click.option("--right", metavar="N", type=click.IntRange(0, 20), default=5, show_default=True, help="Words after it.")
@click.option(
    "--against",
    metavar="FIELD:VALUE",
    multiple=True,
    help="What keyness compares with, as author:Poe (repeatable; default: all other texts).",
)
@click.option(
    "--measure",
    metavar="MEASURE",
    type=click.Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help=f"One of {', '.join(MEASURES)}.",
)
@click.option("--min-count", metavar="N", type=click.IntRange(1), help="Leave out what is rarer (default: 1 to 3).")
@click.option(
    "--min-chars", metavar="N", type=click.IntRange(1, 100), default=1, show_default=True, help="Of a word, at least."
)
@click.option("--no-common", is_flag=True, help="Leave out function words of English, French, German and Spanish.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 10_000), default=50, show_default=True, help="Rows to show."
)
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@filter_options
@click.option("--all-editions", is_flag=True, help="Count a scene that several works have in each of them.")
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
    kind: str,
    query: tuple[str, ...],
    size: int,
    left: int,
    right: int,
    against: tuple[str, ...],
    measure: str,
    min_count: int | None,
    min_chars: int,
    no_common: bool,
    limit: int,
    cursor: str | None,
    filters: FilterWords,
    exclude: FilterWords,
    show_hidden: bool,
    all_editions: bool,
    timeout: float | None,
    as_csv: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Count the words of the library, or of what the filters select.

    KIND is one of frequencies (the default), ngrams (words in a row), collocates (words near the QUERY) and
    keyness (words that are more frequent there than in other texts).
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    if query and kind != "collocates":
        raise click.UsageError(f"Only collocates have a query: fabula words collocates {query_text(query, False)}")
    choice = chosen_library(library)

    from fabula.search import Library, WordsMeasure, WordsOptions  # 0.15 s
    from fabula.search.shapes.words import WORDS
    from fabula.search.words.against import filters_of
    from fabula.search.words.results import COLUMNS

    options = WordsOptions(
        filters=filters,
        exclude=exclude,
        show_hidden=show_hidden,
        query=query_text(query, False),
        left=left,
        right=right,
        against=filters_of(against),
        size=size,
        measure=WordsMeasure(measure),
        min_count=min_count,
        min_chars=min_chars,
        common=not no_common,
        limit=limit,
        cursor=cursor,
        fold=not all_editions,
        timeout=timeout,
    )
    with Library.open(choice.address) as opened:
        words = opened.words(kind, options)
    if as_json:
        say_json(WORDS.of(words, files=True))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(COLUMNS[words.kind], words.rows()))
    else:
        from fabula.web.cli.views.answers.words import words_lines

        say_lines(words_lines(words, Page.of_stdout()))
    return ExitCode.DONE if words.total else ExitCode.NOTHING_FOUND
