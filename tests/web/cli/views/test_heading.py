"""The heading of a work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.views.heading import work_heading


@pytest.mark.parametrize(
    ("title", "authors", "heading"),
    [
        ("The Ferry", ("Mira Vance",), "The Ferry, by Mira Vance"),
        ("The Ferry", ("Mira Vance", "Tomas Reed"), "The Ferry, by Mira Vance and Tomas Reed"),
        ("The Ferry", (), "The Ferry, by unknown author"),
        ("[/]\x1b[2J\n[bold]", ("\u202eevil",), "[/][2J [bold], by evil"),
        ("word " * 40, ("A",), "word " * 15 + "word…, by A"),
    ],
)
def test_a_heading_is_one_short_line(
    make_work: Callable[..., Work],
    make_library: Callable[..., Path],
    title: str,
    authors: tuple[str, ...],
    heading: str,
) -> None:
    """Title and authors as text, cut if they are long."""
    with Library.open(make_library(make_work("It rained.", title=title, authors=authors))) as library:
        assert work_heading(library.works()[0], Page()) == heading
