"""How a library has grown: lines, a table, a plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fabula.index.reports.growth_file import GrowthPoint
from fabula.search.shapes.libraries import GROWTH_POINT
from fabula.web.cli.terminal.output import OutputLost, say, say_csv
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.growth_plot import growth_svg
from fabula.web.tables.csv_rows import csv_lines
from fabula.web.wording import moment

_HEAD = f"{'started':<17} {'run':<8} {'works':>9} {'scenes':>10} {'words':>14} {'added':>8} {'removed':>8}"


def say_growth(points: Sequence[GrowthPoint]) -> None:
    """A line for each run; 80 columns."""
    if not points:
        say("No run of this library is known. Each run of index, update and the like adds one.")
        return
    say(_HEAD)
    for point in points:
        started = f"{one_line(moment(point.started)):<17} {one_line(point.run):<8}"
        say(f"{started} {point.works:>9,} {point.scenes:>10,} {point.words:>14,} {point.added:>8,} {point.removed:>8,}")


def say_growth_table(points: Sequence[GrowthPoint]) -> None:
    """All that is known of each run, as CSV."""
    say_csv(csv_lines(GrowthPoint._fields, map(GROWTH_POINT.of, points)))


def draw_growth(points: Sequence[GrowthPoint], file: str) -> None:
    """Write the plot to a file, or to standard output for "-". Raises OutputLost."""
    svg = growth_svg(points)
    if file == "-":
        say(svg.rstrip("\n"))
        return
    try:
        Path(file).write_text(svg, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputLost(f"The plot cannot be written to {visible(file)}: {reason}.") from error
    say(f"The plot is in {visible(file)}.")
