"""The page of the quote finder: a half-remembered line, and the passages that it may be."""

from __future__ import annotations

from flask import render_template, request

from fabula.search.results import Op
from fabula.web.differences import difference_pieces
from fabula.web.library_handle import open_library

_MAX_PASSAGES = 5


def quote() -> str:
    """An empty search box, or the passages for `q` with their differences."""
    text = request.args.get("q", "").strip()
    if not text:
        return render_template("quote.html", text="", results=None, differences=[])
    results = open_library().quote(text, _MAX_PASSAGES)
    differences = [
        difference_pieces(hit.difference) if any(step.op is not Op.SAME for step in hit.difference) else []
        for hit in results
    ]
    return render_template("quote.html", text=text, results=results, differences=differences)
