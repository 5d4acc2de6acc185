"""A dispersion as strips of HTML and SVG, for notebooks: a line where a match stands; no scripts, no style sheets."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import chain

from .results import Dispersion, WorkSpread

# Told apart by people who see colours otherwise, too (Okabe and Ito, "Color Universal Design", 2008).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_WIDTH, _HEIGHT, _GAP = 600, 14, 3
# As many lines are told apart; more matches are drawn as bars, as high as there are many in a bin.
_MAX_LINES = 300
_MAX_TITLE_CHARS = 80


def strips_html(found: Dispersion) -> str:
    """A strip for each work and query, the queries' names in their colours; grey lines are the ends of chapters."""
    keys = " ".join(
        f'<span style="color: {colour}">■</span> {escape(spread.query)} ({spread.total:,})'
        for spread, colour in zip(found.queries, _COLOURS, strict=False)
    )
    rows = "".join(_row(spread) for spread in found.works)
    more = f"<p>{len(found.works):,} of {found.total_works:,} works</p>" if found.cursor else ""
    body = f"<table><tbody>{rows}</tbody></table>{more}" if rows else "<p>Nothing was found.</p>"
    return f"<div><p>{keys}</p>{body}</div>"


def _row(spread: WorkSpread) -> str:
    title = ", ".join((spread.work.title, *spread.work.authors))
    shown = title if len(title) <= _MAX_TITLE_CHARS else f"{title[: _MAX_TITLE_CHARS - 1]}…"
    counts = " / ".join(f"{count:,}" for count in spread.matches)
    return (
        f'<tr><td style="text-align: right">{escape(shown)}</td><td>{work_svg(spread, escape(counts))}</td>'
        f"<td>{counts}</td></tr>"
    )


def work_svg(spread: WorkSpread, label: str) -> str:
    """The strips of one work. `label` is escaped; a reader of the screen says it."""
    height = len(spread.matches) * (_HEIGHT + _GAP) - _GAP
    ends = chain.from_iterable(f"M{_x(part.begin, spread.words)} 0V{height}" for part in spread.chapters[1:])
    strips = "".join(f'<rect y="{top}" width="{_WIDTH}" height="{_HEIGHT}" fill="#f2f2f2"/>' for top in _tops(spread))
    marks = "".join(
        f'<path d="{_marks(spread, number, top)}" stroke="{colour}" stroke-width="{_stroke(spread, number)}"/>'
        for number, (top, colour) in enumerate(zip(_tops(spread), _COLOURS, strict=False))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}">{strips}<path d="{"".join(ends)}" stroke="#b3b3b3" stroke-width="0.5"/>'
        f"{marks}</svg>"
    )


def _tops(spread: WorkSpread) -> Sequence[int]:
    return [number * (_HEIGHT + _GAP) for number in range(len(spread.matches))]


def _has_lines(spread: WorkSpread, number: int) -> bool:
    return spread.matches[number] <= min(_MAX_LINES, len(spread.positions[number]))


def _stroke(spread: WorkSpread, number: int) -> str:
    return "1" if _has_lines(spread, number) else f"{_WIDTH / len(spread.histograms[number]):g}"


def _marks(spread: WorkSpread, number: int, top: int) -> str:
    if _has_lines(spread, number):
        return "".join(f"M{_x(each, spread.words)} {top}v{_HEIGHT}" for each in spread.positions[number])
    bins = spread.histograms[number]
    highest, width = max(bins), _WIDTH / len(bins)
    return "".join(
        f"M{(place + 0.5) * width:g} {top + _HEIGHT}v-{_HEIGHT * count / highest:.1f}"
        for place, count in enumerate(bins)
        if count
    )


def _x(words: int, length: int) -> str:
    return f"{_WIDTH * words / max(1, length):.1f}"
