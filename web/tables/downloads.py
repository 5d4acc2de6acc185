"""Answers that are tables: CSV as a file, JSON Lines as a stream."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Response

from .csv_rows import csv_lines

# Each piece takes a server and a compressor some microseconds, and br at its lowest level packs each by itself.
_PIECE_LETTERS = 16_384
# So that the first rows are seen where the next take long.
_PIECE_SECONDS = 0.1


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """A table that a browser saves as fabula-NAME.csv."""
    response = Response(in_pieces(csv_lines(columns, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="fabula-{name}.csv"'
    return response


def lines_answer(rows: Iterable[Mapping[str, Any]]) -> Response:
    """One JSON object a line."""
    lines = (json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
    return Response(in_pieces(lines), mimetype="application/x-ndjson")


def in_pieces(lines: Iterable[str], clock: Callable[[], float] = time.monotonic) -> Iterator[str]:
    """The lines, joined to pieces of 16 KB or of a tenth of a second."""
    piece: list[str] = []
    letters, until = 0, clock() + _PIECE_SECONDS
    for line in lines:
        piece.append(line)
        letters += len(line)
        if letters >= _PIECE_LETTERS or clock() >= until:
            yield "".join(piece)
            piece.clear()
            letters, until = 0, clock() + _PIECE_SECONDS
    if piece:
        yield "".join(piece)
