"""Paragraphs that are read in one piece give the same page as their single elements."""

import random

import pytest
from pytest import MonkeyPatch

from fabula.index.errors import UnreadableSource
from fabula.index.readers.html import markup
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import Page
from fabula.index.readers.html.tree import Document, Event, EventKind, Paragraph, parse_document, parse_events

XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head>{}</head><body>{}</body></html>"
)
HTML = "<!DOCTYPE html><html><head>{}</head><body>{}</body></html>"
SHEETS = (
    "",
    "<style>.a {display: none} .b {white-space: pre} p.c::before {content: '> '}</style>",
    "<style>i {display: none} div .a {display: block} .v q {quotes: none}</style>",
    "<style>.c {display: block} .calibre1 {display: block} p {text-indent: 1em} .b {font-style: italic}</style>",
    "<style>p {white-space: pre-line} .a {visibility: hidden} .c {visibility: visible}</style>",
)
OPENING = (
    "div", "div class='verse'", "div class='footnote'", "blockquote", "h2", "pre", "section hidden=''", "a href='#n'",
    "div style='white-space: pre'", "span class='b'", "div class='a'", "div class='pagenum'", "q", "hgroup", "nav",
    "a rel='author'", "i", "sup", "table", "p", "p class='byline'", "body", "title", "div style='visibility: hidden'",
)  # fmt: skip
ATTRIBUTES = (
    "", "", "", " class='a'", " class='b'", " class='c'", " id='x1'", " id='preface'", " class='scenebreak'",
    " hidden=''", " style='display: none'", " style='color: red'", " class='noteref'", " epub:type='z3998:verse'",
    " class='part_text'", " class='meta'", " lang='fr'", " role='doc-pagebreak'",
)  # fmt: skip
WORDS = (
    "She lit the lamp.", " ", "\n", "12", "* * *", "oOo", "&amp;", "&lt;b&gt;", "\u3000", "\u200b", "&nbsp;", "[", "]",
    "“Oh,” he said. ", "Notes:", "by Ann", "Chapter 1", "<i>now</i>", "<em>a</em>", "<br/>", "<b><i>deep</i></b>",
    "<span class='a'>x</span>", "<a href='#n'>1</a>", "<sup>2</sup>", "<!-- c -->", "<q>so</q>", "<img alt='A'/>",
    "<br class='a'/>", "<small>s</small>", "\r\n\n\n", "<script>no()</script>", "<i/>", "<span></span>",
    "<i class='c'>c</i>", "<em lang='fr' class='b'>fr</em>", "<span style='display: block'>l</span>",
    "<b id='x2'>i</b>",
    "<span class='noteref'>3</span>", "<span class='z3998:author'>Ann</span>", "<i epub:type='se:name'>N</i>",
    "<br class='calibre1'/>", "<span class='calibre2'>“x”</span>",
)  # fmt: skip


def random_page(chance: random.Random) -> str:
    pieces: list[str] = []
    closing: list[str] = []
    for _ in range(chance.randrange(1, 30)):
        step = chance.random()
        if step < 0.2:
            opening = chance.choice(OPENING)
            pieces.append(f"<{opening}>")
            closing.append(f"</{opening.split()[0]}>")
        elif step < 0.35 and closing:
            pieces.append(closing.pop())
        elif step < 0.85:
            text = "".join(chance.choices(WORDS, k=chance.randrange(4)))
            tail = chance.choice(("", "\n", " ", "tail", "\u3000"))
            pieces.append(f"<p{chance.choice(ATTRIBUTES)}>{text}</p>{tail}")
        else:
            pieces.append(chance.choice(WORDS))
    return "".join((*pieces, *reversed(closing)))


def as_single_events(text: str) -> Document:
    document = parse_document(text)
    return Document(parse_events(text), document.sheets, document.sheet_links)


def page_of(text: str) -> Page | str:
    try:
        return read_page(text)
    except UnreadableSource as error:
        return str(error)


@pytest.mark.parametrize("template", [XHTML, HTML])
def test_a_page_is_the_same_from_whole_paragraphs_and_from_single_elements(
    template: str, monkeypatch: MonkeyPatch
) -> None:
    """Whatever is around and in a paragraph, reading it in one piece changes nothing."""
    chance = random.Random(7)
    pages = [template.format(chance.choice(SHEETS), random_page(chance)) for _ in range(600)]
    whole = [page_of(page) for page in pages]
    monkeypatch.setattr(markup, "parse_document", as_single_events)
    for page, expected in zip(pages, whole, strict=True):
        assert page_of(page) == expected, page


@pytest.mark.parametrize("template", [XHTML, HTML])
def test_the_lines_of_a_paragraph_are_the_text_of_its_single_elements(template: str) -> None:
    """A paragraph's lines are its texts, parted at each `<br>`."""
    chance = random.Random(11)
    found = 0
    for _ in range(300):
        page = template.format("", random_page(chance))
        for item in parse_document(page).events:
            if isinstance(item, Paragraph):
                found += 1
                events = list(item.events())
                assert events[0][:2] == (EventKind.OPEN, "p"), page
                end = events.index(Event(EventKind.CLOSE, "p"))
                assert "\n".join(item.lines) == "".join(map(_shown, events[:end])), page
                assert item.tail == "".join(map(_shown, events[end:])), page
    assert found > 500


def test_most_of_a_plain_page_is_whole_paragraphs() -> None:
    """Words in italics and ends of lines do not make a paragraph fall into its elements."""
    page = "<body><p>One <i>two</i> <b>three</b>.</p>\n<p class='calibre1'>Four<br>five.</p><p>Six.</p></body>"
    assert [item.lines for item in parse_document(page).events if isinstance(item, Paragraph)] == [
        ["One two three."], ["Four", "five."], ("Six.",)
    ]  # fmt: skip


def _shown(event: Event) -> str:
    if event.kind is EventKind.TEXT:
        return event.value
    return "\n" if event.kind is EventKind.OPEN and event.value == "br" else ""
