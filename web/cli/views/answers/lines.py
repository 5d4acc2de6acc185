"""What a character says, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.search.speakers.results import Line, Lines
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.views.heading import work_heading
from fabula.web.wording import chapter_name, count, scene_name, speaker_name
from .passage import passage_lines

_INDENT = "    "


def lines_lines(lines: Lines, page: Page, options: Sequence[str]) -> Iterator[str]:
    """The lines by work and scene, then how many there are, and the command for the next page, with these options."""
    work = scene = None
    for line in lines:
        if line.work.id != work:
            yield work_heading(line.work, page)
        if line.scene.id != scene:
            yield page.style(f"  {_place(line)}", dim=True)
        work, scene = line.work.id, line.scene.id
        inner = Page(page.width - len(_INDENT), page.ansi) if page.width else page
        told = page.style(f"{_told(line, len(lines.names) > 1)} ", dim=True)
        for number, text in enumerate(passage_lines(one_line(line.text), (), inner)):
            yield f"{_INDENT}{told if not number else ''}{text}"
    if not lines.total:
        yield f"Nobody called {one_line(lines.speaker)} is known to speak. `fabula speakers` lists those who are."
        return
    names = ", ".join(one_line(speaker_name(name)) for name in lines.names)
    yield f"{count(lines.total, 'line')} of {names}"
    if lines.cursor is not None:
        yield f"Next: {command_line('lines', lines.speaker, '--cursor', lines.cursor, *options)}"


def _place(line: Line) -> str:
    place = (chapter_name(line.scene.chapter), scene_name(line.scene, line.work), line.scene.id)
    return " · ".join(one_line(part) for part in place if part)


def _told(line: Line, several: bool) -> str:
    """ "Lexa, to Clarke:", without the name where all lines are of one character."""
    partner = line.before or line.after
    named = one_line(speaker_name(line.speaker)) if several else ""
    to = f"with {one_line(speaker_name(partner))}" if partner else ""
    return f"{', '.join(filter(None, (named, to)))}:" if named or to else "–"
