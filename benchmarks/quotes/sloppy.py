"""`python -m benchmarks.quotes.sloppy [FOLDER]`: types sloppy lines into the plain search, without quote marks.

100 lines are drawn from the lists of lines beside the stories (lists.py) and made sloppy (sloppiness.py), by a fixed
seed. A line is found if its scene is the first hit, or one under "Did you mean this line?".
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.search import Library, SearchOptions
from ..options import shared_stories
from .finders import FINDERS, build
from .lists import lists_in
from .question import Passage, Question
from .sloppiness import sloppy
from .stories import file_name, passages_of, read_stories

__all__ = ["SEED", "Found", "ask", "sloppy_lines"]

SEED = 14
# Lists of lines that stand in stories, rightly or wrongly remembered.
_LISTS = ("exact", "misquotes_famous", "misquotes_found")


class Found(NamedTuple):
    """Where a line was found, and the seconds that the search took."""

    question: Question
    first: bool
    meant: bool
    seconds: float


def sloppy_lines(questions: Sequence[Question], count: int, seed: int) -> list[Question]:
    """`count` of the questions of the lists, made sloppy. The files stay; so do the words of lines that are exact."""
    rng = random.Random(seed)
    drawn = rng.sample([question for question in questions if question.set in _LISTS], count)
    return [
        Question(
            question.set,
            sloppy(question.text, rng),
            question.files,
            tuple(words(question.text)) if question.set == "exact" else (),
        )
        for question in drawn
    ]


def ask(library: Library, questions: Sequence[Question], passages: Mapping[str, Passage]) -> list[Found]:
    """Search for each line as a page does."""
    found = []
    for question in questions:
        right = _right_scenes(question, passages)
        started = time.perf_counter()
        results = library.search(question.text, SearchOptions(limit=10, remembered=True))
        seconds = time.perf_counter() - started
        first, meant = (
            any(not right.isdisjoint((hit.scene.id, *(copy.scene_id for copy in hit.also))) for hit in hits)
            for hits in (results.hits[:1], results.remembered or ())
        )
        found.append(Found(question, first, meant, seconds))
    return found


def _right_scenes(question: Question, passages: Mapping[str, Passage]) -> frozenset[str]:
    """The scenes with the line word for word; if there are none, those of its files."""
    line = f" {' '.join(question.words)} "
    with_line = frozenset(scene for scene, passage in passages.items() if question.words and line in passage.words)
    return with_line or frozenset(scene for scene, passage in passages.items() if passage.answers(question))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes.sloppy", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="stories, with quotes/ beside them")
    parser.add_argument("--lines", type=int, default=100, help="number of lines (default: 100)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"draws the lines (default: {SEED})")
    parser.add_argument("--work", type=Path, help="a folder that keeps the index for the next run")
    parser.add_argument("--misses", action="store_true", help="print the lines that were not found")
    options = parser.parse_args()
    folder = options.folder or shared_stories()
    if folder is None or not folder.is_dir():
        parser.error("name a folder of stories")
    with tempfile.TemporaryDirectory(prefix="fabula-sloppy-") as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        stories = read_stories(folder, 1_000, work)
        passages = passages_of(stories, lambda story, number: file_name(folder, story, number))
        index = work / "fabula"
        if not index.exists():
            index.mkdir()
            build(FINDERS["fabula quote"], stories, index)
        questions = sloppy_lines(lists_in(folder.parent / "quotes"), options.lines, options.seed)
        with Library.open(index) as library:
            ask(library, questions[:10], passages)
            found = ask(library, questions, passages)
    first, meant = (sum(getattr(each, name) for each in found) for name in ("first", "meant"))
    either = [each for each in found if each.first or each.meant]
    seconds = sorted(each.seconds for each in found)
    p50, p95 = (seconds[int(share * len(seconds))] * 1e3 for share in (0.5, 0.95))
    print(f"{len(found)} lines: {first} first, {meant} meant, {len(either)} either; p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    if options.misses:
        for each in found:
            if each not in either:
                print(f"{each.question.set}: {each.question.text} | {sorted(each.question.files)[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
