"""The characters of a work, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.wording import count

if TYPE_CHECKING:
    from fabula.index.codec.speech import CastMember


def member_line(member: CastMember, page: Page, *, gender: bool = False) -> str:
    """ "Clarke Griffin (Wanheda): speaks 3 times, 20 words"; with `gender` "f" behind the names."""
    others = f" ({', '.join(map(one_line, member.aliases))})" if member.aliases else ""
    known = f", {member.gender.value}" if gender and member.gender else ""
    facts = f"speaks {count(member.utterances, 'time')}, {count(member.words, 'word')}"
    return f"    {one_line(member.name)}{page.style(others, dim=True)}{known}: {facts}"
