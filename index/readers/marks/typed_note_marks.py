"""Takes note marks that were typed as text out of words: "flew[1] over", "ran² past".

Readers take out what markup says is a mark. This is for the rest, in every format: plain text has no markup at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fabula.index.model import Block, BlockKind, Chapter
from .raised_numbers import begins_fraction, is_power

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_NUMBER = re.compile(rf"[{_RAISED}]{{1,3}}")
_BRACKETED_NUMBER = re.compile(r"([\[{(])(\d{1,3})[\]})](?!\w)")
_BY_BRACKET = {bracket: re.compile(rf"(\{bracket})(\d{{1,3}})[\]}})](?!\w)") for bracket in "[{("}
_SENTENCE_SIGNS = frozenset(".,;:!?…”’\"'»")
_NOTE_NUMBER = re.compile(
    rf"\s*(?:[\[({{](\d{{1,3}})[\])}}]|\[(?:foot|side|end)?note\s+(\d{{1,3}})\b|([{_RAISED}]{{1,3}}))", re.I
)
# Only in a block that the format calls a note; a paragraph may begin with a number.
_PLAIN_NOTE_NUMBER = re.compile(r"\s*(\d{1,3})[.:)\]]?\s")


def without_typed_marks(chapters: Sequence[Chapter]) -> tuple[tuple[Chapter, ...], list[str]]:
    """`chapters` without the note marks typed in their texts, and those marks in reading order.

    A raised number at the end of a word is a mark unless it is a power. A bracketed one is a mark if the work has a
    note of that number, or if such numbers count up from 1: "Strength[12]" stays.
    """
    text = "\n".join([block.text for chapter in chapters for block in chapter.blocks])
    # Most works have no such sign at all, which is known at once.
    has_raised = not text.isascii() and any(sign in text for sign in _RAISED)
    bracketed = [match for match in _bracketed_numbers(text) if _touches_word(match)]
    if not has_raised and not bracketed:
        return tuple(chapters), []
    marks = _TypedMarks(chapters, bracketed, has_raised=has_raised)
    if marks.is_idle:
        return tuple(chapters), []
    return tuple([marks.taken_out_of(chapter) for chapter in chapters]), marks.found


def _bracketed_numbers(text: str) -> list[re.Match[str]]:
    """All numbers in brackets, in order. A pattern for each bracket is ten times as fast as one for all of them."""
    found = [match for bracket, pattern in _BY_BRACKET.items() if bracket in text for match in pattern.finditer(text)]
    return sorted(found, key=lambda match: match.start())


class _TypedMarks:
    """The kinds of marks that a work has, and the marks `found` so far."""

    def __init__(self, chapters: Sequence[Chapter], bracketed: Sequence[re.Match[str]], *, has_raised: bool) -> None:
        self.found: list[str] = []
        self._notes = set(_note_numbers(chapters)) if bracketed else set()
        self._counts_up = _count_up(bracketed)
        self._has_raised = has_raised
        self._has_bracketed = self._counts_up or any(int(match[2]) in self._notes for match in bracketed)
        self.is_idle = not has_raised and not self._has_bracketed

    def taken_out_of(self, chapter: Chapter) -> Chapter:
        return replace(
            chapter, title=self._clean(chapter.title), blocks=tuple([self._cleaned(block) for block in chapter.blocks])
        )

    def _cleaned(self, block: Block) -> Block:
        text = self._clean(block.text)
        return block if text is block.text or not text.strip() else replace(block, text=text)

    def _clean(self, text: str) -> str:
        if self._has_bracketed and any(bracket in text for bracket in "[{("):
            text = _BRACKETED_NUMBER.sub(self._replace_bracketed, text)
        if self._has_raised and not text.isascii() and any(sign in text for sign in _RAISED):
            text = _RAISED_NUMBER.sub(self._replace_raised, text)
        return text

    def _replace_bracketed(self, match: re.Match[str]) -> str:
        is_mark = int(match[2]) in self._notes or (self._counts_up and match[1] != "(")
        if not is_mark or not _touches_word(match):
            return match[0]
        self.found.append(match[0])
        return ""

    def _replace_raised(self, match: re.Match[str]) -> str:
        text, number = match.string, match[0].translate(_DIGITS)
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 1]
        if not before or not (before[-1].isalnum() or before[-1] in _SENTENCE_SIGNS):
            # In front of a word it is the number of the note itself: "¹The heron is a bird."
            return f"{match[0]} " if after.isalpha() else match[0]
        if after.isalnum() or begins_fraction(after) or is_power(before, number):
            return match[0]
        self.found.append(match[0])
        return ""


def _touches_word(match: re.Match[str]) -> bool:
    """True if a bracketed number stands right behind a word or the end of a sentence."""
    before = match.string[match.start() - 1 : match.start()]
    return before.isalpha() or before in _SENTENCE_SIGNS


def _note_numbers(chapters: Sequence[Chapter]) -> Iterator[int]:
    """The numbers with which the notes of the work begin."""
    for chapter in chapters:
        for block in chapter.blocks:
            # Nearly all blocks begin with a letter.
            match = None if block.text[:1].isalpha() else _NOTE_NUMBER.match(block.text)
            if not match and block.kind is BlockKind.NOTE:
                match = _PLAIN_NOTE_NUMBER.match(block.text)
            if match:
                yield int(next(group for group in match.groups() if group).translate(_DIGITS))


def _count_up(marks: Sequence[re.Match[str]]) -> bool:
    """True if the numbers of `marks` begin with 1 and go up by one, in the work or anew in each chapter.

    Not where they all follow one word: "Floor[1]", "Floor[2]".
    """
    marks = [mark for mark in marks if mark[1] != "("]
    numbers = [int(mark[2]) for mark in marks]
    if not numbers or numbers[0] != 1:
        return False
    if any(after not in (before, before + 1, 1) for before, after in pairwise(numbers)):
        return False
    words = {mark.string[max(0, mark.start() - 12) : mark.start()].split()[-1] for mark in marks}
    return len(numbers) == 1 or len(words) > 1
