"""The characters of a work, and what library.toml states of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import count, speaker_name
from .speakers import named_bars

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fabula.index.codec.speech import CastMember
    from fabula.index.library.names_setting import NamesSetting


def member_line(member: CastMember, page: Page, *, gender: bool = False) -> str:
    """ "Clarke Griffin (Wanheda): speaks 3 times, 20 words"; with `gender` "f" behind the names."""
    others = f" ({', '.join(map(one_line, member.aliases))})" if member.aliases else ""
    known = f", {member.gender.value}" if gender and member.gender else ""
    facts = f"speaks {count(member.utterances, 'time')}, {count(member.words, 'word')}"
    return f"    {one_line(member.name)}{page.style(others, dim=True)}{known}: {facts}"


def cast_lines(cast: Sequence[CastMember], page: Page) -> Iterator[str]:
    """A line for each character, with a bar of how much each says."""
    bars = named_bars([speaker_name(member.name) for member in cast], [member.words for member in cast])
    for head, member in zip(bars, cast, strict=True):
        others = f" · also {', '.join(map(one_line, member.aliases))}" if member.aliases else ""
        facts = f"{count(member.words, 'word')} in {count(member.utterances, 'piece')} of speech"
        yield f"    {head}  {facts}{page.style(others, dim=True)}"


def names_line(setting: NamesSetting, works: int, titles: Mapping[str, str]) -> str:
    """ "Clarke Griffin (Clarke, Wanheda), f: in The 100, 12 works". `titles` are those of works by their ids."""
    others = f" ({', '.join(map(one_line, setting.also))})" if setting.also else ""
    gender = f", {setting.gender.value}" if setting.gender else ""
    called = (*setting.fandoms, *(titles.get(work, work) for work in setting.works))
    meant = ", ".join(map(one_line, called)) or "the whole library"
    number = count(works, "work") if works else "no work, so that it changes nothing"
    return f"{one_line(setting.name)}{others}{gender}: in {meant}, {number}"


def names_shape(setting: NamesSetting, works: int) -> dict[str, Any]:
    """As in library.toml, but that `fandom` and `work` are lists; `works` is the number of works that it is for."""
    return {
        "name": setting.name,
        "also": list(setting.also),
        "gender": setting.gender.value,
        "fandom": list(setting.fandoms),
        "work": list(setting.works),
        "works": works,
    }
