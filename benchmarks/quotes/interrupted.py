"""`python -m benchmarks.quotes.interrupted [FOLDER]`: searches for interrupted speech without the interruption.

FOLDER holds novels in the form of the Project Dialogism Novel Corpus (benchmarks/dialogism.py). Each query has the
three words before and the three words after an interruption of a quotation, as people remember a line: without the "she
says" in between. An answer is right if it is the scene with the passage.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from fabula.index import Block, Chapter, Metadata, Work, add_works
from fabula.index.analysis import words
from fabula.index.dialogue import convention_of, utterances
from fabula.search import Library, SearchOptions
from ..dialogism import AnnotatedNovel, novels_in

__all__ = ["Interruption", "Scores", "false_joins", "interruptions", "score", "work_of"]

SEED = 5
_WORDS_A_SIDE = 3


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


def interruptions(novel: AnnotatedNovel) -> Iterator[Interruption]:
    """All interruptions with at least three words on either side."""
    for spans in novel.pieces():
        for (start, end), (other, last) in pairwise(spans):
            before, after = words(novel.text[start:end]), words(novel.text[other:last])
            if other < end or len(before) < _WORDS_A_SIDE or len(after) < _WORDS_A_SIDE:
                continue
            between = words(novel.text[end:other])
            before, after = before[-_WORDS_A_SIDE:], after[:_WORDS_A_SIDE]
            passage = " ".join([*before, *between, *after])
            query = " ".join([*before, *after])
            yield Interruption(novel.name, query, passage, bool(between))


def work_of(novel: AnnotatedNovel) -> Work:
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


def false_joins(annotated: Sequence[AnnotatedNovel]) -> float:
    """The share of pairs of annotated utterances joined to one turn that have two speakers."""
    joined = wrong = 0
    for novel in annotated:
        speakers = {span: quotation.speaker for span, quotation in novel.gold.items()}
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
    annotated = novels_in(options.folder)
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
