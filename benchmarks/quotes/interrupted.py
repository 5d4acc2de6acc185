"""`python -m benchmarks.quotes.interrupted [FOLDER]`: lines without what interrupts them.

FOLDER holds novels in the form of the Project Dialogism Novel Corpus (Vishnubhotla, Hammond and Hirst, 2022,
arXiv:2204.05836): each a folder with `novel_text.txt` and `quotation_info.csv`. For each place at which one quotation
is interrupted, the three words before it and the three after it are asked for, as people remember a line: without the
"she says" in between. An answer is right if it is the scene that has the passage.

The annotation cuts around quotes in quotes and parentheses, so its quotations are joined to their outer marks first.
"""

from __future__ import annotations

import argparse
import ast
import csv
import random
import re
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.analysis import words
from fabula.index.dialogue import convention_of, utterances
from fabula.index.model import Paragraph
from fabula.search import Library, SearchOptions

__all__ = ["Interruption", "Novel", "Scores", "false_joins", "interruptions", "novels", "score"]

SEED = 5
_SIDE = 3

Span = tuple[int, int]


class Novel(NamedTuple):
    """A novel's text, line ends within paragraphs made blanks, and its quotations: spans, each in one paragraph."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    quotations: dict[str, list[Span]]
    speakers: dict[str, str]


class Interruption(NamedTuple):
    """`query` is what is asked, `passage` the words that stand there; `told` is False for a mere paragraph's end."""

    novel: str
    query: str
    passage: str
    told: bool


class Scores(NamedTuple):
    """Shares of the questions whose first answer is right: of all, and of those that narration interrupts."""

    questions: int
    first: float
    told: float
    p50: float
    p95: float


def novels(folder: Path) -> list[Novel]:
    csv.field_size_limit(1 << 24)
    return [_novel(own) for own in sorted(folder.iterdir()) if (own / "novel_text.txt").exists()]


def _novel(folder: Path) -> Novel:
    raw = (folder / "novel_text.txt").read_bytes().decode("utf-8")
    paragraphs = tuple(
        Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", raw)
    )
    text = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", raw)
    starts = [paragraph.start for paragraph in paragraphs]
    quotations: dict[str, list[Span]] = {}
    speakers: dict[str, str] = {}
    with (folder / "quotation_info.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            speakers[row["quoteID"]] = row["speaker"]
            found: dict[Span, None] = {}
            for start, end in ast.literal_eval(row["quoteByteSpans"]):
                for paragraph in paragraphs[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end - 1)]:
                    span = _joined(text, paragraph, max(start, paragraph.start), min(end, paragraph.end))
                    if span is not None:
                        found[span] = None
            quotations[row["quoteID"]] = sorted(found)
    return Novel(folder.name, text, paragraphs, quotations, speakers)


def _joined(text: str, paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The span from mark to mark around an annotated one; None if there is nothing in it."""
    while start < end and text[start] in ' "':
        start += 1
    while end > start and text[end - 1] in ' "':
        end -= 1
    if start >= end:
        return None
    if '"' not in text[start:end]:
        start = max(text.rfind('"', paragraph.start, start) + 1, paragraph.start)
        closes = text.find('"', end, paragraph.end)
        end = paragraph.end if closes < 0 else closes
    return start, end


def interruptions(novel: Novel) -> Iterator[Interruption]:
    """All of them that have three words on either side."""
    for spans in novel.quotations.values():
        for (start, end), (other, last) in pairwise(spans):
            before, after = words(novel.text[start:end]), words(novel.text[other:last])
            if other < end or len(before) < _SIDE or len(after) < _SIDE:
                continue
            between = words(novel.text[end:other])
            passage = " ".join([*before[-_SIDE:], *between, *after[:_SIDE]])
            query = " ".join([*before[-_SIDE:], *after[:_SIDE]])
            yield Interruption(novel.name, query, passage, bool(between))


def work_of(novel: Novel) -> Work:
    blocks = tuple(Block(kind, novel.text[start:end]) for start, end, kind in novel.paragraphs)
    return Work(novel.name, (), (Chapter(blocks),), Metadata(language="en"))


def score(library: Library, asked: Sequence[Interruption], *, quoted: bool) -> Scores:
    """How often the first answer is right, asked as a phrase in quotes or as prose."""
    right, told, seconds = 0, [0, 0], []
    for question in asked:
        started = time.perf_counter()
        query = f'"{question.query}"' if quoted else question.query
        hits = library.search(query, SearchOptions(limit=1, fold=False)).hits
        seconds.append(time.perf_counter() - started)
        own = bool(hits) and f" {question.passage} " in f" {' '.join(words(hits[0].scene.text))} "
        right += own
        told[0] += own and question.told
        told[1] += question.told
    seconds.sort()
    many = max(1, len(asked))
    p50, p95 = (seconds[int(share * len(seconds))] if seconds else 0.0 for share in (0.5, 0.95))
    return Scores(len(asked), right / many, told[0] / max(1, told[1]), p50, p95)


def false_joins(found: Sequence[Novel]) -> float:
    """The share of the pieces joined to one speech that two people say, of those that are annotated."""
    joined = wrongly = 0
    for novel in found:
        speakers = {span: novel.speakers[name] for name, spans in novel.quotations.items() for span in spans}
        said = utterances(novel.text, novel.paragraphs, convention_of([novel.text]))
        for piece, after in pairwise(said):
            first, second = speakers.get((piece.start, piece.end)), speakers.get((after.start, after.end))
            if first is not None and second is not None and piece.turn == after.turn:
                joined += 1
                wrongly += first != second
    return wrongly / max(1, joined)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes.interrupted", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="annotated novels, each in a folder of its own")
    parser.add_argument("--questions", type=int, default=2_000, help="how many are drawn (default: 2,000)")
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    given = parser.parse_args()
    found = novels(given.folder)
    if not found:
        parser.error(f"there are no annotated novels in {given.folder}")
    asked = [question for novel in found for question in interruptions(novel)]
    asked = random.Random(SEED).sample(asked, min(len(asked), given.questions))
    with tempfile.TemporaryDirectory(prefix="fabula-interrupted-") as folder:
        add_works(folder, [work_of(novel) for novel in found])
        with Library.open(folder) as library:
            told = sum(each.told for each in asked)
            print(f"{len(found)} novels, {len(asked)} questions, of them {told} over narration")
            for quoted in (True, False):
                scores = score(library, asked, quoted=quoted)
                shares = f"R@1 {scores.first:.4f}, over narration {scores.told:.4f}"
                times = f"p50 {scores.p50 * 1e3:.2f} ms, p95 {scores.p95 * 1e3:.2f} ms"
                print(f"{'in quotes' if quoted else 'as prose'}: {shares}; {times}")
            if given.misses:
                for question in asked:
                    if not score(library, [question], quoted=True).first:
                        print(f"{question.novel}: {question.query} | {question.passage}")
    print(f"joined pieces that two people say: {false_joins(found):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
