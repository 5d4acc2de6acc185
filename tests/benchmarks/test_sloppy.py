"""Sloppy lines are typed into the plain search and found."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.quotes.question import Passage, Question
from benchmarks.quotes.sloppiness import sloppy
from benchmarks.quotes.sloppy import ask, sloppy_lines
from fabula.index import add_works
from fabula.index.analysis import words
from fabula.search import Library
from ..conftest import make_work

LINE = "Nobody's boat left the harbour before the lamps were lit and the herons counted"


def test_a_line_becomes_sloppy() -> None:
    """Always in the same way for a seed; without apostrophes, and with something of it left."""
    for seed in range(200):
        line = sloppy(LINE, random.Random(seed))
        assert line == sloppy(LINE, random.Random(seed)) != LINE
        assert "'" not in line
        assert len({*line.split()} & {*LINE.lower().split()}) >= 5
    assert sloppy("Who?", random.Random(1))


def test_lines_are_drawn_from_the_lists() -> None:
    """Those that stand in stories; only exact ones know their words."""
    questions = [Question("exact", LINE, frozenset({"a"})), Question("misquotes_found", LINE, frozenset({"b"})),
                 Question("absent", LINE), Question("paraphrases", LINE, frozenset({"c"}))]  # fmt: skip
    drawn = sloppy_lines(questions, 2, 3)
    assert {question.set: bool(question.words) for question in drawn} == {"exact": True, "misquotes_found": False}


def test_a_sloppy_line_is_found(tmp_path: Path) -> None:
    """First, or as the line that was meant."""
    folder = tmp_path / "library"
    add_works(folder, [make_work(f"It was late. {LINE}.\n\nThe bell rang."), make_work("The ladder was wet.")])
    with Library.open(folder) as library:
        scenes = [scene for work in library.works() for scene in library.scenes(work.id)]
        passages = {scene.id: Passage(scene.text, f" {' '.join(words(scene.text))} ") for scene in scenes}
        question = Question("exact", "nobodys bout left the harbour before lamps lit he said", words=tuple(words(LINE)))
        (found,) = ask(library, [question], passages)
        assert found.first or found.meant
