"""The words of HTML by regular expressions: tags, comments, scripts and styles go, entities become letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from html import unescape

# Each alternative ends at its first end, so the time is linear in the text.
_NO_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<\?.*?(?:>|\Z)", re.DOTALL | re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# An attribute may hold ">", unless its quote mark is never closed. None holds "<", so the time is linear.
_TAG = re.compile(r"""<[/!]?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|<[/!]?[A-Za-z][^<>]*>""")
_HEAD = re.compile(r"<head\b.*?</head\s*>", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"<([A-Za-z][^\s<>/=]{0,40})(?=[\s>/])")
# The beginning of an end tag, with as much of it as a name may have.
_END_TAG = re.compile(r"</(?=([A-Za-z].{0,40}))", re.DOTALL)
# Elements of HTML, and of what stands in pages: SVG, MathML, EPUB, Kindle and office programs.
_KNOWN = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div
    dl dt element em embed fieldset figcaption figure font footer form frame frameset guide h1 h2 h3 h4 h5 h6 head
    header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark
    marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option
    output p param picture plaintext portal pre progress q rb rbc reference rp rt rtc ruby s samp script search section
    select shadow slot small source spacer span strike strong style sub summary sup svg symbol g path rect text table
    tbody td template textarea tfoot th thead time title tr track tt u ul use var video wbr xmp doctype
    """.split()
)


def page_text(page: str, *, with_head: bool = True) -> str:
    """The words of an HTML page, with a space for each tag. Without its head where a book's pages repeat the title.

    A name in angle brackets that is no element of HTML and is never closed is a word: "<System> You have gained".
    """
    if "<" not in page:
        return unescape(page)
    if not with_head:
        page = _HEAD.sub(" ", page)
    page = _NO_TEXT.sub(" ", page)
    if "]]>" in page or "<![CDATA[" in page:
        # Hardly any page has one, and the pattern takes four times as long to find none.
        page = _CDATA.sub(" ", page)
    if words := _names_that_are_words(page):
        page = _NAME.sub(lambda match: f" {match[1]} " if match[1] in words else match[0], page)
    page = _TAG.sub(" ", page)
    return unescape(page) if "&" in page else page


def _names_that_are_words(page: str) -> Set[str]:
    names = {name for name in set(_NAME.findall(page)) if name.lower() not in _KNOWN and ":" not in name}
    if not names:
        return names
    # Sorted, because a page may have as many unknown names as end tags: each is looked for in a few steps.
    ends = sorted(set(_END_TAG.findall(page)))
    return {name for name in names if not _begins_any(name, ends)}


def _begins_any(start: str, ordered: Sequence[str]) -> bool:
    """True if one of the strings, which are in order, starts with `start`."""
    place = bisect_left(ordered, start)
    return place < len(ordered) and ordered[place].startswith(start)
