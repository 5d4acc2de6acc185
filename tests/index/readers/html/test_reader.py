"""HTML and XHTML."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Metadata, Work
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.reader import HtmlReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = HtmlReader()
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en-GB"><head><title>{title}</title></head>'
    "<body>{body}</body></html>"
)


def texts(markup: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_page(markup).blocks]


def test_words_are_shown_as_a_browser_shows_them() -> None:
    """Inline elements neither glue words nor split them; blocks always part them."""
    assert texts("<p>un<b>believ</b>able <i>two</i> <i>words</i>\n<span>and</span>\nmore</p>") == [
        ("paragraph", "unbelievable two words and more")
    ]
    assert texts("<div>one<p>two</p>three<ul><li>four<li>five</ul></div>") == [
        ("paragraph", word) for word in ("one", "two", "three", "four", "five")
    ]
    assert texts("<table><tr><td>Odo</td><td>Who is there?</td></tr></table>") == [
        ("paragraph", "Odo"),
        ("paragraph", "Who is there?"),
    ]


def test_line_breaks_are_verse_or_paragraphs() -> None:
    """Short lines are verse, two <br> part paragraphs, and long lines are paragraphs of their own."""
    assert texts("<p>O lamp,<br>O lamp</p>") == [("verse", "O lamp,\nO lamp")]
    long = "She walked along the river until the lamp was out of sight, and it rained all the way."
    assert texts(f"<div>{long}<br>{long}<br/><br/>{long}</div>") == [("paragraph", long)] * 3
    verse = f'<p class="poem">{long}<br/>{long}</p>'
    assert texts(verse) == [("verse", f"{long}\n{long}")]


@pytest.mark.parametrize(
    ("markup", "spelling"),
    [
        ("<hr>", ""),
        ("<hr/>", ""),
        ("<p>* * *</p>", "* * *"),
        ("<center>~*~</center>", "~*~"),
        ('<p class="scenebreak"></p>', ""),
        ('<p><img src="x.png" alt="* * *"></p>', ""),
        ('<div class="section-break"><img src="x"></div>', ""),
    ],
)
def test_breaks(markup: str, spelling: str) -> None:
    """A rule, an ornament or an element that says so is a break."""
    assert texts(f"<p>She left.</p>{markup}<p>He stayed.</p>") == [
        ("paragraph", "She left."),
        ("break", spelling),
        ("paragraph", "He stayed."),
    ]


def test_empty_paragraphs_are_blank_lines() -> None:
    """Authors who part scenes by an empty paragraph are understood as those who do it by blank lines."""
    gaps = [b.gap for b in read_page("<p>a b</p><p>c d</p><p>&nbsp;</p><p>e f</p>").blocks]
    assert gaps == [0, 0, 1]
    assert [b.gap for b in read_page("<p>a b</p><p>c d</p>").blocks] == [None, None]


@pytest.mark.parametrize(
    "opening",
    [
        'section epub:type="imprint"',
        'section class="footnotes"',
        'div id="endnotes"',
        'aside role="doc-footnote"',
        'section epub:type="titlepage"',
        'section epub:type="toc"',
        'div class="author-note"',
        'section epub:type="dedication"',
    ],
)
def test_sections_beside_the_story_are_notes(opening: str) -> None:
    """Sections that the page names a note, an imprint or a title page are notes, with their headings."""
    tag = opening.partition(" ")[0]
    found = texts(f"<p>She left.</p><{opening}><h2>Beside</h2><p>Not story.</p></{tag}>")
    assert found == [("paragraph", "She left."), ("note", "Beside"), ("note", "Not story.")]


def test_an_epigraph_is_story() -> None:
    """An epigraph is the author's choice of words."""
    assert texts('<blockquote epub:type="epigraph"><p>O lamp.</p></blockquote>') == [("paragraph", "O lamp.")]


def test_hidden_elements_are_not_read() -> None:
    """Scripts, styles, navigation, hidden elements and the numbers of notes and pages."""
    assert texts(
        '<nav><a href="/">Home</a></nav><script>var a;</script><style>p{}</style><template>t</template>'
        "<svg><text>s</text></svg>"
        '<p hidden>h</p><p style="display: none">n</p>'
        '<p>The lamp<a href="#n1" epub:type="noteref">1</a> was <span class="pagenum">[12]</span>lit.</p>'
    ) == [("paragraph", "The lamp was lit.")]


def test_pictures_and_drop_capitals() -> None:
    """A caption is kept apart; a picture of one letter is that letter."""
    assert texts('<p><img src="t.png" alt="T">he lamp.</p><p><img src="l.png" alt="A lamp in a window"></p>') == [
        ("paragraph", "The lamp."),
        ("illustration", "A lamp in a window"),
    ]


def test_chapters_open_at_the_headings_that_repeat(read: Read) -> None:
    """With one <h1> and several <h2> the title is the <h1>, and the chapters are the <h2>."""
    work = read(
        READER,
        "<html><body><h1>The Lamp</h1><h2>I</h2><p>She left.</p><h3>Night</h3><p>x</p><h2>II</h2><p>He stayed.</p>",
        "a.html",
    )
    assert work.title == "The Lamp"
    assert [(c.number, c.title) for c in work.chapters] == [(1, "I"), (2, "II")]
    assert [(b.text, b.level) for c in work.chapters for b in c.blocks if b.kind is BlockKind.HEADING][-2:] == [
        ("Night", 2),
        ("II", 1),
    ]


def test_standard_ebooks_headings(read: Read, blocks: Blocks) -> None:
    """Spans of a heading are joined by a blank; the label and ordinal of a chapter stay together."""
    body = (
        '<section id="act-1" epub:type="chapter"><h2>\n<span epub:type="label">Act</span>\n'
        '<span epub:type="ordinal">I</span>\n</h2>'
        '<section><hgroup><h3>I</h3><p epub:type="title">The Ferry</p></hgroup>'
        '<p>She left<a epub:type="noteref" href="e#1">1</a>.</p></section></section>'
    )
    work = read(READER, XHTML.format(title="Act I", body=body), "act-1.xhtml")
    assert blocks(work, BlockKind.HEADING) == ["Act I", "I: The Ferry"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left."]
    assert (work.title, work.metadata.language) == ("Act I", "en-gb")


def test_head_fills_the_metadata(read: Read) -> None:
    """Meta tags, links and the language of the page."""
    work = read(
        READER,
        '<html lang="en"><head><title>The Lamp | Tales</title><meta property="og:title" content="The Lamp">'
        '<meta name="author" content="Mara Vell"><meta name="dc.date" content="2019-10-31">'
        '<meta name="keywords" content="lamps, ferries">'
        '<meta name="description" content="A lamp is lit.">'
        '<link rel="canonical" href="https://tales.example/lamp"></head><p>She left.',
        "a.html",
    )
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    found = work.metadata
    assert (found.language, found.published, found.tags) == ("en", "2019-10-31", ("lamps", "ferries"))
    assert (found.summary, found.address) == ("A lamp is lit.", "https://tales.example/lamp")


def test_an_archives_table_of_tags(read: Read, blocks: Blocks) -> None:
    """Tags in a definition list become metadata and notes; the chapter titles beside them stay headings."""
    work = read(
        READER,
        '<html><body><div id="preface"><h2 class="toc-heading">Preface</h2><p class="message"><b>The Lamp</b><br/>'
        "Posted originally on the "
        '<a href="https://archiveofourown.org/">Archive of Our Own</a> at https://archiveofourown.org/works/77.</p>'
        '<div class="meta"><dl class="tags"><dt>Rating:</dt><dd>Mature</dd><dt>Fandom:</dt><dd><a>Salt Road</a></dd>'
        "<dt>Stats:</dt><dd>Published: 2019-10-31 Words: 5</dd></dl><h1>The Lamp</h1>"
        '<div class="byline">by <a rel="author" href="/u">mvell</a></div></div></div>'
        '<div id="chapters"><div class="meta group"><h2 class="heading">Chapter 1: Noon</h2></div>'
        '<div class="userstuff"><p>She left.</p></div>'
        '<div class="meta group"><h2 class="heading">Chapter 2: Night</h2><p>Chapter Notes</p></div>'
        '<div class="userstuff"><p>He stayed.</p></div></div>'
        '<div id="afterword"><p class="message">Please comment!</p></div>',
        "a.html",
    )
    assert (work.title, work.authors, work.metadata.rating) == ("The Lamp", ("mvell",), "Mature")
    assert work.metadata.fandoms == ("Salt Road",)
    assert work.metadata.address == "https://archiveofourown.org/works/77"
    assert [c.title for c in work.chapters if c.number] == ["Chapter 1: Noon", "Chapter 2: Night"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]


def test_an_archive_with_the_same_software_says_where_a_story_is_from(read: Read) -> None:
    """Its own line counts before an address in a note of the author's."""
    work = read(
        READER,
        "<html><body><p>Inspired by https://archiveofourown.org/works/5.</p><p>Posted originally on the "
        '<a href="https://squidgeworld.org/">SquidgeWorld Archive</a> at '
        "<a>https://squidgeworld.org/works/77</a>.</p><p>She left.</p></body></html>",
        "a.html",
    )
    assert work.metadata.address == "https://squidgeworld.org/works/77"


def test_links_in_a_row_are_a_table_of_contents(read: Read, blocks: Blocks) -> None:
    """Contents opened by their heading, and rows of links into the page."""
    work = read(
        READER,
        '<body><h1>T</h1><h2>Contents</h2><p><a href="#a">One</a><br><a href="#b">Two</a></p>'
        '<h2 id="a">One</h2><p>She left.</p><h2 id="b">Two</h2><p>He stayed.</p>',
        "a.html",
    )
    assert [c.title for c in work.chapters if c.number] == ["One", "Two"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]


def test_self_closed_elements_of_xhtml_swallow_nothing() -> None:
    """An XHTML parser reads XHTML: an empty title, link or cell ends where it ends, well-formed or not."""
    body = '<p><a id="x"/>She <i/>left.</p><script src="x"/><p>He&nbsp;stayed &mdash; &amp; slept.</p>'
    wanted = [("paragraph", "She left."), ("paragraph", "He\u00a0stayed — & slept.")]
    assert texts(XHTML.format(title="", body=body).replace("<title></title>", "<title/>")) == wanted
    assert texts(XHTML.format(title="", body=body + "<p>unclosed").replace("<title></title>", "<title/>"))[:2] == wanted


def test_a_saved_page_of_fanfiction_net(read: Read, blocks: Blocks) -> None:
    """Its title holds the fandom, its head all else; the head is no story."""
    page = (
        "<html><head><title>The Lamp Chapter 1: Noon, a Salt Road fanfic | FanFiction</title></head><body>"
        "<div id=profile_top><b>The Lamp</b> By: <a href='/u/1/mara'>mara</a><div>A lamp is lit.</div><span>Rated: "
        "<a href='#'>Fiction  T</a> - English - Romance/Humor -  Odo, Vell - Chapters: 3   - Words: 4,321 - "
        "Reviews: <a href='/r/1/'>12</a> - Updated: <span>3/4/2012</span> - Published: <span>1/5/2011</span> - "
        "Status: Complete - id: 12345 </span></div><div id='storytext'><p>She left.</p><hr><p>He "
        "stayed.</p></div></body></html>"
    )
    work = read(READER, page, "a.html")
    assert (work.title, work.authors) == ("The Lamp", ("mara",))
    assert work.metadata == Metadata(
        language="en",
        fandoms=("Salt Road",),
        characters=("Odo", "Vell"),
        tags=("Romance", "Humor"),
        rating="T",
        status="Complete",
        stated_words=4_321,
        stated_chapters="3",
        publisher="FanFiction.net",
        published="2011-01-05",
        updated="2012-03-04",
    )
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]


@pytest.mark.parametrize(
    "poem",
    [
        '<div class="poem"><div>O lamp,</div><div>O lamp, I said.</div></div>',
        '<div class="poem"><div class="stanza"><div id="l1">O lamp,</div><div>O lamp, I said.</div></div></div>',
    ],
)
def test_lines_of_their_own_are_a_stanza(poem: str) -> None:
    """In a poem a <div> a line is one verse, and what stood on a line leads to it."""
    page = read_page(f"<body><p>She sang:</p>{poem}<p id='end'>He left.</p></body>")
    assert [(block.kind.value, block.text) for block in page.blocks] == [
        ("paragraph", "She sang:"),
        ("verse", "O lamp,\nO lamp, I said."),
        ("paragraph", "He left."),
    ]
    assert page.anchors["end"] == 2 and page.anchors.get("l1", 1) == 1


def test_unmarked_lines_are_a_stanza_if_they_read_like_one() -> None:
    """Four short lines that run on are verse; paragraphs in a <div> each are not, however short."""
    verse = ["O lamp that burns beside the road", "and no one waits for thee", "the ferry lies", "and sleeps."]
    speech = ["“No,” she said.", "“Why?”", "“Because.”", "He left."]
    for lines, expected in ((verse, ["\n".join(verse)]), (speech, speech), (verse[:3], verse[:3])):
        page = read_page(f"<body><blockquote>{''.join(f'<div>{line}</div>' for line in lines)}</blockquote></body>")
        assert [block.text for block in page.blocks] == expected


def test_two_stanzas_stay_two() -> None:
    """Stanzas of the poem are stanzas of the story."""
    stanza = "<div class='stanza'><div>{0} one,</div><div>{0} two.</div></div>"
    page = read_page(f"<body><div class='poem'>{stanza.format('a')}{stanza.format('b')}</div></body>")
    assert [block.text for block in page.blocks] == ["a one,\na two.", "b one,\nb two."]


def test_a_sheet_beside_a_page_hides(read: Read, blocks: Blocks, tmp_path: Path) -> None:
    """A saved page comes with its sheets; those outside the folder that is read do not count."""
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "all.css").write_text(".x{display:none}")
    (tmp_path.parent / "outside.css").write_text(".y{display:none}")
    page = (
        '<link rel="stylesheet" href="a_files/all.css"><link rel="stylesheet" href="../outside.css">'
        '<p class="x">Stolen.</p><p class="y">She left.</p>'
    )
    assert blocks(read(READER, page, "a.html"), BlockKind.PARAGRAPH) == ["She left."]


@pytest.mark.parametrize(
    "page",
    [
        "<style>div{display:none}</style><div><p>She left.</p></div>",
        '<div style="display:none"><p hidden>She left.</p></div>',
        "<style>.tab{visibility:hidden}</style><nav>Home</nav><div class=tab><p>She left.</p></div>",
    ],
)
def test_a_page_that_hides_all_is_read(read: Read, blocks: Blocks, page: str) -> None:
    """What a script shows in a browser is the story, if there is no other text."""
    assert blocks(read(READER, page, "a.html"), BlockKind.PARAGRAPH) == ["She left."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_declared_encodings(read: Read, blocks: Blocks, encoding: str) -> None:
    """The page's own word on its encoding is used."""
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Фонарь стоял в окне.</p></body></html>'
    assert blocks(read(READER, page.encode(encoding), "a.html"), BlockKind.PARAGRAPH) == ["Фонарь стоял в окне."]


@pytest.mark.parametrize(
    ("name", "data", "sureness"),
    [
        ("a.txt", b"<!DOCTYPE html><p>x", 90),
        ("a.html", b"<p>x", 70),
        ("a.xhtml", b"<?xml version='1.0'?>\n<html>", 90),
        ("a.txt", b"<b>She</b> left", 0),
        ("a.html", b"PK\x03\x04", 30),
        ("a.bin", b"PK\x03\x04", 0),
        ("a", "\ufeff<html>".encode("utf-16-le"), 90),
    ],
)
def test_sniffing_by_content_then_name(tmp_path: Path, name: str, data: bytes, sureness: int) -> None:
    """HTML is HTML under any name; a page's suffix is enough where the content is silent."""
    (tmp_path / name).write_bytes(data)
    assert READER.sniff(FileSource.at(tmp_path / name)) == sureness
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("<html><body><img src='x'></body></html>", "no words"),
        ("<body><nav><ol><li>One</ol></nav>", "table of contents"),
        ("<div>" * 100_000 + "x", "nested"),
        ('<!-- <b c=" -->' + "<div>" * 100_000 + '"x', "nested"),
        ('<!DOCTYPE html "<b c=">' + "<div>" * 100_000 + '"x', "nested"),
        ("".join(f"<p><font a={n}>y" for n in range(5_000)), "nested"),
        ("<div><table></div></table>" * 50_000, "nested"),
    ],
)
def test_empty_and_hostile_pages_say_why(read: Read, data: str, reason: str) -> None:
    """Nesting is refused before any tree is built, in a moment."""
    start = time.process_time()
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.html")
    assert time.process_time() - start < 5


def test_entities_are_never_resolved(read: Read, blocks: Blocks) -> None:
    """An entity bomb and an external entity stay what they are: names."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{bomb}<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>She laughed: &l9; &x; and left.</p></body></html>'
    )
    text = " ".join(blocks(read(READER, page, "a.xhtml"), BlockKind.PARAGRAPH))
    assert "She laughed: &l9; &x; and left." in text
    assert len(text) < 1_000


def test_text_behind_an_unknown_entity_is_kept(read: Read, blocks: Blocks) -> None:
    """In XHTML that names a DTD, which nobody fetches, an entity may be declared anywhere; its name is kept as text."""
    dtd = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    body = "<body><p>The AT&T; lamp <i>of &x; ours</i>.</p></body>"
    page = f'{dtd}<html xmlns="http://www.w3.org/1999/xhtml">{body}</html>'
    assert blocks(read(READER, page, "a.xhtml"), BlockKind.PARAGRAPH) == ["The AT&T; lamp of &x; ours."]


@pytest.mark.parametrize("frame", ["<html><body><p>{}</p></body></html>", XHTML.format(title="t", body="<p>{}</p>")])
def test_long_documents_are_not_cut_short(read: Read, blocks: Blocks, frame: str) -> None:
    """A text node of 15 MB comes out whole, from either parser."""
    words = "lamp " * 3_000_000
    (text,) = blocks(read(READER, frame.format(words + "end"), "a.html"), BlockKind.PARAGRAPH)
    assert len(text) == len(words) + 3
    assert text.endswith("lamp end")


inline = st.sampled_from(["b", "i", "span", "em", "a", "font", "u"])
block = st.sampled_from(["p", "div", "li", "blockquote", "td", "h2", "section", "pre", "center"])
word = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page of random elements, some left open, and its visible words."""
    parts, words = [], []
    for _ in range(draw(st.integers(1, 25))):
        outer, inner, text = draw(block), draw(inline), draw(st.lists(word, min_size=1, max_size=4))
        words += text
        close = f"</{inner}></{outer}>" if draw(st.booleans()) else f"</{outer}>"
        between = draw(st.sampled_from([" ", "<br>", "<hr>", " <!-- c --> "]))
        parts.append(f"<{outer}><{inner}> {between.join(text)} {close}")
    return "".join(parts), words


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(pages())
def test_no_visible_word_is_lost(page: tuple[str, list[str]]) -> None:
    """Every word that a page shows is in a block, in order."""
    markup, words = page
    found = " ".join(block.text for block in read_page(f"<body>{markup}").blocks).split()
    assert sorted(word.strip(":") for word in found) == sorted(words)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_pages_give_a_work_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    """No bytes make the reader fail in any way of its own."""
    base = bytearray(
        XHTML.format(
            title="t", body='<h1>T</h1><p class="x">She <b>left</b>.</p><hr/><table><tr><td>a</td></tr></table>'
        ).encode()
    )
    for _ in range(data.draw(st.integers(0, 25))):
        place = data.draw(st.integers(0, len(base) - 1))
        base[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6)) or b"<"
    path = tmp_path / "a.xhtml"
    path.write_bytes(bytes(base))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("<!doctype html><html><body>", "A game called <<REBIRTH>>. <System> You <b>win</b>."),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>', "<hello there> and <Level 5>"),
        ("<!doctype html><html><body>", "I </3 it, 3 < 4, a<b. </sarcasm>"),
        ("<!doctype html><html><body>", "<Object> gained <Select> one"),
    ],
)
def test_words_in_angle_brackets_are_words(read: Read, blocks: Blocks, head: str, text: str) -> None:
    """A name that is no element, or that would hide the rest of the page, is text; so is each of a thousand."""
    work = read(READER, f"{head}<p>{text}</p><p>He stayed.</p></body></html>", "a.html")
    shown = text.replace("<b>", "").replace("</b>", "")
    assert blocks(work, BlockKind.PARAGRAPH) == [shown, "He stayed."]
    many = read(READER, head + "<p><System> You win.</p>" * 1_000, "a.html")
    assert blocks(many, BlockKind.PARAGRAPH) == ["<System> You win."] * 1_000
