"""Draws the plots, as small SVG files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, NullLocator, StrMethodFormatter

from .asks import Kind
from .indexing import median_built
from .phrases import LONGEST, SHORTEST
from .run import Run
from .timing import Latency, quantile, summary

__all__ = ["draw"]

_COLOURS = {"fabula": "#1f5fa8", "tantivy": "#c8553d", "fts5": "#588157", "whoosh": "#8a6fa8", "xapian": "#7a7a7a"}
# Bins of the number of scenes with the rarest word; a bin with fewer queries than the minimum is not drawn.
_BINS = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
_MIN_QUERIES = 5


def draw(run: Run, folder: Path) -> dict[str, Path]:
    """Draw all plots into `folder`, replacing those of an earlier run; returns title -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    plots: dict[str, tuple[str, Callable[[Axes, Run], None]]] = {
        "Time to index": ("index-time", _index_time),
        "Bytes on disk to a byte of text": ("size", _size),
        "Exact phrase by its length": ("phrase-length", _by_length),
        "Exact phrase by the frequency of its rarest word": ("word-frequency", _by_frequency),
        "Exact phrase as the library grows": ("growth", _growth),
        "Memory of the build as the library grows": ("memory", _memory),
    }
    files = {}
    for title, (name, plot) in plots.items():
        figure = Figure(figsize=(7, 3.6), layout="constrained", facecolor="white")
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(title, loc="left", fontsize=10)
        plot(axes, run)
        files[title] = folder / f"{name}.svg"
        _save(figure, files[title])
    return files


def _save(figure: Figure, path: Path) -> None:
    import matplotlib as mpl

    # Text as text, not as outlines, keeps the files small; no date and a fixed salt make equal runs give equal files.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fabula"}):
        figure.savefig(path, format="svg", metadata={"Date": None})


def _colour(peer: str) -> str:
    return _COLOURS[peer.partition(",")[0]]


def _index_time(axes: Axes, run: Run) -> None:
    names = list(run.builds)[::-1]
    built = [median_built(run.builds[name]) for name in names]
    axes.barh(names, [build.wall for build in built], color=[_colour(name) for name in names], height=0.6)
    axes.plot([build.cpu for build in built], names, "k|", markersize=12, label="CPU time")
    axes.set_xlabel(f"seconds for {run.collection.megabytes:.0f} MB")
    _legend(axes)


def _size(axes: Axes, run: Run) -> None:
    sizes = {name: median_built(builds).disk / run.collection.bytes for name, builds in run.builds.items()}
    sample = run.growth[0]
    sizes["whoosh"] = sample.built["whoosh"].disk / sample.collection.bytes
    # The configurations with a comma in their name build the same index in another way.
    names = [name for name in sizes if "," not in name][::-1]
    bars = axes.barh(names, [sizes[name] for name in names], color=[_colour(name) for name in names], height=0.6)
    axes.bar_label(bars, fmt="%.2f", padding=3)


def _by_length(axes: Axes, run: Run) -> None:
    for peer, latency in run.latencies[Kind.EXACT].items():
        points = []
        for length in range(SHORTEST, LONGEST + 1):
            times = _times(latency, lambda words, _, length=length: len(words) == length)
            if len(times) >= _MIN_QUERIES:
                points.append((length, median(times), quantile(times, 0.95)))
        _lines(axes, peer, points)
    axes.set_xlabel("words (solid: median; dotted: 95th percentile)")
    _finish(axes)


def _by_frequency(axes: Axes, run: Run) -> None:
    for peer, latency in run.latencies[Kind.EXACT].items():
        points = []
        for low, high in pairwise(_BINS):
            times = _times(latency, lambda _, rarest, low=low, high=high: low <= rarest < high)
            if len(times) >= _MIN_QUERIES:
                points.append((low, median(times), quantile(times, 0.95)))
        _lines(axes, peer, points)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.set_xlabel("scenes with its rarest word, from (solid: median; dotted: 95th percentile)")
    _finish(axes)


def _times(latency: Latency, accepts: Callable[..., bool]) -> list[float]:
    return [time for ask, time in zip(latency.asks, latency.warm, strict=True) if accepts(ask.words, ask.rarest)]


def _growth(axes: Axes, run: Run) -> None:
    for peer in run.growth[-1].latencies[Kind.EXACT]:
        points = []
        for growth in run.growth:
            warm = summary(growth.latencies[Kind.EXACT][peer].warm)
            points.append((growth.collection.megabytes, warm.p50, warm.p99))
        _lines(axes, peer, points)
    _sizes(axes, run)
    axes.set_xlabel("MB of text (solid: median; dotted: 99th percentile)")
    _finish(axes)


def _memory(axes: Axes, run: Run) -> None:
    for peer in (peer for peer in run.growth[-1].built if "," not in peer):
        sizes = [growth.collection.megabytes for growth in run.growth]
        peaks = [max(growth.built[peer].together, growth.built[peer].peak) / 1e6 for growth in run.growth]
        axes.plot(sizes, peaks, "o-", color=_colour(peer), label=peer, markersize=4)
    _sizes(axes, run)
    axes.set_xlabel("MB of text")
    axes.set_ylabel("MB, all processes")
    axes.set_ylim(bottom=0)
    _legend(axes)


def _sizes(axes: Axes, run: Run) -> None:
    axes.set_xscale("log")
    ticks: list[float] = []
    for size in (growth.collection.megabytes for growth in run.growth):
        # Closer labels would read as one number.
        if not ticks or size > 1.6 * ticks[-1]:
            ticks.append(size)
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())


def _lines(axes: Axes, peer: str, points: Sequence[tuple[float, float, float]]) -> None:
    if not points:
        return
    x_values, medians, tails = zip(*points, strict=True)
    axes.plot(x_values, medians, "o-", color=_colour(peer), label=peer.partition(",")[0], markersize=4)
    axes.plot(x_values, tails, ":", color=_colour(peer))


def _finish(axes: Axes) -> None:
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel("ms, warm")
    _legend(axes)


def _legend(axes: Axes) -> None:
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
