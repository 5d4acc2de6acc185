"""Speakers for people: names, bars, and how much each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.search.speakers.results import Speaker, Speakers
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import cells, shortened
from fabula.web.wording import count, speaker_name

_MAX_NAME_CELLS = 32
_BAR_CELLS = 16
_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(share: float) -> str:
    """A bar of at most 16 cells, at least an eighth of one, filled with blanks.

    >>> bar(0.5), bar(0.0)
    ('████████        ', '▏               ')
    """
    eighths = max(1, round(share * 8 * _BAR_CELLS))
    full, rest = divmod(eighths, 8)
    return f"{'█' * full}{_EIGHTHS[rest] if rest else ''}".ljust(_BAR_CELLS)


def named_bars(names: Sequence[str], amounts: Sequence[int]) -> Iterator[str]:
    """Each name, filled to the longest, with its bar."""
    shown = [shortened(one_line(name), _MAX_NAME_CELLS) for name in names]
    width = max(map(cells, shown), default=0)
    for name, amount in zip(shown, amounts, strict=True):
        yield f"{name}{' ' * (width - cells(name))}  {bar(amount / max(1, *amounts))}"


def speakers_lines(speakers: Speakers, page: Page, options: Sequence[str]) -> Iterator[str]:
    """A line for each speaker, the totals, and the command for the next page, with these options."""
    names = [speaker_name(speaker.name) for speaker in speakers]
    bars = named_bars(names, [speaker.words for speaker in speakers])
    for head, speaker in zip(bars, speakers, strict=True):
        yield f"{head}  {_facts(speaker)}{page.style(_where(speaker), dim=True)}"
    without = f"; in {speakers.without_speakers:,} nobody is known to speak" if speakers.without_speakers else ""
    yield f"{count(speakers.total, 'speaker')} in {count(speakers.works, 'work')}{without}"
    if speakers.cursor is not None:
        yield f"Next: {command_line('speakers', '--cursor', speakers.cursor, *options)}"


def _facts(speaker: Speaker) -> str:
    return f"{count(speaker.words, 'word')}, speaks {count(speaker.turns, 'time')}"


def _where(speaker: Speaker) -> str:
    place = speaker.fandom or speaker.works[0].work.title
    works = f", {count(len(speaker.works), 'work')}" if len(speaker.works) > 1 else ""
    return f" · {shortened(one_line(place), _MAX_NAME_CELLS)}{works}"
