"""What style sheets and `style` hide, keep and add."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.styles.linked_sheets import LinkedSheets
from fabula.index.readers.html.styles.style_sheet import parse_sheet
from .....growth import grows_evenly

SHOWN, THEFT = "The miner sat down.", "Stolen from another shop."


def page(sheet: str, body: str, head: str = "") -> str:
    return f"<html><head><title>t</title>{head}<style>{sheet}</style></head><body>{body}</body></html>"


def texts(sheet: str, body: str, head: str = "") -> list[str]:
    return [block.text for block in read_page(page(sheet, body, head)).blocks]


@pytest.mark.parametrize(
    "declarations",
    [
        "display:none;speak:never",
        "DISPLAY : NONE",
        "display:none!important",
        "visibility: hidden",
        "position:absolute; left:-9999px",
        "position: fixed; top: -200em",
        "position:absolute;clip:rect(1px,1px,1px,1px)",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "clip-path: inset(50%)",
        "height:0;overflow:hidden",
        "font-size:0",
        "opacity:0",
        "text-indent:-9999px",
        "content-visibility: hidden",
    ],
)
def test_ways_to_hide(declarations: str) -> None:
    """By class rule, by id rule and by `style`: a browser does not show it, so it is no story."""
    for sheet, attribute in (
        (f".cnM1YzVhYmQ{{{declarations}}}", 'class="cnM1YzVhYmQ"'),
        (f"#x1 {{ {declarations} }}", 'id="x1"'),
        (f"p.a.b{{{declarations}}}", 'class="b c a"'),
        (f"div p.a{{{declarations}}}", "class=a"),
        (f"body > div>p.a , q{{{declarations}}}", "class=a"),
        ("", f'style="{declarations}"'),
    ):
        body = f"<div><p>{SHOWN}</p><p {attribute}>{THEFT}</p></div>"
        assert texts(sheet, body) == [SHOWN], sheet
        assert [(one.rule, one.text) for one in read_page(page(sheet, body)).left_out] == [("hidden text", THEFT)]


@pytest.mark.parametrize(
    "sheet",
    [
        ".a{display:none} p.a{display:block}",
        ".a{display:none !important} .a{display:none} #i{display:block !important}",
        ".a{display:none;display:block}",
        "@media print{.a{display:none}}",
        "@media amzn-mobi{.a{display:none}} @supports (x:y){.a{display:none}}",
        ".a:hover{display:none} .a + p{display:none} .a ~ p{display:none} p:not(.b, .a, .c){display:none}",
        ".b .a{display:none} section > .a{display:none}",
        "/* .a{display:none} */",
        ".b{content:'} .a{display:none}'}",
        ".a{opacity:0;transition:opacity 1s}",
        ".a{text-indent:-1em;position:absolute;left:-10px;height:0}",
        ".A2{display:none} .aa{display:none}",
        "body,html,*{display:none}",
        "p{.a{display:none}}",
        ".a::before{display:none}",
        ".a{visibility:hidden} .a{visibility:visible}",
        ".a{display:none",
    ],
)
def test_what_hides_nothing(sheet: str) -> None:
    """Rules that another one takes back, that depend on what is not known, or that are for other elements."""
    assert texts(sheet, f'<p>{SHOWN}</p><p class="a" id="i">{THEFT}</p>') == [SHOWN, THEFT]


def test_conditions_that_a_screen_meets() -> None:
    """`screen` and `all` count, alone and in a list."""
    assert texts("@media screen{.a{display:none}}", f"<p>{SHOWN}<p class=a>{THEFT}") == [SHOWN]
    assert texts("@media print, all {.a{display:none}} .b{}", f"<p>{SHOWN}<p class=a>{THEFT}") == [SHOWN]
    head = "<style media=print>.a{display:none}</style><noscript><style>.a{display:none}</style></noscript>"
    assert texts("", f"<p>{SHOWN}<p class=a>{THEFT}", head) == [SHOWN, THEFT]


def test_visibility_and_size_can_be_taken_back_inside() -> None:
    """What is invisible may hold what is not; what is not displayed may not."""
    inside = "<div class=a>one <span style='visibility:visible'>two</span> three</div>"
    assert texts(".a{visibility:hidden}", inside) == ["two"]
    assert texts(".a{font-size:0} li{font-size:16px}", "<ul class=a>x<li>two</ul>") == ["two"]
    assert texts(".a{font-size:0} b{font-size:2em}", "<p>one</p><p class=a><b>two</b></p>") == ["one"]
    assert texts(".a{display:none}", inside + "<p>one") == ["one"]


def test_attributes_that_hide_nothing_by_themselves() -> None:
    """`aria-hidden` is for programs that read aloud, closed details open, and a sheet overrides `hidden`."""
    assert texts("", f'<p aria-hidden="true">{SHOWN}</p><details><summary>One</summary><p>Two</p></details>') == [
        SHOWN,
        "One",
        "Two",
    ]
    assert texts("", f"<p hidden>{THEFT}</p><p>{SHOWN}</p>") == [SHOWN]
    assert texts("p{display:block} .x{display:block}", f"<p hidden class=x>{SHOWN}</p>") == [SHOWN]


@pytest.mark.parametrize(
    "opening",
    ['aside epub:type="footnote" hidden', 'aside epub:type="footnote" class="a"', 'div role="doc-endnote" class="a"',
     'li id="n" epub:type="endnote" style="display:none"', 'section class="footnotes a"'],
)  # fmt: skip
def test_notes_that_pop_up_are_notes(opening: str) -> None:
    """A reading device shows them where they are called; only at their place they are hidden."""
    markup = f"<p>{SHOWN}</p><{opening}><p>A bird.</p></{opening.split()[0]}>"
    found = read_page(page(".a{display:none}", markup)).blocks
    assert [(block.kind.value, block.text) for block in found] == [("paragraph", SHOWN), ("note", "A bird.")]


def test_line_ends_are_hidden_with_nothing() -> None:
    """A hidden <br> still parts words, a hidden <hr> scenes."""
    assert texts("br,hr{display:none}", "<p>one<br>two</p><hr><p>three</p>") == ["one\ntwo", "", "three"]


def test_styles_without_sheets_take_no_look() -> None:
    """A page without sheets knows no tags and no names."""
    styles = LinkedSheets(lambda base, address: "", lambda name: "").styles("", ["a.css"], [])
    assert not styles.tags and not styles.names


def test_linked_sheets_and_their_imports_are_read_once() -> None:
    """Addresses are resolved from the file that holds them; a sheet that imports itself ends."""
    files = {
        "css/a.css": "@import url('b.css'); p{}",
        "css/b.css": "@import 'a.css';.a{display:none}",
        "c.css": ".b{display:none}",
    }
    read: list[str] = []

    def load(name: str) -> str:
        read.append(name)
        return files.get(name, "")

    def resolve(base: str, address: str) -> str:
        return f"{base.rpartition('/')[0]}/{address}".lstrip("/") if base.startswith("css/") else address

    sheets = LinkedSheets(resolve, load)
    links = "<link rel=stylesheet href=css/a.css><link rel='stylesheet' href=c.css>"
    links += "<link rel='alternate stylesheet' href=d.css>"
    for _ in range(3):
        found = read_page(page("", f"<p>{SHOWN}<p class=a>{THEFT}<p class=b>{THEFT}", links), sheets=sheets)
        assert [block.text for block in found.blocks] == [SHOWN]
    assert read == ["css/a.css", "css/b.css", "c.css"]


@pytest.mark.parametrize(
    ("sheet", "body", "expected"),
    [
        (
            ".said::before{content:'\\201C'} .said::after{content:\"\\201D\"}",
            "<p class=said>Come in.</p>",
            ["“Come in.”"],
        ),
        (".said:before{content:'— '}", "<p class=said>Come in.</p>", ["— Come in."]),
        (
            ".said::before{content:open-quote}.said::after{content:close-quote}",
            "<p><i class=said>Come,</i> he said.</p>",
            ["“Come,” he said."],
        ),
        (".sb::before{content:'* * *'}", "<p>One.</p><p class=sb></p><p>Two.</p>", ["One.", "* * *", "Two."]),
        ("blockquote::before{content:'“'}", "<blockquote>One</blockquote>", ["One"]),
        ("i::before{content:'\\f101'}", "<p><i></i>One.</p>", ["One."]),
        ("i::before{content:'close'}", "<p><i></i>One.</p>", ["One."]),
        ("p::after{content:'.';visibility:hidden}", "<p>One</p>", ["One"]),
        ("p::before{content:counter(p) '. '}", "<p>One</p>", ["One"]),
        ("p::after{content:attr(title)}", "<p>One</p>", ["One"]),
        ("p::before{content:url(x.png)}", "<p>One</p>", ["One"]),
    ],
)
def test_text_that_a_sheet_adds(sheet: str, body: str, expected: list[str]) -> None:
    """Plain strings are read as a browser shows them; counters, icons and pieces of words are not."""
    assert texts(sheet, body) == expected


@pytest.mark.parametrize("markup", ["span class=l", "span style='display:block'", "b class=l", "a class=l"])
def test_lines_by_style(markup: str) -> None:
    """An element of a line that a sheet makes a block parts words."""
    tag = markup.split()[0]
    found = texts(".l{display:block}", f"<p><{markup}>O lamp,</{tag}><{markup}>O lamp</{tag}>\n<br>I said.</p>")
    assert found == ["O lamp,\nO lamp\nI said."]


@pytest.mark.parametrize(
    "declarations", ["display:block;float:left", "float:left", "display:block", "display:inline-block"]
)
def test_drop_capitals_stay_with_their_words(declarations: str) -> None:
    """A letter that floats, or stands alone, is no line."""
    assert texts(f".cap{{{declarations}}}", "<p><span class=cap>O</span>nce the tide</p>") == ["Once the tide"]
    assert texts(f".cap{{{declarations}}}", "<p><b class=cap>“O</b>nce,” he said</p>") == ["“Once,” he said"]


def test_cells_by_style() -> None:
    """Cells that are elements of a line are parted as those of a table."""
    assert texts("i{display:table-cell}", "<div><i>Strength</i><i>12</i></div>") == ["Strength\n12"]


@pytest.mark.slow
def test_hostile_sheets_end_soon() -> None:
    """Comments, strings and blocks that never close, many rules for one name, deep selectors."""
    units = (
        "/*",
        '"',
        "'",
        "{",
        "}",
        "@media screen{",
        "a,",
        ".a .a .a ",
        "\\",
        ".a{display:none}",
        "p:not(.a,",
        "(",
        "@import 'a';",
        "a:b;",
    )
    for unit in units:
        assert grows_evenly(lambda times, unit=unit: parse_sheet(unit * times), 10_000), unit
    deep = "<div class=a>" * 200 + "x" + "</div>" * 200
    sheet = ".b .a .a .a{display:none}" * 500
    assert grows_evenly(lambda times: read_page(page(sheet, deep * times)), 8)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab.#:{}[]()'\"\\;,>@/* \n!0-9é", max_size=80))
def test_any_sheet_is_read_without_an_error(sheet: str) -> None:
    """Nothing that a sheet or a `style` holds makes reading fail."""
    read_page(page(sheet.replace("<", ""), f"<p class=a id=b style='{sheet.replace(chr(39), '')}'>x</p>"))
