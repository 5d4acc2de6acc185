"""Marks of pages and notes: out of sentences, but never a word with them."""

from __future__ import annotations

import pytest

from fabula.index.readers.html.markup import read_page
from ....growth import grows_evenly


def texts(body: str) -> list[str]:
    return [block.text for block in read_page(f"<body>{body}</body>").blocks]


def left_out(body: str) -> dict[str, str]:
    return {one.rule: one.text for one in read_page(f"<body>{body}</body>").left_out}


@pytest.mark.parametrize(
    "page",
    [
        '<span id="pg5" epub:type="pagebreak">‘But</span>',
        '<span role="doc-pagebreak" id="p8">‘But</span>',
        '<span class="pagenum">‘But</span>',
        '<a class="pageno" id="p">‘But</a>',
        '<b class="pagebreak"><i>‘But</i></b>',
        "<pagenum>‘But</pagenum>",
    ],
)
def test_a_page_mark_around_words_keeps_them(page: str) -> None:
    """A mark that wraps the first word of its page, by every name that such a mark has."""
    assert texts(f"<p>{page} of course you may.</p>") == ["‘But of course you may."]
    assert not left_out(f"<p>{page} of course you may.</p>")


@pytest.mark.parametrize("tag", ["div", "section", "p", "h2"])
def test_a_page_mark_around_paragraphs_keeps_them(tag: str) -> None:
    """A class such as "pagebreak" on a whole block begins a page; it does not hide it."""
    sentence = "The porter took her trunk, and they went up in silence to the top floor."
    assert texts(f'<{tag} class="pagebreak">{sentence}</{tag}><p>He left.</p>') == [sentence, "He left."] or tag == "h2"
    assert sentence.rstrip(".") in texts(f'<{tag} class="pagebreak">{sentence}</{tag}><p>He left.</p>')[0]


@pytest.mark.parametrize(
    "label",
    ["7", "[12]", "[p. 12]", "Page 7", "{xiv}", "vii", "Seite 12", "S. 3", "стр. 5", "第12頁", "12ページ", "12쪽",
     "12. oldal", "p. ix", "pág. 4", "Pg 9", "12–13", ""],
)  # fmt: skip
def test_the_label_of_a_page_goes(label: str) -> None:
    """A number, a numeral, or either with the word for a page in some language; the word around it is joined."""
    assert texts(f'<p>They went in si<span epub:type="pagebreak" id="q">{label}</span>lence.</p>') == [
        "They went in silence."
    ]
    if label:
        assert left_out(f'<p>Up.<span class="pagenum">{label}</span></p>') == {"page marks": label}


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        ('<span epub:type="pagebreak" id="pg5">I</span>', True),
        ('<span epub:type="pagebreak" title="1">I</span>', False),
        ('<span epub:type="pagebreak" id="page_i">I</span>', False),
        ('<span epub:type="pagebreak" id="p9">vi</span>', True),
        ('<span epub:type="pagebreak" id="p6">vi</span>', False),
    ],
)
def test_a_numeral_that_may_be_a_word(mark: str, kept: bool) -> None:
    """ "I" is a page where its id or title says so; standing between blanks as a word does, it is one."""
    word = "I" if ">I<" in mark else "vi"
    assert texts(f"<p>Then {mark} went home.</p>") == [f"Then {word} went home." if kept else "Then went home."]


@pytest.mark.parametrize(
    "markup",
    [
        "<sup>1</sup>",
        '<a href="#fn2"><sup>2</sup></a>',
        '<sup><a href="#fn3" id="r3">[3]</a></sup>',
        '<a class="fnanchor" href="#f4">[4]</a>',
        '<a href="#fn5" role="doc-noteref"><sup>5</sup></a>',
        '<a href="notes.html#n6">6</a>',
        '<span class="sup">7</span>',
        "<sup>*</sup>",
        '<sup class="footnote"><a href="#fn9">9</a></sup>',
        '<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>',
        '<span style="vertical-align: super">12</span>',
        '[<a href="#n3">3</a>]',
        '<a href="#n3"><sup>a</sup></a>',
        '<a epub:type="noteref" href="#n">注1</a>',
        "<sup>†</sup>",
        '<a filepos="0001" href="#at0001"><sup><small>10</small></sup></a>',
    ],
)
@pytest.mark.parametrize("after", [" over the weir.", ", over the weir.", ". Over the weir."])
def test_note_marks_are_no_part_of_a_word(markup: str, after: str) -> None:
    """Superscripts, links and bracketed links behind a word."""
    assert texts(f"<p>The heron flew{markup}{after}</p>") == [f"The heron flew{after}"]
    assert list(left_out(f"<p>The heron flew{markup}{after}</p>")) in (["note marks"], [])


@pytest.mark.parametrize(
    "body",
    [
        "the 10<sup>th</sup> of May",
        "le 1<sup>er</sup> mai",
        "M<sup>me</sup> Bovary",
        "the value of x<sup>2</sup> is",
        "12 m<sup>2</sup> of land",
        "5 km<sup>2</sup> of sea",
        "10<sup>6</sup> bees",
        "E = mc<sup>2</sup>.",
        "3<sup>1</sup>/<sub>2</sub> miles",
        "3<sup>1</sup>⁄<sub>2</sub> miles",
        "<sup>3</sup><sub>4</sub> of it",
        "Ca<sup>2+</sup> ions",
        "<sup>small words, raised</sup> here",
        'See <a href="#c3">chapter 3</a> again',
        'See <a href="#c3">note 3</a> again',
        'In <a href="#y">1851</a> he left',
        'He saw <a href="#n" epub:type="noteref">the heron</a> fly',
        'Back to <a class="footnote-back" href="#r">the harbour</a> they went',
    ],
)
def test_raised_and_linked_words_stay(body: str) -> None:
    """Ordinals, powers, fractions, and links that hold words, even if their class calls them marks."""
    plain = body
    while "<" in plain:
        plain = plain[: plain.index("<")] + plain[plain.index(">") + 1 :]
    assert texts(f"<p>{body}</p>") == [plain]
    assert not left_out(f"<p>{body}</p>")


def test_a_mark_between_words_parts_them() -> None:
    """A number of a verse or a note that touches words on both sides does not glue them."""
    assert texts("<p>and the earth<sup>2</sup>And the light</p>") == ["and the earth And the light"]
    assert texts("<p><sup>14</sup>And the light</p>") == ["And the light"]


def test_a_year_may_have_a_note() -> None:
    """A number of four digits is a year, and no base of a power."""
    assert texts("<p>It was 1851<sup>3</sup> then.</p>") == ["It was 1851 then."]


def test_elements_of_talking_books() -> None:
    """DTBook has elements for marks."""
    assert texts('<p>They went in si<pagenum id="p6">6</pagenum>lence<noteref idref="#n1">1</noteref>.</p>') == [
        "They went in silence."
    ]


def test_ways_back_go() -> None:
    """The arrow from a note to its mark."""
    for sign in ("↩", "↩︎", "[back]", "Return", "1", "^", "Zurück"):
        assert texts(f'<p>A bird. <a epub:type="backlink" href="#r1">{sign}</a></p>') == ["A bird."]


def test_marks_and_hidden_elements_are_places() -> None:
    """What a table of contents leads to may be a mark or hidden."""
    found = read_page(
        "<body><p>One.</p><p><span class=pagenum id=p2>2</span>Two.</p><p><a class=pagenum><b id=p3>3</b></a>Three.</p>"
        "<h2 hidden id=c4>Four</h2><p>Four.</p></body>"
    )
    assert {name: found.blocks[index].text for name, index in found.anchors.items()} == {
        "p2": "Two.",
        "p3": "Three.",
        "c4": "Four.",
    }


def test_an_open_mark_at_the_end_of_a_page() -> None:
    """What was held back is read when the page ends."""
    assert texts("<p>She left<sup>th") == ["She leftth"]
    assert texts("<p>She left<a href='#n'>now") == ["She leftnow"]


def test_nested_marks_take_time_as_their_number() -> None:
    """Each is held back for a few events only."""
    unit = "<sup>1</sup><a href='#a'>two</a><span class=pagebreak><sup>three<b>"
    close = "</b></sup></span> "
    assert grows_evenly(lambda times: read_page((unit + close) * times), 1_600)
    assert grows_evenly(lambda times: read_page(("<sup>" * 200 + "x" + "</sup>" * 200) * times), 12)
