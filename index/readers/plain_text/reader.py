"""Plain text: paragraphs, verse, breaks and chapters of a file that has only its lines to say so.

Read at 10.5-12.5 MB/s (25 MB of novels, one core); a quarter of it goes into joining the lines of paragraphs, a fifth
into looking for headings, a tenth into learning the layout. Expressions are asked only where a cheaper sign (a letter,
a length) has not settled the matter, as it does for nine pieces of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Work
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.description import Description
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.advertised import advertised
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.chapters import Chapters
from fabula.index.readers.structure.contents import Contents, contents
from fabula.index.readers.structure.headings import (
    Heading,
    Rank,
    heading,
    is_chapter_title,
    is_stage_direction,
    joined,
    name_key,
    numeral_key,
)
from fabula.index.readers.structure.text_layout import Layout, Piece, learn, pieces, unwrapped

from .opening import opening, title_page
from .spaced_titles import spaced_titles
from .speakers import speaker_lines

__all__ = ["PlainText", "TextReader"]

_ILLUSTRATION = re.compile(
    r"\s*\[_?\s*(?:Illustration|Plate|Frontispiece)\b[_:.]*(?P<caption>[^\]]*)\]?\s*", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"\s*\[(?:Footnote|Sidenote|Transcriber)\b", re.IGNORECASE)
_ITALICS = re.compile(r"(?<![^\W_])_(?=[^\s_])([^_]*[^\s_])_(?![^\W_])")
# FanFicFare's own last line.
_END_OF_FILE = "End file."
_LEAST_TITLES = 2
_DENSE = 0.8
_LONGEST_BREAK = 120
_LONGEST_HEADING = 400
# "CHAPTER THE TWENTY-SEVENTH." and blanks, before a title of the contents.
_LONGEST_LABEL = 80


class TextReader:
    """Reads .txt files, and files without a suffix that look like text."""

    name = "text"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        # "Mrs. Dalloway" has no suffix, whatever the last dot says.
        suffix = "" if " " in source.suffix else source.suffix
        if suffix in (".txt", ".text"):
            # An unreadable one is still somebody's story: reading it says what is wrong with it.
            return 30 if binary_kind(source.head()) else 60
        head = source.head()
        if suffix or source.name.startswith(".") or not head.strip() or binary_kind(head) or looks_like_html(head):
            return 0
        return 20

    def read(self, source: Source) -> Iterator[Work]:
        lines = decode(source.read()).text.split("\n")
        text = PlainText("\n".join([line.rstrip() for line in lines]))
        yield make_work(self.name, source, text.description, text.chapters())


class PlainText:
    """One text (line ends "\\n", no blanks before them) on its way to a work: `described` and `chapters()`.

    Every piece becomes a block; `notes` are the indices of the paratext.
    """

    def __init__(self, text: str) -> None:
        text = gutenberg.marks_parted(text)
        self.layout: Layout = learn(text)
        self.parts: list[Piece] = list(pieces(text, self.layout))
        # One paragraph a line, and no blank lines to speak of.
        self.is_dense = sum(part.gap == 0 for part in self.parts) > _DENSE * len(self.parts)
        self.notes: set[int] = set()
        self.description = Description()
        texts = [part.text for part in self.parts]
        self.bounds = gutenberg.bounds(texts)
        self.is_book = self.bounds is not None
        start, end = self.bounds or (0, len(texts))
        if self.bounds:
            self._leave_out_gutenberg(texts)
        head = opening(self.parts, next((i for i in range(start, end) if i not in self.notes), end))
        self.notes |= head.taken
        if texts and texts[-1].strip() == _END_OF_FILE:
            self.notes.add(len(texts) - 1)
        self.description = self.description.over(head.description)
        self.story = range(start, end)
        self.headings: dict[int, Heading] = {}
        self.speakers: set[str] = set()
        self._find_headings()

    def _leave_out_gutenberg(self, texts: Sequence[str]) -> None:
        assert self.bounds is not None
        start, end = self.bounds
        self.description = gutenberg.describe_header(texts[:start])
        self.notes.update(range(start))
        self.notes.update(range(end, len(texts)))
        self.notes |= gutenberg.boilerplate(texts, start, end)
        self.notes |= gutenberg.transcribers(texts, [part.gap for part in self.parts], self.bounds)

    def _find_headings(self) -> None:
        for index in self.story:
            part = self.parts[index]
            if index in self.notes or len(part.text) > _LONGEST_HEADING or not self._stands_alone(index):
                continue
            # Where no blank lines are, there is no gap to tell a title by, but capitals alone are no sign either.
            gap = 2 if self.is_dense and not part.text.isupper() else part.gap
            gap = max(gap, 2) if index == 0 else gap
            if (found := heading(part.text, gap)) and not _ILLUSTRATION.match(part.text):
                self.headings[index] = found
        self._promote_numerals()
        # "THE END", a signature: capitals with nothing under them head nothing.
        last = max((index for index in self.story if index not in self.notes), default=-1)
        if last in self.headings and self.headings[last].rank is Rank.TITLE:
            del self.headings[last]
        self.contents: Contents = contents(self.parts, self.story, self.headings, self.layout.width or 72, self.notes)
        self.notes |= self.contents.listed
        for index in self.contents.listed:
            self.headings.pop(index, None)
        self._find_listed()
        known = self.contents.names | {name_key(self.description.title)}
        for index in speaker_lines(self.parts, self.headings, known):
            self.speakers.add(name_key(self.headings.pop(index).text))
        if self.is_book:
            self.notes |= title_page(self.parts, self.story, self.headings, self.notes)
            for index in self.notes & self.headings.keys():
                del self.headings[index]
        listed = advertised(self.parts, self.story, self.headings, self.notes)
        # A text that is nothing but a list is somebody's story after all.
        if any(index not in listed and index not in self.notes for index in self.story):
            self.notes |= listed
            for index in listed & self.headings.keys():
                del self.headings[index]
        self.headings |= spaced_titles(self.parts, self.story, self.headings, self.notes)

    def _promote_numerals(self) -> None:
        """ "I" above "THE JILTING OF JANE" heads as much as both on one line; and then "II" alone does so, too."""
        numerals = [index for index, found in self.headings.items() if found.rank is Rank.NUMERAL]
        titled = [index for index in numerals if self.headings[index].bare and self._has_title_below(index)]
        # Titles that begin with "IV" are those of a few chapters; the chapters before them have none.
        in_one_row = titled and numeral_key(self.headings[titled[0]].text) != "1"
        for index in numerals if in_one_row or len(titled) > len(numerals) / 2 else titled:
            self.headings[index] = self.headings[index]._replace(rank=Rank.TITLE)

    def _stands_alone(self, index: int) -> bool:
        """True if blank lines are on both sides, in a file that has any."""
        if self.is_dense:
            return True
        parts = self.parts
        after = parts[index + 1].gap if index + 1 < len(parts) else 1
        return (parts[index].gap > 0 or index == 0) and (after > 0 or self.layout.width == 0)

    def _find_listed(self) -> None:
        """Headings that only the table of contents tells."""
        names = self.contents.names
        if not names:
            return
        longest = max(map(len, names)) + _LONGEST_LABEL
        for index in self.story:
            text = self.parts[index].text
            # The cheap questions first: the key takes longer than all others together.
            if (
                len(text) < longest
                and index not in self.notes
                and index not in self.headings
                and text.strip()[0] not in "\"'“‘«-—–"
                and self._stands_alone(index)
                and name_key(" ".join(text.split())) in names
                and not _ILLUSTRATION.match(text)
            ):
                self.headings[index] = Heading(Rank.TITLE, joined(text.strip().split("\n")), bare=False)

    def chapters(self) -> tuple[Chapter, ...]:
        chapters = Chapters()
        opens = self._opening_ranks()
        title = name_key(self.description.title)
        begun = False
        index = 0
        while index < len(self.parts):
            part = self.parts[index]
            if index in self.notes:
                for block in self._note(part):
                    chapters.add(block)
            elif found := self.headings.get(index):
                text = found.text
                if found.bare and self._has_title_below(index):
                    index += 1
                    text = joined([text, *self.parts[index].text.strip().split("\n")])
                is_own = found.rank is Rank.TITLE and title != "" and name_key(text) == title and not begun
                text = self._plain(text)
                if found.rank in opens and not is_own:
                    chapters.open(text)
                    begun = True
                level = 1 if found.rank in opens or is_own else 2
                chapters.add(Block(BlockKind.HEADING, text, level, part.gap))
            else:
                for block in self._blocks(part):
                    chapters.add(block)
            index += 1
        return chapters.finish()

    def _opening_ranks(self) -> frozenset[Rank]:
        """The ranks of heading that open a chapter in this file: the labelled ones, or else the largest there is."""
        title = name_key(self.description.title)
        ranks = [
            found.rank
            for found in self.headings.values()
            if found.rank is not Rank.TITLE or not title or name_key(found.text) != title
        ]
        labelled = sum(
            (found.rank is Rank.CHAPTER and any(map(str.isdigit, found.text)))
            or (found.rank is Rank.CHAPTER and " " in found.text)
            for found in self.headings.values()
        )
        listed = any(
            found.rank is Rank.TITLE and name_key(found.text) in self.contents.names for found in self.headings.values()
        )
        opens = {Rank.PART, Rank.CHAPTER}
        # "Part 1" to "Part 7" under every chapter are its sections.
        if ranks.count(Rank.PART) > ranks.count(Rank.CHAPTER) >= _LEAST_TITLES:
            opens.remove(Rank.PART)
        # One line in capitals is a cry or an inscription; two are the titles of what stands under them.
        if listed or (not labelled and ranks.count(Rank.TITLE) >= _LEAST_TITLES):
            opens.add(Rank.TITLE)
        elif not labelled and Rank.NUMERAL in ranks:
            opens.add(Rank.NUMERAL)
        elif not labelled and Rank.SCENE in ranks:
            opens.add(Rank.SCENE)
        return frozenset(opens)

    def _has_title_below(self, index: int) -> bool:
        after = index + 1
        if after >= len(self.parts) or after in self.notes or self.parts[after].gap > 3:
            return False
        below = self.headings.get(after)
        if below is not None and below.rank is not Rank.TITLE:
            return False
        text = self.parts[after].text
        if is_stage_direction(text, self.parts[index].text.strip()):
            return False
        return self._stands_alone(after) and is_chapter_title(text) and name_key(text) not in self.speakers

    def _note(self, part: Piece) -> Iterator[Block]:
        _, text = unwrapped(part.text, self.layout)
        yield Block(BlockKind.NOTE, self._plain(" ".join(text.split())), gap=part.gap)

    def _blocks(self, part: Piece) -> Iterator[Block]:
        gap, text = part
        if len(text) <= _LONGEST_BREAK and is_break(text):
            yield Block(BlockKind.BREAK, " ".join(text.split()), gap=gap)
            return
        begins_bracketed = text.lstrip()[0] == "["
        if begins_bracketed and (picture := _ILLUSTRATION.match(text)):
            yield Block(BlockKind.ILLUSTRATION, self._plain(" ".join(picture["caption"].split())), gap=gap)
            rest = text[picture.end() :]
            if rest.strip():
                yield from self._blocks(Piece(0, rest))
            return
        if begins_bracketed and _FOOTNOTE.match(text):
            yield from self._note(part)
            return
        kind, plain = unwrapped(text, self.layout)
        yield Block(kind, self._plain(plain), gap=gap)

    def _plain(self, text: str) -> str:
        return _ITALICS.sub(r"\1", text) if "_" in text else text
