"""The growth of a library as SVG: a panel for its works and one for its words, as steps from run to run.

Colours, lines and type come from the classes, by web/static/fabula.css on a page and by a style of its own in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from math import floor, log10
from typing import NamedTuple

from fabula.index.reports.growth_file import GrowthPoint

# The size of one panel in pixels; its text has 12.
WIDTH, HEIGHT = 340, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 30, 26
_PLOT_WIDTH, _PLOT_HEIGHT = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
_MAX_INTERVALS = 4
# The space around the panels of a file.
_SPACE = 24

_STYLE = (
    ".growth{--ink:#23201b;--quiet:#645d52;--line:#e2d9c9;--accent:#7c2d2d;--paper:#fbf8f2;"
    "font:12px system-ui,sans-serif}"
    "@media (prefers-color-scheme:dark){.growth{--ink:#e8e1d5;--quiet:#aba294;--line:#3a352e;--accent:#e9a59a;"
    "--paper:#191715}}"
    ".paper{fill:var(--paper)}.growth text{fill:var(--quiet)}.growth .name{fill:var(--ink);font-weight:600}"
    ".grid{stroke:var(--line)}.area{fill:var(--accent);opacity:.14}"
    ".steps{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}.now{fill:var(--accent)}"
)


class Panel(NamedTuple):
    """One panel: its name, a sentence that says what it shows, and its content, `WIDTH` by `HEIGHT`."""

    name: str
    description: str
    content: str


def growth_panels(points: Sequence[GrowthPoint]) -> list[Panel]:
    """The panels for works and words; none if there is no point whose time is known."""
    times, known = _times(points)
    if not known:
        return []
    return [
        _panel("Works", times, [point.works for point in known]),
        _panel("Words", times, [point.words for point in known]),
    ]


def growth_svg(points: Sequence[GrowthPoint]) -> str:
    """A file of its own, with the panels side by side, in light or dark as the reader's system is."""
    panels = growth_panels(points)
    width = len(panels) * (WIDTH + _SPACE) + _SPACE if panels else WIDTH
    height = HEIGHT + _SPACE
    description = " ".join(panel.description for panel in panels) or "No run of this library is known."
    placed = "".join(
        f'<g transform="translate({_SPACE + place * (WIDTH + _SPACE)} {_SPACE // 2})">{panel.content}</g>'
        for place, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="growth" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title desc"><title id="title">Growth of the library</title>'
        f'<desc id="desc">{escape(description)}</desc><style>{_STYLE}</style>'
        f'<rect class="paper" width="{width}" height="{height}"/>{placed}</svg>\n'
    )


def _times(points: Sequence[GrowthPoint]) -> tuple[list[datetime], list[GrowthPoint]]:
    """The points whose time is known, and their times in UTC, ascending: after a clock was set back, time stops."""
    times: list[datetime] = []
    known = []
    for point in points:
        try:
            moment = datetime.fromisoformat(point.started)
            moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        times.append(max(moment, times[-1]) if times else moment)
        known.append(point)
    return times, known


def _panel(name: str, times: Sequence[datetime], values: Sequence[int]) -> Panel:
    top, step = _scale(max(values))
    span = max((times[-1] - times[0]).total_seconds(), 1.0)
    xs = [round(_LEFT + _PLOT_WIDTH * (time - times[0]).total_seconds() / span, 1) for time in times]
    ys = [round(_TOP + _PLOT_HEIGHT * (1 - value / top), 1) for value in values]
    if len(values) == 1:
        # One run: a line as wide as the plot, as there is nothing to compare with.
        xs, ys = [_LEFT, _LEFT + _PLOT_WIDTH], ys * 2
    steps = _steps(xs, ys)
    floor_y = _TOP + _PLOT_HEIGHT
    grid = "".join(_grid_line(value, top) for value in range(0, top + 1, step))
    content = (
        f'<text class="name" x="{_LEFT}" y="14">{name}</text>{grid}{_dates(times)}'
        f'<path class="area" d="{steps}V{floor_y}H{_LEFT}Z"/><path class="steps" d="{steps}"/>'
        f'<circle class="now" cx="{xs[-1]}" cy="{ys[-1]}" r="3.5"/>'
        f'<text class="name" x="{WIDTH - _RIGHT}" y="14" text-anchor="end">{values[-1]:,}</text>'
    )
    first, last = (time.date().isoformat() for time in (times[0], times[-1]))
    sentence = f"{name}: {values[-1]:,} on {last}."
    if len(values) > 1:
        sentence = f"{name}: {values[0]:,} on {first}, {values[-1]:,} on {last}, {len(values):,} runs."
    return Panel(name, sentence, content)


def _steps(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The path: each value holds until the next run. Runs at one place are drawn once, so that it stays short."""
    path = f"M{xs[0]} {ys[0]}"
    for place in range(1, len(xs)):
        if place + 1 < len(xs) and xs[place + 1] == xs[place]:
            continue
        path += f"H{xs[place]}V{ys[place]}"
    return path


def _grid_line(value: int, top: int) -> str:
    y = round(_TOP + _PLOT_HEIGHT * (1 - value / top), 1)
    return (
        f'<path class="grid" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{_short(value)}</text>'
    )


def _dates(times: Sequence[datetime]) -> str:
    """The first and the last day below the axis; within one day with the hours, at one moment once."""
    names = [time.date().isoformat() for time in (times[0], times[-1])]
    if names[0] == names[1] and times[0] != times[-1]:
        names = [f"{names[0]} {times[0]:%H:%M}", f"{times[-1]:%H:%M}"]
    ends = [(names[1], WIDTH - _RIGHT, "end")]
    if names[0] != names[1]:
        ends.insert(0, (names[0], _LEFT, "start"))
    return "".join(f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="{anchor}">{name}</text>' for name, x, anchor in ends)


def _scale(largest: int) -> tuple[int, int]:
    """The end of an axis from 0 that `largest` fits on, and the step between its lines, one of 1, 2 and 5 times ten."""
    if largest <= _MAX_INTERVALS:
        return max(largest, 1), 1
    power: int = 10 ** floor(log10(largest / _MAX_INTERVALS))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if step * _MAX_INTERVALS >= largest)
    return -(-largest // step) * step, step


def _short(value: int) -> str:
    """ "950", "12k", "1.5M", "2bn"."""
    for size, letter in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return str(value)
