"""How large a run is."""

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
    work     where indexes are made and thrown away; None for the system's place for such things.
    large    how far the growth runs go beyond `mb`; 0 for not at all.
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
        """Queries of the kinds that are not phrases, and of the growth runs."""
        return 40 if self.quick else 200

    @property
    def sample(self) -> float:
        """What stock Whoosh gets: at half a megabyte a second, five rounds of all of it would take an hour."""
        return min(1 if self.quick else 4, self.mb)

    @property
    def scans(self) -> int:
        return 30 if self.quick else 60

    @property
    def cold_runs(self) -> int:
        return 5 if self.quick else 25

    @property
    def sizes(self) -> tuple[float, ...]:
        """Of the growth runs, ascending. The first is the sample."""
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
    parser.add_argument("--quick", action="store_true", help="about two minutes, to try a change; never to publish")
    parser.add_argument(
        "--large",
        type=float,
        nargs="?",
        const=1_000,
        default=0,
        metavar="MB",
        help="let the growth runs go on to so many megabytes, made of salted copies (1000 if none is given)",
    )
    parser.add_argument(
        "--out", type=Path, default=_ROOT / "docs" / "benchmarks.md", help="default: docs/benchmarks.md"
    )
    parser.add_argument("--work", type=Path, help="folder on the disk to measure on; ten times --large has to fit")
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
    """The shared stories, where they are."""
    corpus = Path(os.environ.get("FABULA_CORPUS") or _ROOT.parent / "shared" / "corpus")
    return corpus / "plain" if (corpus / "plain").exists() else None
