"""The heading of a work: title and authors on one line, shortened if they are long."""

from __future__ import annotations

from fabula.index.model import WorkRecord
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import shortened
from fabula.web.wording import author_names, title_remark, work_title

# A title may be long: a file without one has its first paragraph instead.
_MAX_TITLE_CELLS = 80
_MAX_AUTHORS_CELLS = 60


def work_heading(work: WorkRecord, page: Page) -> str:
    """ "The Ferry, by Mira Vance"; "ferry-2b (name of the file), by unknown author"."""
    title = shortened(one_line(work_title(work)), _MAX_TITLE_CELLS)
    authors = shortened(one_line(author_names(work)), _MAX_AUTHORS_CELLS)
    remark = f" ({title_remark(work)})" if title_remark(work) else ""
    return f"{page.style(title, bold=True)}{remark}, by {authors}"
