"""The benchmark of remembered lines: its edits are what they are said to be, and a small run goes through."""

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
    """So that the table in the README can be read as percent."""
    assert sum(RATES.values()) == 100


def test_edits_are_the_same_for_one_seed(stories: list) -> None:
    """Another run asks the same; another seed something else."""
    wanted = EditSet("set", 8, 20)
    lines = [edited_lines(wanted, stories, Editor.of(stories, seed), 20, lambda *_: "file") for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]
    assert len(lines[0]) == 20


def test_each_line_differs_from_its_passage_as_stated(stories: list) -> None:
    """Two edits of eight words leave five of them at least, and the line is never the passage."""
    asked = edited_lines(EditSet("set", 8, 20), stories, Editor.of(stories, 3), 60, lambda *_: "file")
    texts = [f" {' '.join(words(scene.text))} " for story in stories for scene in story.scenes]
    for question in asked:
        line = question.text.split()
        assert len(question.words) == 8 and any(f" {' '.join(question.words)} " in text for text in texts)
        assert line != list(question.words)
        assert 6 <= len(line) <= 10
        assert sum(word in line for word in set(question.words)) >= len(set(question.words)) - 2


def test_halves_and_tags(stories: list) -> None:
    """A set with a tag has one in the middle; one with its halves exchanged begins with the second."""
    editor = Editor.of(stories, 4)
    tagged = edited_lines(EditSet("set", 10, 10, tag=True), stories, editor, 10, lambda *_: "file")
    assert all({"said", "says", "replied", "whispered"} & set(question.text.split()) for question in tagged)
    turned = edited_lines(EditSet("set", 12, 1, turned=True), stories, editor, 10, lambda *_: "file")
    for question in turned:
        assert len(set(question.text.split()[:5]) & set(question.words[5:])) >= 3


def test_authors_are_held_out_whole(stories: list) -> None:
    """What a list names stays, and no author is on both sides; lines of what left are nowhere in what stayed."""

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
    """Where a question has words, any file that holds them in this order is right."""
    question = Question("set", "a b d", frozenset({"x"}), ("a", "b", "c"))
    assert Passage("x", " nothing ").answers(question)
    assert Passage("y", " so a b c d ").answers(question)
    assert not Passage("y", " a c b ").answers(question)
    assert not Passage("y", " a b c ").answers(Question("set", "a b", frozenset({"x"})))


def test_figures_are_shares() -> None:
    """A right passage first, one third, and none."""
    right, wrong = Passage("x", ""), Passage("y", "")
    question = Question("set", "a", frozenset({"x"}))
    results = (((right,),), ((wrong,), (wrong,), (right,)), ((wrong, right),), ())
    own = figures([Asked(question, found, True, 0.1, 0.1) for found in results])
    assert (own.questions, own.first, own.shown, own.within_five, own.claimed) == (4, 0.5, 0.25, 0.75, 1.0)
    assert own.mrr == pytest.approx((1 + 1 / 3 + 1) / 4)


def test_a_small_run(tmp_path: Path) -> None:
    """The stories that come with Fabula, a list of two lines, two finders; the page has every set and both finders."""
    story = next(read_folder(STORIES, 1e9))
    line = " ".join(words(story.scenes[0].text)[:8])
    lists = tmp_path / "lists"
    lists.mkdir()
    entries = [{"quote": line, "work": file_name(STORIES, story, 0)}, {"quote": "zebra quixotic waltz", "work": None}]
    (lists / "mine.json").write_text(json.dumps(entries[:1]), encoding="utf-8")
    (lists / "nowhere.json").write_text(json.dumps(entries[1:]), encoding="utf-8")
    options = Options(STORIES, tmp_path / "page.md", lists, edits=10, outside=5, finders=("fabula quote", "FTS5 BM25"))
    found = run(options, tmp_path)
    assert {len(asked) for asked in found.asked.values()} == {2 + 4 * 10 + 5}
    mine = [each for each in found.asked["fabula quote"] if each.question.asked == "mine"]
    assert figures(mine).first == 1.0
    text = page(found, "command")
    for part in ("## mine", "## nowhere", "## edited, 8 words, 20 %", "| FTS5 BM25 |", "MRR", "CPU p95"):
        assert part in text
