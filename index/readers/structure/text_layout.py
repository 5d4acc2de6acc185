"""Learns how a plain text is laid out (lines wrapped at a margin, or a paragraph each), and splits it into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from fabula.index.model import BlockKind
from fabula.index.readers.headings.headings import is_labelled, may_be_labelled, parse_heading
from .breaks import is_break
from .line_end_hyphens import LineEndHyphens, may_part_words


class LineStyle(Enum):
    """WRAPPED at a margin. INDENTED: wrapped, and paragraphs begin with an indent. UNWRAPPED: a paragraph per line.
    VERBATIM: the author's own short lines (verse, plays)."""

    WRAPPED = "wrapped"
    INDENTED = "indented"
    UNWRAPPED = "unwrapped"
    VERBATIM = "verbatim"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text are made.

    width        the margin at which lines are wrapped, in characters; 0 where they are not.
    is_unspaced  whether many of them are in a script without blanks between words (Chinese, Japanese).
    """

    line_style: LineStyle
    width: int
    is_unspaced: bool = False


class Piece(NamedTuple):
    """The text between blank lines (or one line, where lines are paragraphs). `gap`: blank lines before it."""

    gap: int
    text: str


# A collection may be half verse and half prose, so samples are spread over the whole text.
_SAMPLE_COUNT = 8
_SAMPLE_CHARS = 25_000
# Nobody wraps wider, and hardly any paragraph of prose has only shorter lines.
_MAX_WIDTH_CHARS = 120
_MAX_POEM_LINE_CHARS = 70
# A hyphen or dash at the end of a line joins the words on both sides of it. Each pattern begins with the sign that it
# looks for, and looks back from there: one that begins with the look back takes eight times as long.
_LINE_END_HYPHENS = re.compile(r"(-(?<=[^\s\0-]-)-*)\n")
_LINE_END_DASH = re.compile(r"\n(?<=[^\s\0-][‐‑–—⸺]\n)")
_BLANKS = re.compile("  +")
# No text has it (readers/bytes/encoding.py), and no pattern takes it for a letter or a blank.
_BETWEEN_PIECES = "\0"
_MAX_HEADING_CHARS = 90
_MAX_TITLE_LINES = 4
_WIDE_STOPS = ("。", "！", "？", "」", "』", "。”", "！”", "？”", "……")
_SENTENCE_END = tuple(".!?…\"”’'»):—-*“_。！？：」』）")
_INDENTS = (" ", "\t", "\u3000")
# Han, kana and their punctuation, which are written without blanks; a line may end after nearly any of them.
_UNSPACED = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_LAST_SPACED = "\u2fff"
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_UNSPACED_LINE_END = re.compile(rf"\n(?<=[{_UNSPACED}]\n)(?=[{_UNSPACED}])")
# Such letters are as wide as two others, and are counted as one.
_WIDE_LETTERS = 2
_MIN_UNSPACED_SHARE = 0.05


def learn_layout(text: str) -> Layout:
    """The layout of `text` (line ends "\\n", no blanks before them), from samples of it."""
    lines = _sample_lines(text)
    filled = [line for line in lines if line]
    pairs = [(line, after) for line, after in pairwise(lines) if line and after]
    if not pairs or sum(len(line) > _MAX_WIDTH_CHARS for line in filled) > 0.02 * len(filled):
        return Layout(LineStyle.UNWRAPPED, 0)
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[int(len(lengths) * 0.95)]
    # The classic test: would the next line's first word still have fitted?
    full = sum(len(line) + 1 + _first_word_chars(after) > width - 4 for line, after in pairs)
    unspaced = sum([is_unspaced(line[-1]) for line in filled]) / len(filled)
    if width * (_WIDE_LETTERS if unspaced > 0.5 else 1) >= 40 and full >= 0.4 * len(pairs):
        line_style = LineStyle.INDENTED if _has_indents(lines) else LineStyle.WRAPPED
        return Layout(line_style, width, unspaced > _MIN_UNSPACED_SHARE)
    # If sentences end where lines end, the lines are paragraphs; in verse sentences run on.
    story = [line for line, _ in pairs if not is_labelled(line)]
    ended = sum(line.endswith(_SENTENCE_END) for line in story)
    return Layout(LineStyle.UNWRAPPED if ended >= 0.7 * len(story) else LineStyle.VERBATIM, width)


def _sample_lines(text: str) -> list[str]:
    """Whole lines from samples spread evenly over `text`; all lines, if it is short."""
    if len(text) <= _SAMPLE_COUNT * _SAMPLE_CHARS:
        return text.split("\n")
    lines: list[str] = []
    step = (len(text) - _SAMPLE_CHARS) // (_SAMPLE_COUNT - 1)
    for start in range(0, step * _SAMPLE_COUNT, step):
        sample = text[start : start + _SAMPLE_CHARS].split("\n")
        # The first and last line are cut, unless they are all there is.
        lines += ["", *(sample[1:-1] or sample)]
    return lines


def is_unspaced(letter: str) -> bool:
    """True for a letter or sign of a script without blanks between words: Han and kana."""
    return letter > _LAST_SPACED and _UNSPACED_LETTER.match(letter) is not None


def _first_word_chars(line: str) -> int:
    stripped = line.lstrip()
    if is_unspaced(stripped[:1]):
        return 1
    space = stripped.find(" ")
    return len(stripped) if space < 0 else space


def _has_indents(lines: Sequence[str]) -> bool:
    """True if paragraphs follow each other without blank lines, and begin with an indent."""
    indented = sum(
        after[0] in _INDENTS and before[0] not in _INDENTS for before, after in pairwise(lines) if before and after
    )
    after_blank = sum(not before and after != "" for before, after in pairwise(lines))
    return indented >= 3 and indented >= after_blank / 2


def split_pieces(text: str, layout: Layout) -> Iterator[Piece]:
    """The pieces of `text`, in reading order; each line that is not blank is in exactly one."""
    is_whole = layout.line_style in (LineStyle.WRAPPED, LineStyle.VERBATIM)
    newlines = 0  # since the last piece
    is_first = True
    # Splitting takes a third of the time that a regular expression for runs of line ends takes.
    for part in text.split("\n\n"):
        if part and part != "\n":
            if part[0] == "\n":
                newlines += 1
                part = part[1:]
            gap = newlines if is_first else newlines - 1
            part = part.rstrip("\n")
            head, below = _split_heading(part)
            if head:
                yield Piece(gap, head)
                part, gap = below, 0
            if is_whole:
                yield Piece(gap, part)
            else:
                yield from _split_part(part, gap, layout)
            newlines = 0
            is_first = False
        else:
            newlines += len(part)
        newlines += 2


def _split_heading(text: str) -> tuple[str, str]:
    """A labelled heading and the story that begins right below it; ("", text) for anything else.

    Lines below a label are more often its title, so that they have to be too many for one, or sentences of a script
    whose titles never end with a stop.
    """
    if not may_be_labelled(text):
        return "", text
    head, _, below = text.partition("\n")
    is_story = below.count("\n") >= _MAX_TITLE_LINES or below.endswith(_WIDE_STOPS)
    if not is_story or len(head) > _MAX_HEADING_CHARS or not is_labelled(head):
        return "", text
    # Two headings in a row begin a table of contents.
    return (head, below) if parse_heading(below.partition("\n")[0], 1) is None else ("", text)


def _split_part(text: str, gap: int, layout: Layout) -> Iterator[Piece]:
    if "\n" not in text:
        yield Piece(gap, text)
        return
    lines = text.split("\n")
    if layout.line_style is LineStyle.UNWRAPPED:
        if gap and is_poem(lines):
            yield Piece(gap, text)
            return
        for line in lines:
            yield Piece(gap, line)
            gap = 0
        return
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    paragraph: list[str] = []
    was_break = False
    for line in lines:
        # In many prints the first paragraph after a break has no indent.
        follows_break, was_break = was_break, is_break(line)
        if paragraph and (follows_break or was_break or len(line) - len(line.lstrip()) > margin):
            yield Piece(gap, "\n".join(paragraph))
            gap = 0
            paragraph = []
        paragraph.append(line)
    yield Piece(gap, "\n".join(paragraph))


def is_poem(lines: Sequence[str]) -> bool:
    """True if `lines` of an unwrapped text, between blank lines, are verse: short, and most do not end a sentence."""
    ended = sum(line.rstrip().endswith(_SENTENCE_END) for line in lines)
    return ended <= len(lines) // 2 and max(map(len, lines)) <= _MAX_POEM_LINE_CHARS


def unwrap_piece(text: str, layout: Layout, hyphens: LineEndHyphens | None = None) -> tuple[BlockKind, str]:
    """A piece as a paragraph in one line, or as verse with its own lines.

    hyphens  of the whole text; without them every hyphen at a line's end stays.
    """
    if _keeps_lines(text, layout):
        return BlockKind.VERSE, _dedent(text.split("\n"))
    return BlockKind.PARAGRAPH, _unwrap_prose(text if "\n" in text else text.strip(), layout, hyphens)


def unwrap_pieces(texts: Sequence[str], layout: Layout, hyphens: LineEndHyphens) -> list[tuple[BlockKind, str]]:
    """What `unwrap_piece` makes of each of `texts`, none of which has a U+0000.

    All paragraphs are joined, changed as one text and split again: changing each by itself takes three times as long.
    """
    keeps_lines = [_keeps_lines(text, layout) for text in texts]
    prose = [
        text if "\n" in text else text.strip()
        for text, is_verse in zip(texts, keeps_lines, strict=True)
        if not is_verse
    ]
    unwrapped = iter(_unwrap_prose(_BETWEEN_PIECES.join(prose), layout, hyphens).split(_BETWEEN_PIECES))
    return [
        (BlockKind.VERSE, _dedent(text.split("\n"))) if is_verse else (BlockKind.PARAGRAPH, next(unwrapped))
        for text, is_verse in zip(texts, keeps_lines, strict=True)
    ]


def _unwrap_prose(text: str, layout: Layout, hyphens: LineEndHyphens | None) -> str:
    """Each of the paragraphs in `text`, with `_BETWEEN_PIECES` between them, in one line."""
    if _has_outer_blanks(text) or any(_BETWEEN_PIECES + indent in text for indent in _INDENTS):
        pieces = text.split(_BETWEEN_PIECES)
        text = _BETWEEN_PIECES.join([_strip_lines(piece) if _has_outer_blanks(piece) else piece for piece in pieces])
    if layout.is_unspaced:
        text = _UNSPACED_LINE_END.sub("", text)
    if "\u00ad\n" in text:
        text = text.replace("\u00ad\n", "")
    if hyphens is not None and may_part_words(text):
        text = hyphens.join(text)
    if "-\n" in text or "—\n" in text or "–\n" in text:
        text = _LINE_END_DASH.sub("", _LINE_END_HYPHENS.sub(r"\1", text))
    return _collapse_blanks(text.replace("\n", " "))


def _has_outer_blanks(text: str) -> bool:
    """True if a line begins with an indent, or one but the last ends with a blank."""
    return " \n" in text or "\n " in text or "\n\t" in text or "\n\u3000" in text or text[:1] in _INDENTS


def _strip_lines(text: str) -> str:
    return "\n".join([line.strip() for line in text.split("\n")])


def _collapse_blanks(text: str) -> str:
    # Not by repeated replacing: one long run in a novel would cost many passes over all of it.
    return _BLANKS.sub(" ", text.replace("\t", " "))


def _keeps_lines(text: str, layout: Layout) -> bool:
    """True for a piece of several lines that are the author's."""
    if "\n" not in text:
        return False
    return layout.line_style in (LineStyle.VERBATIM, LineStyle.UNWRAPPED) or _is_verse(text, layout.width)


def _is_verse(text: str, width: int) -> bool:
    """True if most lines end well before the margin although the next word would have fitted."""
    # Most pieces are prose; the mean length of their lines, which is cheap, is enough to tell.
    count = text.count("\n")
    if text.rindex("\n") - count + 1 > (width - 8) * count:
        return False
    lines = text.split("\n")
    pairs = list(pairwise(lines))
    short = sum(len(line) + 1 + _first_word_chars(after) + 8 <= width for line, after in pairs)
    if short < 0.7 * len(pairs):
        return False
    if sum(_begins_with_capital(line) for line in lines) >= 0.9 * len(lines) or max(map(len, lines)) <= 0.65 * width:
        return True
    # A letter set in a narrower column is prose: its lines fill their own width.
    own_width = max(map(len, lines))
    short = sum(len(line) + 1 + _first_word_chars(after) + 2 <= own_width for line, after in pairs)
    return short >= 0.6 * len(pairs)


def _begins_with_capital(line: str) -> bool:
    for letter in line[:20]:
        if letter.isalnum():
            return not letter.islower()
    return True


def _dedent(lines: Sequence[str]) -> str:
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "\n".join([line[margin:].rstrip().replace("\t", "    ") for line in lines])
