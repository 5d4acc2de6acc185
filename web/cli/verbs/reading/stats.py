"""`fabula stats`: the size of the library."""

from __future__ import annotations

import click

from fabula.web.cli.filter_options import hidden_option
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs
from fabula.web.wording import count


@click.command(
    cls=Verb,
    examples=(
        ("fabula stats", "your own library"),
        ("fabula stats --library stories.fabula --json", "another library, for a program"),
        ("fabula stats --history", "how it has grown: its size after each run that changed something"),
        ("fabula stats --svg growth.svg", "the same as a plot"),
    ),
)
@click.option("--history", is_flag=True, help="Show how large the library was after each run, the first one first.")
@click.option("--svg", metavar="FILE", help="Draw that as a plot, an SVG file; - is standard output.")
@hidden_option
@csv_option
@json_option
@library_option()
def command(history: bool, svg: str | None, show_hidden: bool, as_csv: bool, as_json: bool, library: str | None) -> int:
    """Count what is in the library.

    With --csv the history is a table; with --history and --json it joins the counts.
    """
    refuse_two_outputs(csv=as_csv, json=as_json, svg=svg is not None)
    choice = chosen_library(library)

    from fabula.search import Library  # 0.15 s

    with Library.open(choice.address) as opened:
        stats, due = opened.stats(show_hidden=show_hidden), opened.speech_due()
        growth = opened.growth() if history or as_csv or svg is not None else ()
    if as_json:
        from fabula.search.shapes.libraries import GROWTH, STATS  # 20 ms

        say_json({**STATS.of((stats, due)), **(GROWTH.of(growth) if history else {})})
        return 0
    if as_csv or history or svg is not None:
        from fabula.web.cli.views.growth import draw_growth, say_growth, say_growth_table  # 10 ms

        if svg is not None:
            draw_growth(growth, svg)
        else:
            (say_growth_table if as_csv else say_growth)(growth)
        return 0
    say(visible(choice.address))
    for name in ("works", "scenes", "notes", "words", "bytes", "generation"):
        say(f"  {name:<12}{getattr(stats, name):>15,}")
    if stats.languages:
        languages = ", ".join(f"{one_line(language)} ({number:,})" for language, number in stats.languages.items())
        say(f"  {'languages':<12}  {languages}")
    if stats.without_speakers:
        them = "it" if stats.without_speakers == 1 else "them"
        say(f"Speakers could not be found in {count(stats.without_speakers, 'work')}; fabula check names {them}")
    for sentence in due.sentences():
        say(sentence)
    return 0
