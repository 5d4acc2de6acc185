"""A run warns of words that are missing, and of many that a rule left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fabula.index import Block, BlockKind, Chapter, LeftOut, RunWarning, WarningKind, Work
from fabula.index.word_audit import audit_warnings, best_text

STORY = " ".join(f"The bell of tale number {number} rang at noon." for number in range(40))


def work(text: str, *left_out: LeftOut) -> Work:
    return Work("The Bell", (), (Chapter((Block(BlockKind.PARAGRAPH, text),)),), left_out=left_out)


def warnings(file: str, *works: Work) -> list[RunWarning]:
    return list(audit_warnings("a.txt", works, iter([file])))


def test_all_is_read() -> None:
    """No warning, also where reading adds words or moves them."""
    assert warnings(STORY, work(STORY)) == []
    assert warnings(STORY, work(STORY + " And more.")) == []


def test_missing_words() -> None:
    """Their number, and the first of them."""
    (warning,) = warnings(f"Whoever reads this loses. {STORY}", work(STORY))
    assert (warning.kind, warning.path, warning.work, warning.words) == (
        WarningKind.WORDS_MISSING, "a.txt", "The Bell", 4,
    )  # fmt: skip
    assert str(warning) == (
        "4 of the 364 words of “The Bell” were not read, the first here: [Whoever reads this loses]. The bell of tale"
    )


def test_words_that_a_rule_leaves_out() -> None:
    """They are not missing; above 2 % of the work they are a warning, with the rule."""
    marks = LeftOut("page marks", "page seventeen")
    file = f"page seventeen {STORY}"
    assert warnings(file, work(STORY, marks)) == []
    notes = LeftOut("comments", "a comment of an editor who had much to say")
    (warning,) = warnings(f"{file} {notes.text}", work(STORY, marks, notes))
    assert (warning.kind, warning.words) == (WarningKind.WORDS_LEFT_OUT, 12)
    assert str(warning) == "12 words of “The Bell” were left out by rule: comments 10, page marks 2"


def test_several_works_of_one_file() -> None:
    """They are counted together, and the warning names the file."""
    halves = STORY[: len(STORY) // 2], STORY[len(STORY) // 2 :]
    assert warnings(STORY, *map(work, halves)) == []
    (warning,) = warnings(f"{STORY} Somebody forgot these.", *map(work, halves))
    assert warning.work == "" and "of a.txt were not read" in str(warning)


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251"])
def test_the_right_encoding(encoding: str) -> None:
    """Of several texts the one counts that agrees with what was read."""
    text = "Она открыла дверь и ушла. " * 5
    wrong = text.encode(encoding).decode("cp1252", "replace")
    assert list(audit_warnings("a.txt", [work(text)], iter([wrong, text]))) == []
    assert best_text(iter([wrong, text]), [work(text)]) == text


def test_breaks_are_no_loss() -> None:
    """The spelling of a scene break is left out by a rule."""
    spelt = Chapter((Block(BlockKind.PARAGRAPH, STORY), Block(BlockKind.BREAK, "oOoOoOoOoOo")))
    assert warnings(f"{STORY} oOoOoOoOoOo", replace(work(""), chapters=(spelt,))) == []


def test_what_a_rule_repeats_is_no_loss() -> None:
    """A table of contents has the headings once more, and a hundred marks of pictures are one word."""
    headings = [f"The bell rings {number}" for number in range(9)]
    chapters = tuple(Chapter((Block(BlockKind.HEADING, one, 1), Block(BlockKind.PARAGRAPH, STORY))) for one in headings)
    marks = [LeftOut("marks of pictures", "Illustration")] * 300
    contents = LeftOut("navigation", "\n".join(headings * 9))
    read = Work("The Bell", (), chapters, left_out=(contents, *marks))
    file = "\n".join([contents.text, "Illustration " * 300, *(f"{one}\n{STORY}" for one in headings)])
    assert warnings(file, read) == []


def test_codes_are_no_words() -> None:
    """The code of a field and the address of a link are counted, and no reason for a warning; a sentence in them is."""
    codes = (
        LeftOut("field codes", 'HYPERLINK "http://example.org/a/b/c/d/e/f" \\l "anchor of the page" \\* MERGEFORMAT'),
        LeftOut("link addresses", "https://example.org/one/two/three/four/five/six/seven/eight/nine/ten"),
    )
    file = "\n".join([STORY, *(code.text for code in codes)])
    assert warnings(file, work(STORY, *codes)) == []
    swallowed = LeftOut("field codes", "PAGE She never saw the lamp again, for all that she had been told of it.")
    (warning,) = warnings(f"{STORY} {swallowed.text}", work(STORY, swallowed))
    assert (warning.kind, warning.words) == (WarningKind.WORDS_LEFT_OUT, 15)


def test_three_words_are_no_reason() -> None:
    """In a text of one page a note's mark is 2 % of all words."""
    marks = LeftOut("note marks", "1\n2\n3")
    assert warnings("She lit the lamp 1 and left 2 alone 3", work("She lit the lamp and left alone", marks)) == []
