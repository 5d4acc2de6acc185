"""Searches for interrupted speech without the interruption nearly always give the right scene first."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.dialogism import novels_in
from benchmarks.quotes.interrupted import Interruption, false_joins, interruptions, score, work_of
from fabula.index import add_works
from fabula.search import Library

TEXT = """"You would have been," she
said, "my only choice."

He went. "Go and stay," he said. "Come
back to me.

"Or do not come."
"""


def _annotated(folder: Path) -> None:
    (folder / "Tale").mkdir(parents=True)
    (folder / "Tale" / "novel_text.txt").write_text(TEXT, encoding="utf-8")
    pieces = [["You would have been,", "my only choice."], ["Go and stay,", "Come\nback to me.", "Or do not come."]]
    rows = ["quoteID,speaker,quoteType,referringExpression,quoteByteSpans"]
    for number, quotation in enumerate(pieces):
        spans = [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in quotation]
        rows.append(f'Q{number},S{number},Explicit,said,"{json.dumps(spans)}"')
    (folder / "Tale" / "quotation_info.csv").write_text("\n".join(rows), encoding="utf-8")


def test_interruptions_are_those_of_one_quotation(tmp_path: Path) -> None:
    """A passage has three words on either side and the words between; the end of a paragraph is no narration."""
    _annotated(tmp_path)
    (novel,) = novels_in(tmp_path)
    assert list(interruptions(novel)) == [
        Interruption("Tale", "would have been my only choice", "would have been she said my only choice", True),
        Interruption("Tale", "go and stay come back to", "go and stay he said come back to", True),
        Interruption("Tale", "back to me or do not", "back to me or do not", False),
    ]
    assert false_joins([novel]) == 0.0


@pytest.mark.slow
def test_interrupted_lines_are_found(corpus: Path, tmp_path: Path) -> None:
    """Measured over all novels, 2,000 questions: 0.990 in quotes, 0.993 as prose; 0.5 % false joins."""
    annotated = [novel for novel in novels_in(corpus / "speech") if len(novel.text) < 400_000]
    assert len(annotated) >= 5
    questions = [question for novel in annotated for question in interruptions(novel)]
    questions = random.Random(1).sample(questions, 400)
    add_works(tmp_path / "library", [work_of(novel) for novel in annotated])
    with Library.open(tmp_path / "library") as library:
        for quoted in (True, False):
            scores = score(library, questions, quoted=quoted)
            assert scores.first >= 0.97
            assert scores.narrated >= 0.97
    assert false_joins(annotated) <= 0.01
