"""Reads the Project Dialogism Novel Corpus: novels with every quotation and its speaker annotated.

Vishnubhotla, Hammond and Hirst (2022), arXiv:2204.05836. The annotation splits quotations at nested quotes and
parentheses, so each span is first extended to its outer marks. A quotation over several paragraphs has a span in each.
"""

from __future__ import annotations

import ast
import csv
import re
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from fabula.index.model import BlockKind, Paragraph

__all__ = ["AUTHORS", "AnnotatedNovel", "Person", "Quotation", "Span", "novel_of", "novels_in", "people_of"]

Span = tuple[int, int]
AUTHORS = {
    "ARoomWithAView": "Forster",
    "AlicesAdventuresInWonderland": "Carroll",
    "AnneOfGreenGables": "Montgomery",
    "DaisyMiller": "James",
    "Emma": "Austen",
    "HardTimes": "Dickens",
    "PrideAndPrejudice": "Austen",
    "TheGambler": "Dostoevsky",
    "TheInvisibleMan": "Wells",
    "TheManWhoWasThursday": "Chesterton",
    "TheMysteriousAffairAtStyles": "Christie",
    "TheSignOfTheFour": "Doyle",
    "TheSunAlsoRises": "Hemingway",
    "WhereAngelsFearToTread": "Forster",
}
"""The author of each novel, by the name of its folder; of other novels nothing is known."""


class Quotation(NamedTuple):
    """kind is "Explicit" (the speaker is named beside it), "Anaphoric" (as "she") or "Implicit"."""

    id: str
    speaker: str
    kind: str
    mention: str


class AnnotatedNovel(NamedTuple):
    """A novel and its quotations. Line ends within paragraphs are spaces in `text`, which keeps all offsets."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    gold: dict[Span, Quotation]

    def pieces(self) -> list[list[Span]]:
        """The spans of each quotation, ascending."""
        spans: dict[str, list[Span]] = {}
        for span, quotation in sorted(self.gold.items()):
            spans.setdefault(quotation.id, []).append(span)
        return list(spans.values())


class Person(NamedTuple):
    """gender is "M", "F" or something else."""

    aliases: frozenset[str]
    gender: str


def novels_in(folder: Path) -> list[AnnotatedNovel]:
    """The novels of a folder, each in a folder of its own, by name."""
    return [novel_of(path) for path in sorted(folder.iterdir()) if (path / "novel_text.txt").exists()]


def novel_of(folder: Path) -> AnnotatedNovel:
    csv.field_size_limit(1 << 24)
    raw = (folder / "novel_text.txt").read_bytes().decode("utf-8")
    paragraphs = tuple(
        Paragraph(*match.span(), BlockKind.PARAGRAPH) for match in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", raw)
    )
    text = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", raw)
    starts = [paragraph.start for paragraph in paragraphs]
    gold: dict[Span, Quotation] = {}
    with (folder / "quotation_info.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            quotation = Quotation(row["quoteID"], row["speaker"], row["quoteType"], row["referringExpression"])
            for start, end in ast.literal_eval(row["quoteByteSpans"]):
                for paragraph in paragraphs[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end - 1)]:
                    span = _extend(text, paragraph, max(start, paragraph.start), min(end, paragraph.end))
                    if span is not None:
                        gold[span] = quotation
    return AnnotatedNovel(folder.name, text, paragraphs, gold)


def people_of(folder: Path) -> dict[str, Person]:
    with (folder / "character_info.csv").open(encoding="utf-8", newline="") as rows:
        return {
            row["Main Name"]: Person(frozenset({*ast.literal_eval(row["Aliases"]), row["Main Name"]}), row["Gender"])
            for row in csv.DictReader(rows)
        }


def _extend(text: str, paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The span from mark to mark around an annotated one; None if it is empty."""
    start, end = _trim(text, start, end, ' "')
    if start >= end:
        return None
    if '"' not in text[start:end]:
        start = max(text.rfind('"', paragraph.start, start) + 1, paragraph.start)
        closing = text.find('"', end, paragraph.end)
        end = paragraph.end if closing < 0 else closing
    return _trim(text, start, end, " ")


def _trim(text: str, start: int, end: int, characters: str) -> Span:
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return start, end
