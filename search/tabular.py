"""Answers as rows: plain dictionaries for a DataFrame, and a table where a notebook shows an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from html import escape
from itertools import islice
from typing import Any

# A notebook shows so many rows of an answer, and so much of a cell; `to_dicts` gives all.
_MAX_SHOWN_ROWS = 50
_MAX_SHOWN_CHARS = 300


class Tabular(ABC):
    """An answer that has rows."""

    __slots__ = ()

    @abstractmethod
    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows of the answer, all with the same keys; values are texts, numbers, None, or tuples of texts."""

    def caption(self) -> str:
        """The sentence that stands above the table in a notebook."""
        return ""

    def cells(self) -> Iterator[Mapping[str, str]]:
        """The rows as safe HTML, for answers that mark something in their texts."""
        for row in self.rows():
            yield {name: escape(shown_value(value)) for name, value in row.items()}

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows of the answer, ready for `pandas.DataFrame` or `polars.DataFrame`."""
        return list(self.rows())

    def _repr_html_(self) -> str:
        """The table that Jupyter shows. Everything in it is escaped: titles and texts are other people's."""
        rows = list(islice(self.cells(), _MAX_SHOWN_ROWS + 1))
        caption = escape(self.caption())
        if not rows:
            return f"<p>{caption or 'Nothing was found.'}</p>"
        head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
        body = "".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.values())}</tr>" for row in rows[:_MAX_SHOWN_ROWS]
        )
        more = "<p>…</p>" if len(rows) > _MAX_SHOWN_ROWS else ""
        top = f"<caption>{caption}</caption>" if caption else ""
        return f"<table>{top}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def shown_value(value: object) -> str:
    """The text of a cell, cut at 300 characters: a list with commas, nothing for None.

    >>> shown_value(("Ann", "Ben")), shown_value(None), shown_value(1200)
    ('Ann, Ben', '', '1200')
    """
    text = ", ".join(map(str, value)) if isinstance(value, tuple | list) else "" if value is None else str(value)
    return text if len(text) <= _MAX_SHOWN_CHARS else f"{text[: _MAX_SHOWN_CHARS - 1]}…"
