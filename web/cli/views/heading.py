"""How a work is headed: its title and authors on one line, however long somebody made them."""

from __future__ import annotations

from fabula.index.model import WorkRecord
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import shortened
from fabula.web.wording import author_names, work_title

__all__ = ["work_heading"]

# A file without a title may have its first paragraph for one.
TITLE_CELLS = 80
AUTHORS_CELLS = 60


def work_heading(work: WorkRecord, page: Page) -> str:
    """ "The Ferry, by Mira Vance"."""
    title = shortened(one_line(work_title(work)), TITLE_CELLS)
    authors = shortened(one_line(author_names(work)), AUTHORS_CELLS)
    return f"{page.style(title, bold=True)}, by {authors}"
