"""What is said in a text whose paragraphs are parted by blank lines."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from fabula.index.dialogue import Convention, Utterance, convention_of, utterances
from fabula.index.model import BlockKind, Paragraph


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text))


def find(text: str, convention: Convention | None = None) -> tuple[Utterance, ...]:
    return utterances(text, paragraphs_of(text), convention_of([text]) if convention is None else convention)


@pytest.fixture
def said() -> Callable[..., list[str]]:
    """said(text) -> the pieces of speech."""

    def pieces(text: str, convention: Convention | None = None) -> list[str]:
        return [text[start:end] for start, end, _ in find(text, convention)]

    return pieces


@pytest.fixture
def turns() -> Callable[..., list[list[str]]]:
    """turns(text) -> the speeches, each a list of its pieces."""

    def speeches(text: str, convention: Convention | None = None) -> list[list[str]]:
        grouped: list[list[str]] = []
        for start, end, turn in find(text, convention):
            if turn == len(grouped):
                grouped.append([])
            grouped[turn].append(text[start:end])
        return grouped

    return speeches
