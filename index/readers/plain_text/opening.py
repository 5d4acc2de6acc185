"""Reads the head of a plain text: a labelled header, "TITLE / by NAME", the title page of a printed book."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from fabula.index.readers.description import Description
from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import number_key
from fabula.index.readers.headings.headings import is_chapter_title
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, names_author, parse_label, split_labels
from fabula.index.readers.structure.text_layout import Piece

_MAX_HEADER_LINES = 80
_MIN_LABELS = 2
_MAX_TITLE_CHARS = 120
_BY = re.compile(r"\s*(?:written\s+|story\s+)?by:?\s+(?P<name>\S[^\n]{0,79})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’'»)_*]*$|[\"”»—]$")
_SPEECH = re.compile(r"[\"“«„‘'].*[.!?…—][\"”»’']$", re.DOTALL)
_MIN_LOWER_WORDS = 3
# The longest caption in a list of pictures has 18.
_MIN_PROSE_WORDS = 22
_MAX_TITLE_PAGE_PIECES = 60


class Opening(NamedTuple):
    """The description in the head, and the indices of its pieces."""

    description: Description
    indices: frozenset[int]


def read_opening(parts: Sequence[Piece], start: int = 0) -> Opening:
    """The labelled header that begins at `parts[start]`, with the title and name above it.

    A header has two known labels, or is "TITLE" and "by NAME" or "Author: NAME"; anything less is story.
    """
    indices: set[int] = set()
    description = Description()
    index = start
    if title_and_name := _title_and_name(parts, index):
        description, count = title_and_name
        indices.update(range(index, index + count))
        index += count
    first, title = index, _title_above_author(parts, index)
    pairs: list[LabelledValue] = []
    header: set[int] = set()
    lines = 0
    while index < len(parts) and lines < _MAX_HEADER_LINES:
        text = parts[index].text.strip("\n")
        lines += text.count("\n") + 1
        if title and index == first:
            text = text.partition("\n")[2]
        if (
            pairs
            and not pairs[-1].value
            and parts[index].gap == 0
            and "\n" not in text
            and not parse_label(text.strip())
        ):
            # Where lines are paragraphs, the value stands in the one below its label.
            pairs[-1] = pairs[-1]._replace(value=text.strip())
        elif piece_pairs := _pairs(text):
            pairs += piece_pairs
        elif text:
            break
        header.add(index)
        index += 1
    if len(split_labels(pairs)) >= (1 if title else _MIN_LABELS):
        description = describe_labels(pairs).filled_from(Description(title)).filled_from(description)
        indices |= header
    return Opening(description, frozenset(indices))


def _title_above_author(parts: Sequence[Piece], index: int) -> str:
    """The line at `parts[index]` if the next line says who wrote it ("Author: NAME"), else ""."""
    if index >= len(parts):
        return ""
    line, _, below = parts[index].text.strip("\n").partition("\n")
    if not below and index + 1 < len(parts):
        below = parts[index + 1].text.strip("\n")
    pair = parse_label(below.partition("\n")[0].strip())
    line = line.strip()
    if (
        pair is None
        or not names_author(pair)
        or len(line) > _MAX_TITLE_CHARS
        or parse_label(line)
        or _is_sentence(line)
    ):
        return ""
    return line.strip('*_"“”《》『』 ')


def _title_and_name(parts: Sequence[Piece], index: int) -> tuple[Description, int] | None:
    if index >= len(parts):
        return None
    lines = [line.strip() for line in parts[index].text.strip().split("\n")]
    count = 1
    if len(lines) == 1 and index + 1 < len(parts):
        lines += [line.strip() for line in parts[index + 1].text.strip().split("\n")]
        count = 2
    if len(lines) != 2 or not lines[0] or len(lines[0]) > _MAX_TITLE_CHARS or parse_label(lines[0]):
        return None
    by = _BY.fullmatch(lines[1])
    # "By the river they stopped." is a sentence, not a name.
    if not by or _is_sentence(lines[0]) or not by["name"][:1].isalnum() or len(by["name"].split()) > 8:
        return None
    if by["name"].endswith((",", ";", "!", "?")) or (by["name"].endswith(".") and by["name"].split()[0].islower()):
        return None
    return Description(lines[0].strip('_*"“” '), (by["name"].strip("_* "),)), count


def _pairs(text: str) -> list[LabelledValue]:
    """The labels of a piece in which every line has one or continues one; [] for any other."""
    pairs: list[LabelledValue] = []
    for line in text.strip("\n").split("\n"):
        if pair := parse_label(line.strip()):
            pairs.append(pair)
        elif pairs and not line.rstrip().endswith(('"', "”")):
            last = pairs[-1]
            pairs[-1] = LabelledValue(last.label, f"{last.value}\n{line.strip()}" if last.value else line.strip())
        else:
            return []
    return pairs


def find_title_page(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], skipped: set[int]
) -> set[int]:
    """The pieces of a printed book's title page: all before its first heading with a text, or its first sentence.

    For books only (Project Gutenberg's); a lone story may begin with any line it likes.
    """
    page: list[int] = []
    # Skipped pieces, such as a long table of contents, do not make the page longer.
    for index in islice((index for index in within if index not in skipped), _MAX_TITLE_PAGE_PIECES):
        heading = headings.get(index)
        is_numbered = heading is not None and (heading.rank is not Rank.TITLE or number_key(heading.text) != "")
        if is_numbered or _is_sentence(text := parts[index].text.strip()) or _is_prose(text):
            break
        page.append(index)
    else:
        # No sentence anywhere near: verse or a play, so nothing is certain.
        return set()
    if len(page) > 1 and page[-1] not in headings and is_chapter_title(parts[page[-1]].text):
        above = headings.get(page[-2])
        if above is not None and above.bare:
            page = page[:-2]
    while page and page[-1] in headings:
        page.pop()
    return set(page)


def _is_sentence(text: str) -> bool:
    """True for prose and speech; False for a title, a publisher, a list of an author's other books."""
    if _SPEECH.match(text):
        return True
    return (
        _SENTENCE_END.search(text) is not None and sum(word[0].islower() for word in text.split()) >= _MIN_LOWER_WORDS
    )


def _is_prose(text: str) -> bool:
    """True for prose without a stop at its end, as old prints have it; names and titles have more capitals."""
    words = text.split()
    lower = sum(word[0].islower() for word in words)
    return lower >= _MIN_PROSE_WORDS and lower >= 0.6 * len(words)
