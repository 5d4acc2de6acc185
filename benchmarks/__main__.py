"""`python -m benchmarks [FOLDER]`, from the checkout: runs the comparison and writes its page."""

from __future__ import annotations

import shlex
import sys
import tempfile
import time
from pathlib import Path

from .options import Options, parse
from .plots import draw
from .report import page
from .run import WrongAnswers, run


def main() -> int:
    options = parse()
    started = time.perf_counter()
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fabula-benchmarks-", dir=options.work) as work:
        try:
            result = run(options, Path(work))
        except WrongAnswers as error:
            print(error, file=sys.stderr)
            return 1
    out = options.out
    out.parent.mkdir(parents=True, exist_ok=True)
    plots = {title: f"{out.stem}/{path.name}" for title, path in draw(result, out.with_suffix("")).items()}
    out.write_text(page(result, _command(options), plots), encoding="utf-8")
    print(f"{out} written after {(time.perf_counter() - started) / 60:.1f} minutes.")
    return 0


def _command(options: Options) -> str:
    """The command of this run, without the folders of this machine."""
    parts = [
        "python -m benchmarks",
        shlex.quote(options.folder.name),
        f"--mb {options.mb:g}",
        f"--repeat {options.repeat}",
    ]
    parts += ["--quick"] if options.quick else []
    parts += [f"--large {options.large:g}"] if options.large else []
    return " ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
