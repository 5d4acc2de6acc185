"""The benchmark of misremembered lines: its edits are as stated, and a small run completes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.corpus import read_folder
from benchmarks.quotes.edits import RATES, Editor, EditSet, edited_lines
from benchmarks.quotes.measure import Asked, figures
from benchmarks.quotes.outside import hold_out, outside_lines
from benchmarks.quotes.question import Passage, Question
from benchmarks.quotes.report import page
from benchmarks.quotes.run import Options, file_name, run
from fabula.index.analysis import words
from fabula.web.demo import STORIES


@pytest.fixture(scope="module")
def stories() -> list:
    return list(read_folder(STORIES, 1e9))


def test_rates_are_shares_of_a_hundred() -> None:
    """The table in the README gives them in percent."""
    assert sum(RATES.values()) == 100


def test_edits_are_the_same_for_one_seed(stories: list) -> None:
    """Another run asks the same questions; another seed asks others."""
    edit_set = EditSet("set", 8, 20)
    lines = [edited_lines(edit_set, stories, Editor.of(stories, seed), 20, lambda *_: "file") for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]
    assert len(lines[0]) == 20


def test_each_line_differs_from_its_passage_as_stated(stories: list) -> None:
    """Two edits of eight words change at most two of them, and the line is never the passage."""
    questions = edited_lines(EditSet("set", 8, 20), stories, Editor.of(stories, 3), 60, lambda *_: "file")
    texts = [f" {' '.join(words(scene.text))} " for story in stories for scene in story.scenes]
    for question in questions:
        line = question.text.split()
        assert len(question.words) == 8 and any(f" {' '.join(question.words)} " in text for text in texts)
        assert line != list(question.words)
        assert 6 <= len(line) <= 10
        assert sum(word in line for word in set(question.words)) >= len(set(question.words)) - 2


def test_halves_and_tags(stories: list) -> None:
    """A set with a tag has one in the middle; a set with swapped halves begins with the second."""
    editor = Editor.of(stories, 4)
    tagged = edited_lines(EditSet("set", 10, 10, tag=True), stories, editor, 10, lambda *_: "file")
    assert all({"said", "says", "replied", "whispered"} & set(question.text.split()) for question in tagged)
    swapped = edited_lines(EditSet("set", 12, 1, halves_swapped=True), stories, editor, 10, lambda *_: "file")
    for question in swapped:
        assert len(set(question.text.split()[:5]) & set(question.words[5:])) >= 3


def test_authors_are_held_out_whole(stories: list) -> None:
    """Works that a list names stay; no author is on both sides; lines from outside are nowhere inside."""

    def file_of(story: object, number: int) -> str:
        return file_name(STORIES, story, number)

    kept = {file_of(stories[0], 0)}
    inside, outside = hold_out(stories, kept, file_of, 30, 1)
    assert stories[0] in inside and outside
    assert not {story.record.authors for story in inside} & {story.record.authors for story in outside}
    assert len(inside) + len(outside) == len(stories)
    texts = [f" {' '.join(words(scene.text))} " for story in inside for scene in story.scenes]
    for question in outside_lines(outside, inside, 20, 1):
        assert question.absent and not any(f" {question.text} " in text for text in texts)


def test_a_passage_is_right_by_its_file_or_its_words() -> None:
    """If a question has words, any file that has them in this order is right."""
    question = Question("set", "a b d", frozenset({"x"}), ("a", "b", "c"))
    assert Passage("x", " nothing ").answers(question)
    assert Passage("y", " so a b c d ").answers(question)
    assert not Passage("y", " a c b ").answers(question)
    assert not Passage("y", " a b c ").answers(Question("set", "a b", frozenset({"x"})))


def test_figures_are_shares() -> None:
    """Four answers: right at rank 1, at rank 3, at rank 1 but not shown, and none."""
    right, wrong = Passage("x", ""), Passage("y", "")
    question = Question("set", "a", frozenset({"x"}))
    results = (((right,),), ((wrong,), (wrong,), (right,)), ((wrong, right),), ())
    shares = figures([Asked(question, answer, True, 0.1, 0.1) for answer in results])
    assert (shares.questions, shares.first, shares.shown) == (4, 0.5, 0.25)
    assert (shares.within_five, shares.claimed) == (0.75, 1.0)
    assert shares.mrr == pytest.approx((1 + 1 / 3 + 1) / 4)


@pytest.mark.slow
def test_a_small_run(tmp_path: Path) -> None:
    """The demo stories, two lists of one line, two finders: the page has every set and both finders."""
    story = next(read_folder(STORIES, 1e9))
    line = " ".join(words(story.scenes[0].text)[:8])
    lists = tmp_path / "lists"
    lists.mkdir()
    entries = [{"quote": line, "work": file_name(STORIES, story, 0)}, {"quote": "zebra quixotic waltz", "work": None}]
    (lists / "mine.json").write_text(json.dumps(entries[:1]), encoding="utf-8")
    (lists / "nowhere.json").write_text(json.dumps(entries[1:]), encoding="utf-8")
    options = Options(STORIES, tmp_path / "page.md", lists, edits=10, outside=5, finders=("fabula quote", "FTS5 BM25"))
    result = run(options, tmp_path)
    assert {len(asked) for asked in result.asked.values()} == {2 + 4 * 10 + 5}
    mine = [each for each in result.asked["fabula quote"] if each.question.set == "mine"]
    assert figures(mine).first == 1.0
    text = page(result, "command")
    for part in ("## mine", "## nowhere", "## edited, 8 words, 20 %", "| FTS5 BM25 |", "MRR", "CPU p95"):
        assert part in text
