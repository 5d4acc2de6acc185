"""Options of a run, and its sizes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Options", "parse", "shared_stories"]

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Options:
    """Sizes in megabytes (millions of bytes) of text.

    folder   stories, in any format that Fabula reads.
    out      the page to write; its plots go into a folder of the same name beside it.
    work     folder for temporary indexes; None for the system's temporary folder.
    large    largest size of the growth runs beyond `mb`; 0 for none.
    """

    folder: Path
    out: Path
    mb: float = 77
    repeat: int = 5
    quick: bool = False
    large: float = 0
    work: Path | None = None

    @property
    def phrases(self) -> int:
        return 120 if self.quick else 1_000

    @property
    def fewer(self) -> int:
        """Number of queries for each kind but phrases, and for the growth runs."""
        return 40 if self.quick else 200

    @property
    def sample(self) -> float:
        """Megabytes for stock Whoosh: at 0.5 MB/s, five rounds of all texts would take an hour."""
        return min(1 if self.quick else 4, self.mb)

    @property
    def scans(self) -> int:
        return 30 if self.quick else 60

    @property
    def cold_runs(self) -> int:
        return 5 if self.quick else 25

    @property
    def sizes(self) -> tuple[float, ...]:
        """Sizes of the growth runs, ascending. The first is the sample."""
        steps = [self.sample, *([] if self.quick else [10.0]), self.mb, *([100.0, self.large] if self.large else [])]
        return tuple(sorted({size for size in steps if size <= max(self.mb, self.large)}))


def parse(arguments: Sequence[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Fabula, tantivy, SQLite FTS5, stock Whoosh and Xapian side by side on the same scenes.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="stories in any format that Fabula reads (default: plain/ of FABULA_CORPUS or of ../shared/corpus)",
    )
    parser.add_argument("--mb", type=float, help="megabytes of text to take (default: 77; with --quick 5)")
    parser.add_argument("--repeat", type=int, help="rounds of builds and of warm queries (default: 5; with --quick 2)")
    parser.add_argument("--quick", action="store_true", help="about two minutes, to try a change; not for publishing")
    parser.add_argument(
        "--large",
        type=float,
        nargs="?",
        const=1_000,
        default=0,
        metavar="MB",
        help="largest size of the growth runs, reached with changed copies of the texts (1000 without MB)",
    )
    parser.add_argument(
        "--out", type=Path, default=_ROOT / "docs" / "benchmarks.md", help="page to write (default: docs/benchmarks.md)"
    )
    parser.add_argument("--work", type=Path, help="folder on the disk to measure on; needs ten times --large")
    given = parser.parse_args(arguments)
    folder = given.folder or shared_stories()
    if folder is None or not folder.exists():
        parser.error(f"there are no stories at {folder}" if folder else "name a folder of stories")
    return Options(
        folder=folder,
        out=given.out,
        mb=given.mb or (5 if given.quick else 77),
        repeat=given.repeat or (2 if given.quick else 5),
        quick=given.quick,
        large=given.large,
        work=given.work,
    )


def shared_stories() -> Path | None:
    """The folder of shared stories; None if there is none."""
    corpus = Path(os.environ.get("FABULA_CORPUS") or _ROOT.parent / "shared" / "corpus")
    return corpus / "plain" if (corpus / "plain").exists() else None
