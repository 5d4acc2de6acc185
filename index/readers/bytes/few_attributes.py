"""Leaves out the attributes beyond those that an element may have: a parser compares each with all before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_ATTRIBUTES = 256
"""The 81,000 tags of 782 pages have four at most. lexbor takes 1.7 s for an element with 20,000, and four times as long
for twice as many."""

# As HTML parses them (13.2.5.32 to 13.2.5.39): "=" may begin a name, and a quote mark be a part of one.
_BLANKS = r"[\t\n\f\r ]*+"
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >]++)"""
ATTRIBUTE = rf"[\t\n\f\r /]*+{_NAME}(?:{_BLANKS}={_BLANKS}{_VALUE}?+)?+"
"""The pattern of an attribute and the blanks before it. It never gives anything back, so the time is linear."""

COMMENT = r"<!--(?:-?>|(?:[^-]|-(?!-!?>))*+)|<[!?][^>]*+"
"""The pattern of a comment, a declaration or an instruction. Each is passed as a whole, or a quote mark in it would
hide the tags after it. They end as a parser lets them end: "<!-->" and "<!-- --!>" are comments, and the others end at
the next ">"."""

_TAG_NAME = r"[a-zA-Z][^\t\n\f\r />]*+"
_END_TAG = rf"</(?:{_TAG_NAME}(?:{ATTRIBUTE})*+|[^a-zA-Z>][^>]*+)"
_TAG = re.compile(rf"{COMMENT}|{_END_TAG}|<({_TAG_NAME})((?:{ATTRIBUTE})*+)")
# What is in these is no markup up to the end tag, whatever it opens and does not close. It is looked at all the same:
# in a drawing (`<svg>`) it is markup.
_RAW_TEXT_ENDS = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_NEXT = re.compile(ATTRIBUTE)
# A page has one of each, which takes the attributes of all others that are written.
_MERGED = ("html", "body")


# A tag of which nobody could think otherwise: no sign of markup in its attributes, no quote mark that is not closed.
_ORDINARY_TAG = re.compile(
    r"""<(?:(/?[a-zA-Z][^\s<>"'=/]*+)"""
    rf"""(?:\s++[^\s<>"'=/]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=/]++))?+){{0,{MAX_ATTRIBUTES}}}+\s*+"""
    r"(/?+)|[!?][^<>]*+)>"
)


def ordinary_tags(markup: str) -> list[str] | None:
    """The names of all tags, "/" before those of end tags, in lower case and without those of elements that end
    themselves ("<a/>").

    None for markup that has comments, or any tag of which parsers might think otherwise. Other markup is the same
    `with_few_attributes`: nearly all pages, and this takes a third of the time.
    """
    tags = _ORDINARY_TAG.findall(markup)
    if len(tags) != markup.count("<") or "<!--" in markup:
        return None
    names = [name.lower() for name, is_empty in tags if name and (not is_empty or name[0] == "/")]
    is_merged = any(names.count(name) > 1 for name in _MERGED)
    return None if is_merged else names


def with_few_attributes(markup: str) -> str:
    """`markup` without the attributes that an element has beyond 256."""
    pieces: list[str] = []
    end = 0
    room = dict.fromkeys(_MERGED, MAX_ATTRIBUTES)
    for tag in _tags(markup):
        name = (tag[1] or "").lower()
        # An attribute takes two characters; a comment has none.
        if name not in room and (not name or tag.end() - tag.start() <= 2 * MAX_ATTRIBUTES):
            continue
        cut, count = _first_attributes(tag, room.get(name, MAX_ATTRIBUTES))
        if name in room:
            room[name] -= count
        if cut < tag.end():
            pieces.append(markup[end:cut])
            end = tag.end()
    return "".join((*pieces, markup[end:])) if pieces else markup


def _tags(markup: str) -> Iterator[re.Match[str]]:
    """The tags and comments, of which only start tags have groups; none goes on beyond the raw text that it is in."""
    raw_text_ends = dict(_RAW_TEXT_ENDS)
    at, end = 0, len(markup)
    while at < len(markup):
        tag = _TAG.search(markup, at, end)
        if tag is None:
            at, end = end, len(markup)
            continue
        yield tag
        at = tag.end()
        name = (tag[1] or "").lower()
        if end == len(markup) and name in raw_text_ends:
            end_tag = raw_text_ends[name].search(markup, at)
            if end_tag is not None:
                end = end_tag.start()
            else:
                # Nor do later ones end, and each search would take as long.
                del raw_text_ends[name]


def _first_attributes(tag: re.Match[str], most: int) -> tuple[int, int]:
    """Where the first `most` attributes of a tag end, and how many there are."""
    end, count = tag.start(2), 0
    while count < most and (attribute := _NEXT.match(tag.string, end, tag.end())):
        end, count = attribute.end(), count + 1
    return end, count
