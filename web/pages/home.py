"""The first page: a search box, example queries, and the size of the library."""

from __future__ import annotations

from flask import current_app, render_template

from fabula.web.library_handle import open_library
from .examples import Examples


def home() -> str:
    library = open_library()
    examples: Examples = current_app.extensions["fabula.examples"]
    return render_template("home.html", stats=library.stats(), examples=examples.of(library))
