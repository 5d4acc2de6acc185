"""Extracts the printed lines of a PDF page, those of columns one column after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .columns import by_column
from .lines import Line, join_pieces, read_line
from .pieces import Piece, line_pieces, may_have_columns, split_at_gaps
from .text_page import TextPage


def page_lines(page: Any) -> list[Line]:
    """The lines of an open page, in the order of the file, but for columns that it draws row by row."""
    textpage = page.get_textpage()
    try:
        text = TextPage(textpage.raw)
        pieces = line_pieces(text)
        if may_have_columns(text, pieces):
            split = _read(text, split_at_gaps(text, pieces))
            ordered = by_column(split)
            if ordered != split:
                return join_pieces(ordered)
        return by_column(_read(text, pieces))
    finally:
        textpage.close()


def _read(text: TextPage, pieces: Iterable[Piece]) -> list[Line]:
    return [line for piece in pieces if (line := read_line(text, piece))]
