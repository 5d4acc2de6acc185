"""Text as plain and marked pieces, so that templates escape each piece and add the <mark> tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fabula.index.model import BlockKind, Scene
from fabula.search.results import Snippet, Span


class Piece(NamedTuple):
    """A run of text. `anchor` is an id for the first mark of a match, "" for all others."""

    text: str
    marked: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph of a scene."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


def anchor_name(number: int) -> str:
    """The id of a match by its number: "match" for 1, "match-2" for 2."""
    return "match" if number == 1 else f"match-{number}"


def mark_text(text: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """All of `text`, with `spans` (sorted, disjoint) marked and without anchors."""
    return tuple(_pieces(text, 0, len(text), [(span, "") for span in spans]))


def mark_lines(snippet: Snippet) -> list[tuple[Piece, ...]]:
    """The paragraphs and lines of verse of a snippet, with its matches marked."""
    lines = []
    start = 0
    for line in snippet.text.split("\n"):
        end = start + len(line)
        lines.append(tuple(_pieces(snippet.text, start, end, [(span, "") for span in snippet.highlights])))
        start = end + 1
    return lines


def mark_paragraphs(scene: Scene, spans: Sequence[Span]) -> tuple[tuple[MarkedParagraph, ...], int]:
    """The paragraphs of `scene` with `spans` (sorted, disjoint) marked, and the number of matches.

    Spans without a word between them are one match, so that "next match" skips the other words of a phrase. A span over
    several paragraphs is marked in each and has its anchor in the first.
    """
    anchored: list[tuple[Span, str]] = []
    matches = 0
    end_before = -1
    for span in spans:
        gap = scene.text[end_before : span.start]
        if end_before < 0 or "\n\n" in gap or any(character.isalnum() for character in gap):
            matches += 1
            anchored.append((span, anchor_name(matches)))
        else:
            anchored.append((span, ""))
        end_before = span.end

    paragraphs: list[MarkedParagraph] = []
    first = 0
    for paragraph in scene.paragraphs:
        while first < len(anchored) and anchored[first][0].end <= paragraph.start:
            first += 1
        inside = []
        for index in range(first, len(anchored)):
            span, anchor = anchored[index]
            if span.start >= paragraph.end:
                break
            inside.append((span, anchor))
            anchored[index] = (span, "")
        paragraphs.append(
            MarkedParagraph(paragraph.kind, tuple(_pieces(scene.text, paragraph.start, paragraph.end, inside)))
        )
    return tuple(paragraphs), matches


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[Span, str]]) -> Iterator[Piece]:
    """`text[start:end]` as pieces; spans are cut at its ends."""
    for span, anchor in spans:
        begin, stop = max(span.start, start), min(span.end, end)
        if begin >= stop:
            continue
        if begin > start:
            yield Piece(text[start:begin])
        yield Piece(text[begin:stop], marked=True, anchor=anchor)
        start = stop
    if start < end:
        yield Piece(text[start:end])
