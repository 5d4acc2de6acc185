"""Keeps words that stand in angle brackets: "<System> You have gained a level", "I </3 you", "a <b and c".

To a parser these are elements without an end, and it drops them, some of them with all text up to the next tag. Markup
is what HTML knows, and what is closed as often as it is opened; all else is words of the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

# HTML 5, what it made obsolete (HTML 4.01, Netscape, Internet Explorer), and the parts of a page that formats add.
HTML_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote"
    " body br button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog"
    " dir div dl dt em embed fencedframe fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5"
    " h6 head header hgroup hr html i iframe img input ins isindex kbd keygen label layer legend li link listing"
    " main map mark marquee math menu menuitem meta meter multicol nav nobr noembed noframes noscript object ol"
    " optgroup option output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script"
    " search section select slot small source spacer span strike strong style sub summary sup svg table tbody td"
    " template textarea tfoot th thead time title tr track tt u ul var video wbr xmp".split()
)
# Elements whose content no page shows, and that take the rest of a page with them if they are never closed.
_HIDES_CONTENT = frozenset(
    "applet audio button canvas iframe noembed noframes noscript nav object script select style svg template textarea"
    " title video xmp".split()
)
_NAME = r"[^\W\d][^\s<>/]*+"
_BEGIN = re.compile(r"<(/?[^\s<>/]*+)")
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_NAME})(?P<rest>[^<>]*+)>")
_QUOTED = re.compile(r"=\s*[\"']")
# A tag whose attributes hold angle brackets.
_FULL_TAG = re.compile(
    rf"</?{_NAME}(?:\s++[^\s\"'<>=/]++(?:\s*=\s*(?:\"[^\"]{{0,2000}}+\"|'[^']{{0,2000}}+'|[^\s\"'<>]++))?+)*+\s*+/?>"
)
_BROKEN = re.compile(rf"</?{_NAME}[^<>]*+(?=<|\Z)")
_OTHER = re.compile(
    r"<(?=/(?![^\W\d]|>)|\?(?![A-Za-z])|!(?!--|\[|>|(?:doctype|element|entity|attlist|notation)\b))", re.I
)


def is_html_name(name: str) -> bool:
    """True for an element of HTML, and for a name with a prefix ("o:p"), in any case."""
    return name.lower() in HTML_NAMES or ":" in name[:-1]


def word_names(markup: str) -> frozenset[str]:
    """The names, in lower case, that stand in angle brackets and are words of the story."""
    spellings = set(_BEGIN.findall(markup))
    return _word_names(markup, _unknown_names(spellings)) | _unclosed_hidden_names(spellings)


def keep_words(markup: str) -> str:
    """`markup` with "&lt;" for every "<" that a parser would take for a tag, and the author did not."""
    begins = _BEGIN.findall(markup)
    spellings = set(begins)
    if len(begins) != markup.count(">"):
        markup = _BROKEN.sub(lambda match: _escape_broken(match, markup), markup)
    if any(name[:1] in ("/", "?", "!") and not name[1:2].isalpha() for name in spellings):
        markup = _OTHER.sub("&lt;", markup)
    if unknown := _unknown_names(spellings):
        words = _word_names(markup, unknown)
        markup = _TAG.sub(lambda match: _escape_words(match, words), markup)
    if any(name.startswith("!--") for name in spellings) and markup.rfind("<!--") > markup.rfind("-->"):
        start = markup.rfind("-->") + 1
        markup = markup[:start] + markup[start:].replace("<!--", "&lt;!--")
    return _close_hidden(markup, spellings)


def without_tags(text: str) -> str:
    """`text` without the tags of HTML in it."""
    return _TAG.sub(lambda match: "" if is_html_name(match["name"]) else match[0], text)


def _unknown_names(spellings: Iterable[str]) -> frozenset[str]:
    names = {spelling.removeprefix("/") for spelling in spellings}
    return frozenset(name.lower() for name in names if name[:1].isalpha() and not is_html_name(name))


def _unclosed_hidden_names(spellings: set[str]) -> frozenset[str]:
    """Names of elements that would hide the rest of a page, are never closed, and are spelt as words ("<Object>")."""
    closed = {spelling[1:].lower() for spelling in spellings if spelling[:1] == "/"}
    names = {spelling.lower() for spelling in spellings if not spelling.islower()}
    return frozenset((names & _HIDES_CONTENT) - closed)


def _word_names(markup: str, unknown: frozenset[str]) -> frozenset[str]:
    """Those of the names `unknown` that are not closed as often as they are opened, and never look like markup."""
    if not unknown:
        return unknown
    balance: Counter[str] = Counter()
    marked: set[str] = set()
    for match in _TAG.finditer(markup):
        name, rest = match["name"].lower(), match["rest"]
        if name in unknown:
            balance[name] += -1 if match["close"] else 1
            if rest.endswith("/") or _QUOTED.search(rest):
                marked.add(name)
    return frozenset(name for name, count in balance.items() if count and name not in marked)


def _escape_words(match: re.Match[str], words: frozenset[str]) -> str:
    return f"&lt;{match[0][1:]}" if match["name"].lower() in words else match[0]


def _escape_broken(match: re.Match[str], markup: str) -> str:
    """A "<" before letters is a tag only if a ">" follows before the next "<", or between quotes."""
    return match[0] if _FULL_TAG.match(markup, match.start()) else f"&lt;{match[0][1:]}"


def _close_hidden(markup: str, spellings: set[str]) -> str:
    """`markup` without the begins of elements that hide their content and are never closed.

    One that is spelt as words are, with a capital and without attributes ("<Object> gained"), is words.
    """
    for name in {spelling.lower() for spelling in spellings} & _HIDES_CONTENT:
        own = [spelling for spelling in spellings if spelling.lower().lstrip("/") == name]
        last_close = max((markup.rfind(f"<{one}") for one in own if one[0] == "/"), default=-1)
        if last_close < max(markup.rfind(f"<{one}") for one in own if one[0] != "/"):
            start = last_close + 1
            markup = markup[:start] + _TAG.sub(partial(_open_up, name), markup[start:])
    return markup


def _open_up(name: str, match: re.Match[str]) -> str:
    if match["name"].lower() != name or match["close"] or match["rest"].endswith("/"):
        return match[0]
    is_word = not match["name"].islower() and "=" not in match["rest"]
    return f"&lt;{match[0][1:]}" if is_word else ""
