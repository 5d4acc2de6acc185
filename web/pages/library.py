"""The page of the library: how large it is, and how it has grown."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from fabula.web.growth_plot import HEIGHT, WIDTH, Panel, growth_panels
from fabula.web.library_handle import open_library

# The table that the page links to has all of them.
_MAX_RUNS = 30


def library() -> str:
    opened = open_library()
    growth = opened.growth()
    return render_template(
        "library.html",
        stats=opened.stats(),
        due=list(opened.speech_due().sentences()),
        panels=[_safe(panel) for panel in growth_panels(growth)],
        width=WIDTH,
        height=HEIGHT,
        runs=growth[: -_MAX_RUNS - 1 : -1],
        earlier=max(0, len(growth) - _MAX_RUNS),
    )


def _safe(panel: Panel) -> Panel:
    """The plot writes nothing but numbers and dates of its own."""
    return panel._replace(content=Markup(panel.content))  # noqa: S704
