"""`python -m benchmarks.files [FOLDER]`: from files to a searchable library and its speakers, beside others.

Writes docs/benchmarks/files.md. `--command NAME=PATH` (more than once) measures the `fabula` of other checkouts, by
turns, instead of this one: `--command before=OTHER/.venv/bin/fabula --command after=.venv/bin/fabula`.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ..machine import describe_machine
from .formats import FORMATS, works_below, write_work
from .measure import Figures, feed, index, middle
from .report import page

__all__ = ["main"]

_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks" / "files.md"
_SCRIPTS = {"tantivy, txt": "feed_tantivy", "fts5, txt": "feed_fts5"}


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parse(arguments)
    machine = describe_machine()
    commands = dict(command.split("=", 1) for command in options.command or ())
    by_name = {name: [path] for name, path in commands.items()} or {"fabula": [sys.executable, "-m", "fabula.web.cli"]}
    with tempfile.TemporaryDirectory(prefix="fabula-files-", dir=options.work) as directory:
        work = Path(directory)
        for number, story in enumerate(works_below(options.folder, options.mb * 1e6)):
            write_work(story, work, number)
            if not number:
                write_work(story, work / "first", number)
        if not (work / "first").is_dir():
            raise SystemExit(f"There are no stories in {options.folder}; name a folder that has some.")
        sizes = {name: sum(path.stat().st_size for path in (work / name).iterdir()) / 1e6 for name in options.formats}
        scripts = {} if options.no_peers else _SCRIPTS

        def runs_over(folder: Path) -> dict[str, Callable[[], Figures]]:
            library, has_speakers = work / "library", not options.no_speakers
            return {
                f"{name}, {format_name}": partial(index, command, folder / format_name, library, speakers=has_speakers)
                for format_name in options.formats
                for name, command in by_name.items()
            } | {name: partial(feed, script, folder / "txt", work / "index") for name, script in scripts.items()}

        for run in runs_over(work / "first").values():
            # Compiles the modules, and brings all code into memory.
            run()
        figures = _by_turns(runs_over(work), options.rounds)
    medians = {name: middle(of_run) for name, of_run in figures.items()}
    text = page(_command(options), machine, options.rounds, sizes, medians)
    print(text)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, encoding="utf-8")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.files")
    parser.add_argument("folder", nargs="?", default=os.environ.get("FABULA_CORPUS", "../shared/corpus"), type=Path)
    parser.add_argument("--mb", type=float, default=25, help="megabytes of plain text to take (25)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--formats", type=lambda names: names.split(","), default=list(FORMATS), help="txt,html,epub,docx"
    )
    parser.add_argument("--command", action="append", metavar="NAME=PATH", help="a fabula to measure; may be repeated")
    parser.add_argument("--no-speakers", action="store_true", help="leave out the runs with speakers")
    parser.add_argument("--no-peers", action="store_true", help="leave out tantivy and FTS5")
    parser.add_argument("--out", type=Path, default=_PAGE, help="the page (docs/benchmarks/files.md)")
    parser.add_argument("--work", type=Path, help="the disk to measure on (default: where temporary files go)")
    return parser.parse_args(arguments)


def _by_turns(runs: dict[str, Callable[[], Figures]], rounds: int) -> dict[str, list[Figures]]:
    """`rounds` runs of each. Each round has another order, so that none always follows the same other one."""
    figures: dict[str, list[Figures]] = {name: [] for name in runs}
    rng = random.Random(1)
    for number in range(rounds):
        for name in rng.sample(list(runs), len(runs)):
            figures[name].append(runs[name]())
            last = figures[name][-1]
            line = f"round {number + 1} of {rounds}, {name}: searchable after {last.searchable:.2f} s, "
            line += f"CPU {last.cpu:.2f} s"
            if last.speakers:
                line += f"; speakers after {last.speakers:.2f} s, CPU {last.speakers_cpu:.2f} s"
            print(line, file=sys.stderr)
    return figures


def _command(options: argparse.Namespace) -> str:
    """The command of this run, without the folders of this machine."""
    parts = ["python -m benchmarks.files", shlex.quote(options.folder.name), f"--mb {options.mb:g}"]
    parts += [f"--rounds {options.rounds}"]
    parts += [f"--formats {','.join(options.formats)}"] if options.formats != list(FORMATS) else []
    parts += [f"--command {command.split('=', 1)[0]}=…" for command in options.command or ()]
    parts += ["--no-speakers"] * options.no_speakers + ["--no-peers"] * options.no_peers
    return " ".join(parts)


if __name__ == "__main__":
    main()
