"""Works that tell the same text, in words, for pages and the command."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.duplicates.results import DuplicateGroup, DuplicateKind, DuplicateWork, TextPart
from fabula.web.wording import count, percent

GROUP_NAMES = {
    DuplicateKind.SAME: "The same text",
    DuplicateKind.EDITIONS: "Editions of one work",
    DuplicateKind.CONTAINED: "A collection and its parts",
    DuplicateKind.LIKELY: "Likely copies",
    DuplicateKind.REPEATED: "A chapter twice in one work",
}


def differences(group: DuplicateGroup, each: DuplicateWork) -> Iterator[str]:
    """What to know of a work of a group: what it shares with the first one, which copy is shown, what may go."""
    yield from comparison(group, each)
    if each.is_spare:
        yield "SPARE: the works that stay have all of its words"


def comparison(group: DuplicateGroup, each: DuplicateWork) -> Iterator[str]:
    """The same, but for whether the work may go."""
    is_first = each is group.works[0]
    if group.kind is DuplicateKind.REPEATED:
        yield f"has twice: {part_name(each.again)}"
    elif not is_first and group.kind is DuplicateKind.LIKELY:
        # Nobody can tell what only one of them has where their scenes are cut at other places.
        yield f"about {percent(each.share)} of its story is in the first, but not in the same scenes, or only in part"
    elif not is_first and group.kind is not DuplicateKind.SAME:
        alike = f", {each.alike:,} nearly" if each.alike else ""
        yield f"{percent(each.share)} of its story is in the first: {count(each.same, 'scene')} word for word{alike}"
        if any(each.only):
            yield f"only here: {part_name(each.only)}"
        if any(each.lacks):
            yield f"not here: {part_name(each.lacks)}"
    if each.is_shown:
        yield f"shown in results: {each.why_shown}"
    if not each.is_certain:
        advice = ": keep the others" if len(group.works) > 1 else ""
        yield f"its file is not here, or could not be read{advice}"
    if each.own_words and not each.is_spare and group.kind is not DuplicateKind.REPEATED:
        yield f"{count(each.own_words, 'word')} in scenes that no other work has word for word"


def part_name(part: TextPart) -> str:
    """ "2 scenes, 1 note (640 words)"."""
    named = [count(number, noun) for number, noun in ((part.scenes, "scene"), (part.notes, "note")) if number]
    return f"{', '.join(named)} ({count(part.words, 'word')})"
