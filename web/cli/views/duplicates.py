"""Works that tell the same text, for people."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.paths import path_key
from fabula.search.duplicates.results import DuplicateGroup, Duplicates, DuplicateWork
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.wrapping import line_ranges
from fabula.web.duplicates.wording import GROUP_NAMES, differences
from fabula.web.wording import count, text_size
from .heading import work_heading

_INDENT = "     "


def group_lines(number: int, group: DuplicateGroup, page: Page) -> Iterator[str]:
    """The kind of a group, and its works with what each has and lacks."""
    works = f", {count(len(group.works), 'work')}" if len(group.works) > 1 else ""
    yield f"{number:>3}. {page.style(GROUP_NAMES[group.kind], bold=True)}{works}"
    for each in group.works:
        yield f"{_INDENT}{work_heading(each.work, page)}"
        file = each.work.file or path_key(each.work.source, each.work.path)
        yield f"{_INDENT}  {page.style(visible(file), dim=True)}"
        for line in (_facts(each), *differences(group, each)):
            width = page.width and page.width - len(_INDENT) - 2
            yield from (f"{_INDENT}  {line[start:end]}" for start, end in line_ranges(line, width))


def totals_lines(duplicates: Duplicates) -> Iterator[str]:
    """How many works there are in groups, and what of them is spare."""
    if not duplicates.groups:
        yield "No two works share that much of their text."
        return
    yield f"{count(duplicates.works, 'work')} in {count(len(duplicates.groups), 'group')}."
    if spare := duplicates.spare:
        size = text_size(sum(work.size for work in spare))
        yield (
            f"{count(len(spare), 'work')} ({size} of text) {'is' if len(spare) == 1 else 'are'} SPARE: the works that "
            f"stay have all of {'its' if len(spare) == 1 else 'their'} words."
        )


def _facts(each: DuplicateWork) -> str:
    work, dates = each.work, each.work.metadata
    date = dates.updated or dates.published
    facts = (work.reader, count(work.words, "word"), text_size(work.size), date, work.id)
    return ", ".join(one_line(fact) for fact in facts if fact)
