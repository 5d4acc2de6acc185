"""The page of the quote finder: a half-remembered line, and the passages that it may be."""

from __future__ import annotations

from flask import render_template, request

from fabula.web.differences import hit_difference
from fabula.web.searching import find_passages

_MAX_PASSAGES = 5


def quote() -> str:
    """An empty search box, or the passages for `q` with their differences."""
    text = request.args.get("q", "").strip()
    if not text:
        return render_template("quote.html", text="", results=None, differences=[])
    results = find_passages(text, _MAX_PASSAGES)
    differences = [hit_difference(hit) for hit in results]
    return render_template("quote.html", text=text, results=results, differences=differences)
