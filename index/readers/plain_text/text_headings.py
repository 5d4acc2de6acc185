"""Finds the headings of a plain text, and decides which of them open chapters."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import join_heading, number_key, title_key
from fabula.index.readers.headings.headings import (
    MAX_HEADING_LINES,
    is_chapter_title,
    is_labelled,
    is_stage_direction,
    parse_heading,
)
from fabula.index.readers.structure.advertisements import find_advertisements
from fabula.index.readers.structure.contents import Contents, find_contents
from fabula.index.readers.structure.text_layout import Layout, LineStyle, Piece
from .opening import find_title_page
from .spaced_titles import find_spaced_titles
from .speakers import find_speaker_lines

ILLUSTRATION = re.compile(
    r"\s*\[_?\s*(?P<mark>Illustration|Plate|Frontispiece)\b[_:.]*(?P<caption>[^\]]*)\]?\s*", re.IGNORECASE
)
# Not the brackets of East Asian speech, which also stand around labels.
_SPEECH = frozenset("\"“”‘'«„")
_MIN_TITLES = 2
_MIN_DENSE_SHARE = 0.8
_MAX_HEADING_CHARS = 400
# "CHAPTER THE TWENTY-SEVENTH." and blanks, before a title of the contents.
_MAX_LABEL_CHARS = 80
_MAX_LAST_WORD_CHARS = 40
_LETTERS = re.compile(r"[^\W_]+")
_PAGE = re.compile(r"\d+|[ivxl]+")


class TextHeadings:
    """The headings of the pieces `parts[story]`, by their indices.

    `notes` are the indices of the paratext; what the headings show to be paratext (tables of contents, title pages,
    advertisements) is added to them. `title` is the work's, "" if unknown.
    """

    def __init__(
        self, parts: Sequence[Piece], layout: Layout, story: range, notes: set[int], title: str, *, is_book: bool
    ) -> None:
        self._parts = parts
        self._layout = layout
        self._story = story
        self._notes = notes
        self._title_key = title_key(title)
        # One paragraph a line, and hardly any blank lines.
        self._is_dense = sum(part.gap == 0 for part in parts) > _MIN_DENSE_SHARE * len(parts)
        self._speakers: set[str] = set()
        self.by_index: dict[int, Heading] = {}
        self._find_headings(is_book=is_book)

    def _find_headings(self, *, is_book: bool) -> None:
        parts, story, notes, headings = self._parts, self._story, self._notes, self.by_index
        for index in story:
            gap, text = parts[index]
            if len(text) > _MAX_HEADING_CHARS or text[0] in _SPEECH or index in notes:
                continue
            if text.count("\n") >= MAX_HEADING_LINES:
                continue
            if not self._stands_alone(index) and not self._is_labelled_line(index):
                continue
            # Without blank lines no gap marks a title, but capitals alone are no sign either.
            if self._is_dense and not text.isupper():
                gap = 2
            if (heading := parse_heading(text, max(gap, 2) if index == 0 else gap)) and not ILLUSTRATION.match(text):
                headings[index] = heading
        self._promote_numerals()
        # "THE END", a signature: capitals with nothing below are no heading.
        last = max((index for index in story if index not in notes), default=-1)
        if last in headings and headings[last].rank is Rank.TITLE:
            del headings[last]
        self._contents: Contents = find_contents(parts, story, headings, self._layout.width or 72, notes)
        self._set_apart(self._contents.piece_indices)
        self._find_listed_titles()
        known = self._contents.title_keys | {self._title_key}
        for index in find_speaker_lines(parts, headings, known):
            self._speakers.add(title_key(headings.pop(index).text))
        if is_book:
            notes |= find_title_page(parts, story, headings, notes)
            self._set_apart(notes & headings.keys())
        books = find_advertisements(parts, story, headings, notes)
        # A text that is nothing but a list is a story after all.
        if any(index not in books and index not in notes for index in story):
            self._set_apart(books)
        headings |= find_spaced_titles(parts, story, headings, notes)

    def _set_apart(self, indices: set[int] | frozenset[int]) -> None:
        self._notes.update(indices)
        for index in indices:
            self.by_index.pop(index, None)

    def _promote_numerals(self) -> None:
        """Rank "I" above "THE JILTING OF JANE" as both on one line, and then a lone "II" as well."""
        headings = self.by_index
        numerals = [index for index, heading in headings.items() if heading.rank is Rank.NUMERAL]
        titled = [index for index in numerals if headings[index].bare and self.has_title_below(index)]
        # If the first title stands below "IV", only a few chapters have titles; those before it have none.
        in_one_row = titled and number_key(headings[titled[0]].text) != "1"
        for index in numerals if in_one_row or len(titled) > len(numerals) / 2 else titled:
            headings[index] = headings[index]._replace(rank=Rank.TITLE)

    def _stands_alone(self, index: int) -> bool:
        """True if blank lines are on both sides, in a file that has any."""
        if self._is_dense:
            return True
        parts = self._parts
        after = parts[index + 1].gap if index + 1 < len(parts) else 1
        return (parts[index].gap > 0 or index == 0) and (after > 0 or self._layout.width == 0)

    def _is_labelled_line(self, index: int) -> bool:
        """True for "Chapter 7" right above its text; where lines are paragraphs, also right below another one."""
        part = self._parts[index]
        begins = part.gap > 0 or self._layout.line_style is LineStyle.UNWRAPPED
        return begins and "\n" not in part.text and is_labelled(part.text)

    def _find_listed_titles(self) -> None:
        """Add the headings that only the table of contents shows to be some."""
        names = self._contents.title_keys
        if not names:
            return
        max_chars = max(map(len, names)) + _MAX_LABEL_CHARS
        last_words = {name.rpartition(" ")[2] for name in names}
        for index in self._story:
            text = self._parts[index].text
            # Cheap checks first: the key takes longer than all others together.
            if (
                len(text) < max_chars
                and index not in self._notes
                and index not in self.by_index
                and text.strip()[0] not in "\"'“‘«-—–"
                and self._stands_alone(index)
                and _may_end_with(text, last_words)
                and title_key(" ".join(text.split())) in names
                and not ILLUSTRATION.match(text)
            ):
                self.by_index[index] = Heading(Rank.TITLE, join_heading(text.strip().split("\n")), bare=False)

    def has_title_below(self, index: int) -> bool:
        """True if the bare heading at `index` has its title in the next piece."""
        after = index + 1
        if after >= len(self._parts) or after in self._notes or self._parts[after].gap > 3:
            return False
        below = self.by_index.get(after)
        if below is not None and below.rank is not Rank.TITLE:
            return False
        text = self._parts[after].text
        if is_stage_direction(text, self._parts[index].text.strip()):
            return False
        return self._stands_alone(after) and is_chapter_title(text) and title_key(text) not in self._speakers

    def opening_ranks(self) -> frozenset[Rank]:
        """The ranks of heading that open a chapter in this file: labelled ones, or else the highest there is."""
        title = self._title_key
        headings = self.by_index.values()
        ranks = [
            heading.rank
            for heading in headings
            if heading.rank is not Rank.TITLE or not title or title_key(heading.text) != title
        ]
        is_labelled = any(
            heading.rank is Rank.CHAPTER and (" " in heading.text or number_key(heading.text) != "")
            for heading in headings
        )
        is_listed = any(
            heading.rank is Rank.TITLE and title_key(heading.text) in self._contents.title_keys for heading in headings
        )
        opens = {Rank.PART, Rank.CHAPTER}
        # "Part 1" to "Part 7" below every chapter are its sections.
        if ranks.count(Rank.PART) > ranks.count(Rank.CHAPTER) >= _MIN_TITLES:
            opens.remove(Rank.PART)
        # One line in capitals is a cry or an inscription; two are the titles of the text below them.
        if is_listed or (not is_labelled and ranks.count(Rank.TITLE) >= _MIN_TITLES):
            opens.add(Rank.TITLE)
        elif not is_labelled and Rank.NUMERAL in ranks:
            opens.add(Rank.NUMERAL)
        elif not is_labelled and Rank.SCENE in ranks:
            opens.add(Rank.SCENE)
        return frozenset(opens)


def _may_end_with(text: str, last_words: Set[str]) -> bool:
    """A quick test for a text whose key may end with one of the words."""
    words = _LETTERS.findall(text[-_MAX_LAST_WORD_CHARS:])
    if len(words) < 2 or _PAGE.fullmatch(words[-1]):
        # It may have been cut, or be the number of a page, which is no part of the key.
        return True
    folded = words[-1].casefold()
    return folded in last_words or not folded.isalnum()
