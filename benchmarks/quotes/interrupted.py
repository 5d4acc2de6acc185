"""`python -m benchmarks.quotes.interrupted [FOLDER]`: searches for interrupted speech without the interruption.

FOLDER holds novels in the form of the Project Dialogism Novel Corpus (Vishnubhotla, Hammond and Hirst, 2022,
arXiv:2204.05836): each a folder with `novel_text.txt` and `quotation_info.csv`. Each query has the three words before
and the three words after an interruption of a quotation, as people remember a line: without the "she says" in between.
An answer is right if it is the scene with the passage.

The annotation splits quotations at nested quotes and parentheses, so each span is first extended to its outer marks.
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
_WORDS_A_SIDE = 3

Span = tuple[int, int]


class Novel(NamedTuple):
    """A novel, and the spans of its quotations, each in one paragraph. Line ends within paragraphs are spaces."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    quotations: dict[str, list[Span]]
    speakers: dict[str, str]


class Interruption(NamedTuple):
    """passage: the words of the text. narrated: True if narration interrupts, False if only a paragraph ends."""

    novel: str
    query: str
    passage: str
    narrated: bool


class Scores(NamedTuple):
    """Shares of queries whose first answer is right (all; interrupted by narration), and seconds a query."""

    questions: int
    first: float
    narrated: float
    p50: float
    p95: float


def novels(folder: Path) -> list[Novel]:
    csv.field_size_limit(1 << 24)
    return [_novel(path) for path in sorted(folder.iterdir()) if (path / "novel_text.txt").exists()]


def _novel(folder: Path) -> Novel:
    raw = (folder / "novel_text.txt").read_bytes().decode("utf-8")
    paragraphs = tuple(
        Paragraph(*match.span(), BlockKind.PARAGRAPH) for match in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", raw)
    )
    text = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", raw)
    starts = [paragraph.start for paragraph in paragraphs]
    quotations: dict[str, list[Span]] = {}
    speakers: dict[str, str] = {}
    with (folder / "quotation_info.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            speakers[row["quoteID"]] = row["speaker"]
            spans: dict[Span, None] = {}
            for start, end in ast.literal_eval(row["quoteByteSpans"]):
                for paragraph in paragraphs[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end - 1)]:
                    span = _extend(text, paragraph, max(start, paragraph.start), min(end, paragraph.end))
                    if span is not None:
                        spans[span] = None
            quotations[row["quoteID"]] = sorted(spans)
    return Novel(folder.name, text, paragraphs, quotations, speakers)


def _extend(text: str, paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The span from mark to mark around an annotated one; None if it is empty."""
    while start < end and text[start] in ' "':
        start += 1
    while end > start and text[end - 1] in ' "':
        end -= 1
    if start >= end:
        return None
    if '"' not in text[start:end]:
        start = max(text.rfind('"', paragraph.start, start) + 1, paragraph.start)
        closing = text.find('"', end, paragraph.end)
        end = paragraph.end if closing < 0 else closing
    return start, end


def interruptions(novel: Novel) -> Iterator[Interruption]:
    """All interruptions with at least three words on either side."""
    for spans in novel.quotations.values():
        for (start, end), (other, last) in pairwise(spans):
            before, after = words(novel.text[start:end]), words(novel.text[other:last])
            if other < end or len(before) < _WORDS_A_SIDE or len(after) < _WORDS_A_SIDE:
                continue
            between = words(novel.text[end:other])
            before, after = before[-_WORDS_A_SIDE:], after[:_WORDS_A_SIDE]
            passage = " ".join([*before, *between, *after])
            query = " ".join([*before, *after])
            yield Interruption(novel.name, query, passage, bool(between))


def work_of(novel: Novel) -> Work:
    blocks = tuple(Block(kind, novel.text[start:end]) for start, end, kind in novel.paragraphs)
    return Work(novel.name, (), (Chapter(blocks),), Metadata(language="en"))


def score(library: Library, questions: Sequence[Interruption], *, quoted: bool) -> Scores:
    """How often the first answer is right, for phrases in quotes or for prose."""
    right, narrated_right, seconds = 0, 0, []
    for question in questions:
        started = time.perf_counter()
        query = f'"{question.query}"' if quoted else question.query
        hits = library.search(query, SearchOptions(limit=1, fold=False)).hits
        seconds.append(time.perf_counter() - started)
        is_right = bool(hits) and f" {question.passage} " in f" {' '.join(words(hits[0].scene.text))} "
        right += is_right
        narrated_right += is_right and question.narrated
    seconds.sort()
    narrated = sum(question.narrated for question in questions)
    p50, p95 = (seconds[int(share * len(seconds))] if seconds else 0.0 for share in (0.5, 0.95))
    return Scores(len(questions), right / max(1, len(questions)), narrated_right / max(1, narrated), p50, p95)


def false_joins(annotated: Sequence[Novel]) -> float:
    """The share of pairs of annotated utterances joined to one turn that have two speakers."""
    joined = wrong = 0
    for novel in annotated:
        speakers = {span: novel.speakers[name] for name, spans in novel.quotations.items() for span in spans}
        pieces = utterances(novel.text, novel.paragraphs, convention_of([novel.text]))
        for piece, after in pairwise(pieces):
            first, second = speakers.get((piece.start, piece.end)), speakers.get((after.start, after.end))
            if first is not None and second is not None and piece.turn == after.turn:
                joined += 1
                wrong += first != second
    return wrong / max(1, joined)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes.interrupted", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="annotated novels, each in a folder of its own")
    parser.add_argument("--questions", type=int, default=2_000, help="number of queries (default: 2,000)")
    parser.add_argument("--misses", action="store_true", help="print the queries that failed")
    options = parser.parse_args()
    annotated = novels(options.folder)
    if not annotated:
        parser.error(f"there are no annotated novels in {options.folder}")
    questions = [question for novel in annotated for question in interruptions(novel)]
    questions = random.Random(SEED).sample(questions, min(len(questions), options.questions))
    with tempfile.TemporaryDirectory(prefix="fabula-interrupted-") as folder:
        add_works(folder, [work_of(novel) for novel in annotated])
        with Library.open(folder) as library:
            narrated = sum(question.narrated for question in questions)
            print(f"{len(annotated)} novels, {len(questions)} questions, {narrated} of them over narration")
            for quoted in (True, False):
                scores = score(library, questions, quoted=quoted)
                shares = f"R@1 {scores.first:.4f}, over narration {scores.narrated:.4f}"
                times = f"p50 {scores.p50 * 1e3:.2f} ms, p95 {scores.p95 * 1e3:.2f} ms"
                print(f"{'in quotes' if quoted else 'as prose'}: {shares}; {times}")
            if options.misses:
                for question in questions:
                    if not score(library, [question], quoted=True).first:
                        print(f"{question.novel}: {question.query} | {question.passage}")
    print(f"joined utterances with two speakers: {false_joins(annotated):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
