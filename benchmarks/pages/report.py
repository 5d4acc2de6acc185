"""The table of a comparison."""

from __future__ import annotations

from .comparison import Comparison

__all__ = ["table"]

_HEADER = "| server | pages a second | processor ms a page | p50 ms | p99 ms | results | marks | KB |"


def table(comparison: Comparison) -> str:
    """Markdown, with a sentence on what was asked and one on the ratio."""
    rows = [
        f"| {name} | {rates.per_second:.0f} | {rates.processor:.1f} | {rates.p50:.1f} | {rates.p99:.1f} "
        f"| {rates.results:.1f} | {rates.marks:.1f} | {rates.size / 1e3:.1f} |"
        for name, rates in comparison.rates.items()
    ]
    return "\n".join(
        [
            f"{comparison.queries} natural queries over {comparison.scenes:,} scenes, {comparison.processes} processes "
            f"each, {comparison.connections} connections; medians of {comparison.rounds} rounds.",
            "",
            _HEADER,
            "| --- |" + " ---: |" * 7,
            *rows,
            "",
            f"Fabula serves {comparison.ratio:.2f} times as many pages a second as Datasette, and "
            f"{comparison.processor_ratio:.2f} times as many in a second of processor time.",
        ]
    )
