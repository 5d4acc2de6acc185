"""Writes the page: seconds and rates of each command and format, then where the time of a run went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..machine import Machine
from .measure import Figures

__all__ = ["page"]


def page(
    command: str, machine: Machine, rounds: int, sizes: Mapping[str, float], medians: Mapping[str, Figures]
) -> str:
    """The text of docs/benchmarks/files.md.

    sizes    megabytes of files by format.
    medians  by row: "fabula, txt", or the name of a script, which was fed with the plain texts.
    """
    versions = ", ".join(f"{name} {machine.versions[name]}" for name in ("fabula", "tantivy", "fts5"))
    text = next(figures.text for figures in medians.values() if figures.text)
    files = ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())
    warning = (
        []
        if machine.idle
        else [f"**The machine was not idle (load {machine.load:.2f} before the run): read its figures by pairs.**", ""]
    )
    lines = [
        "# From files to a library",
        "",
        *warning,
        f"Made by `{command}` on {machine.date}. Every row is a whole command in a process of its own, Python's start "
        f"included, by turns with the others; shown are medians of {rounds}. Nothing here was written by hand.",
        "",
        f"- The same works in four formats: {text:.1f} MB of text (UTF-8); files, MB: {files}.",
        "- `fabula` is `fabula index`, once with `--no-speech` and once with speakers. The scripts read a text file, "
        "cut it at blank lines into pieces of scene length, store and index them with stems and positions, and "
        "commit once (`benchmarks/files/feed_tantivy.py` with two threads, `feed_fts5.py` with its fastest settings). "
        "They know no title, chapter, scene, licence or encoding.",
        "- Rates are megabytes of the works' text, for the scripts as well.",
        f"- Machine: {machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB, {machine.system}; "
        f"load {machine.load:.2f} before the run.",
        f"- Versions: Python {machine.python}; {versions}; commit {machine.commit or 'unknown'}.",
        "",
        "## Until the stories can be searched, and until speakers are known",
        "",
        _table(
            ["", "searchable, s", "MB/s", "CPU s", "CPU s/MB", "speakers known, s", "CPU s"],
            (_row(name, figures, text) for name, figures in medians.items()),
        ),
        "",
        "`searchable`: the commit is made. `CPU`: of all processes up to the end of the command, merging included.",
        "",
        "## Where the time goes",
        "",
        _phase_table(medians),
        "",
        "Seconds by phase, and of the processor in brackets; docs/operations.md says what belongs to which. `starting` "
        "is before the run: Python, and loading the command.",
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, figures: Figures, text: float) -> list[str]:
    own = figures.text or text
    with_speakers = [f"{figures.speakers:.2f}", f"{figures.speakers_cpu:.1f}"] if figures.speakers else ["", ""]
    return [
        name,
        f"{figures.searchable:.2f}",
        f"{own / figures.searchable:.1f}",
        f"{figures.cpu:.2f}",
        f"{figures.cpu / own:.2f}",
        *with_speakers,
    ]


def _phase_table(medians: Mapping[str, Figures]) -> str:
    rows = {name: figures for name, figures in medians.items() if figures.phases}
    phases = list(dict.fromkeys(phase for figures in rows.values() for phase in figures.phases))
    return _table(
        ["", *phases], ([name, *(_phase(figures, phase) for phase in phases)] for name, figures in rows.items())
    )


def _phase(figures: Figures, phase: str) -> str:
    wall = f"{figures.phases.get(phase, 0.0):.2f}"
    return f"{wall} ({figures.phases_cpu.get(phase, 0.0):.2f})" if figures.phases_cpu else wall


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
