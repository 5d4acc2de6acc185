"""The Project Dialogism Novel Corpus: novels with every quotation and its speaker annotated.

Vishnubhotla, Hammond and Hirst (2022), arXiv:2204.05836. The annotation cuts around quotes in quotes and parentheses;
its quotations are therefore joined to their outer marks first; one over several paragraphs is one span in each.
"""

from __future__ import annotations

import ast
import csv
import re
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from fabula.index.model import BlockKind, Paragraph

__all__ = ["Person", "Quotation", "Span", "Told", "novel_of", "people_of"]

Span = tuple[int, int]


class Quotation(NamedTuple):
    """kind is "Explicit" (the speaker is named beside it), "Anaphoric" (as "she") or "Implicit"."""

    id: str
    speaker: str
    kind: str
    mention: str


class Told(NamedTuple):
    """A novel: its text, with the line ends in paragraphs made blanks so that all offsets stay, and its quotations."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    gold: dict[Span, Quotation]


class Person(NamedTuple):
    """gender is "M", "F" or else."""

    aliases: frozenset[str]
    gender: str


def novel_of(folder: Path) -> Told:
    csv.field_size_limit(1 << 24)
    raw = (folder / "novel_text.txt").read_bytes().decode("utf-8")
    paragraphs = tuple(
        Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in re.finditer(r"\S(?:[^\n]|\n(?![ \t]*\n))*", raw)
    )
    text = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", raw)
    starts = [paragraph.start for paragraph in paragraphs]
    gold: dict[Span, Quotation] = {}
    with (folder / "quotation_info.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            quotation = Quotation(row["quoteID"], row["speaker"], row["quoteType"], row["referringExpression"])
            for start, end in ast.literal_eval(row["quoteByteSpans"]):
                for paragraph in paragraphs[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end - 1)]:
                    span = _joined(text, paragraph, max(start, paragraph.start), min(end, paragraph.end))
                    if span is not None:
                        gold[span] = quotation
    return Told(folder.name, text, paragraphs, gold)


def people_of(folder: Path) -> dict[str, Person]:
    with (folder / "character_info.csv").open(encoding="utf-8", newline="") as rows:
        return {
            row["Main Name"]: Person(frozenset({*ast.literal_eval(row["Aliases"]), row["Main Name"]}), row["Gender"])
            for row in csv.DictReader(rows)
        }


def _joined(text: str, paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The span from mark to mark around an annotated one."""
    start, end = _trimmed(text, start, end, ' "')
    if start >= end:
        return None
    if '"' not in text[start:end]:
        start = max(text.rfind('"', paragraph.start, start) + 1, paragraph.start)
        closes = text.find('"', end, paragraph.end)
        end = paragraph.end if closes < 0 else closes
    return _trimmed(text, start, end, " ")


def _trimmed(text: str, start: int, end: int, blanks: str) -> Span:
    while start < end and text[start] in blanks:
        start += 1
    while end > start and text[end - 1] in blanks:
        end -= 1
    return start, end
