"""`python -m benchmarks.quotes [FOLDER]`, from the checkout: asks for misremembered lines and writes a page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..options import shared_stories
from .finders import FINDERS
from .report import page
from .run import Options, run

_ROOT = Path(__file__).parents[2]


def parse(arguments: Sequence[str] | None = None) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="stories in any format that Fabula reads"
    )
    parser.add_argument("--lists", type=Path, help="a folder of lists of lines (default: quotes/ beside FOLDER)")
    parser.add_argument("--speech", type=Path, help="annotated novels (default: speech/ beside FOLDER)")
    parser.add_argument("--mb", type=float, default=1_000, help="megabytes of text to take (default: all, up to 1,000)")
    parser.add_argument("--edits", type=int, default=500, help="generated lines of each set (default: 500)")
    parser.add_argument("--finder", action="append", choices=list(FINDERS), help="only this one; may be given again")
    parser.add_argument("--work", type=Path, help="a folder that keeps the indexes for the next run")
    parser.add_argument("--out", type=Path, default=_ROOT / "docs" / "quote-benchmark.md", help="the page to write")
    given = parser.parse_args(arguments)
    folder = given.folder or shared_stories()
    if folder is None or not folder.is_dir():
        parser.error(f"there are no stories at {folder}" if folder else "name a folder of stories")
    lists = given.lists or folder.parent / "quotes"
    speech = given.speech or folder.parent / "speech"
    options = Options(
        folder=folder,
        out=given.out,
        lists=lists if lists.is_dir() else None,
        speech=speech if speech.is_dir() else None,
        mb=given.mb,
        edits=given.edits,
        finders=tuple(given.finder or FINDERS),
    )
    return options, given.work


def main() -> int:
    options, work = parse()
    if work is not None:
        work.mkdir(parents=True, exist_ok=True)
        result = run(options, work)
    else:
        with tempfile.TemporaryDirectory(prefix="fabula-quotes-") as folder:
            result = run(options, Path(folder))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    # The command without the folders of this machine.
    command = f"python -m benchmarks.quotes {options.folder.name} --edits {options.edits}"
    options.out.write_text(page(result, command), encoding="utf-8")
    print(f"{options.out} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
