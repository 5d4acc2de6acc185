"""What a page leaves out is told by rule, and nothing else is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.model import Work
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.reader import HtmlReader


@pytest.mark.parametrize(
    ("markup", "rule", "text"),
    [
        ("<nav><a href='/'>Home</a></nav>", "navigation", "Home"),
        ("<p hidden>away</p>", "hidden text", "away"),
        ("<template>t &amp; <b>u</b></template>", "hidden text", "t & u"),
        ("<svg><style>.a{}</style><text>drawn</text></svg>", "drawings", "drawn"),
        ("<button>Next <script>var a;</script>page</button>", "forms", "Next\npage"),
        ("<select><option>1. One</select>", "forms", "1. One"),
        ("<textarea>Say it</textarea>", "forms", "Say it"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "ruby", "(\nkan\n)"),
        ("<noscript>No scripts</noscript>", "fallback text", "No scripts"),
        ("<video>Old browser</video>", "fallback text", "Old browser"),
        ("<p>flew<sup>1</sup> over</p>", "note marks", "1"),
        ("<p>flew <span class=pagenum>[12]</span>over</p>", "page marks", "[12]"),
    ],
)
def test_rules(markup: str, rule: str, text: str) -> None:
    """Each rule names the text that went by it, without markup and scripts."""
    assert [(one.rule, one.text) for one in read_page(f"<body><p>a</p>{markup}</body>").left_out] == [(rule, text)]


def test_scripts_are_no_text() -> None:
    """Code is not left out; it was never there."""
    assert read_page("<script>var words;</script><style>p{color:red}</style><p>a").left_out == ()


def test_the_title_of_a_page(read: Callable[..., Work]) -> None:
    """It is left out where the work has another."""
    work = read(HtmlReader(), "<title>The Lamp | Tales</title><h1>The Lamp</h1><p>a", "a.html")
    assert [(one.rule, one.text) for one in work.left_out] == [("page titles", "The Lamp | Tales")]
    assert not read(HtmlReader(), "<title>The Lamp</title><p>a", "a.html").left_out


WORD = st.integers(0, 999).map(lambda number: f"word{number}")
TAGS = st.sampled_from(
    "p div span b sup a q nav svg select button noscript details section td ruby rt ul li h2 blockquote".split()
)
ATTRIBUTES = st.sampled_from(
    ["", " hidden", ' class="pagenum"', ' class="h"', ' class="b"', ' href="#n"', ' style="font-size:0"', " class=w",
     ' epub:type="noteref"', ' class="footnote-back"', ' style="white-space:pre-line"', " class=toc-heading"]
)  # fmt: skip
SHEET = "<style>.h{display:none}.b{display:block}.w{white-space:pre-wrap}.b::before{content:'- '}</style>"


@settings(max_examples=150, deadline=None)
@given(st.recursive(WORD, lambda inner: st.tuples(TAGS, ATTRIBUTES, st.lists(inner, max_size=4)), max_leaves=20))
def test_every_word_is_read_or_left_out(tree: object) -> None:
    """Whatever is nested in whatever: no word vanishes without a rule, and none comes twice."""
    words: list[str] = []

    def write(node: object) -> str:
        if isinstance(node, str):
            words.append(node)
            return f" {node} "
        tag, attributes, children = node  # type: ignore[misc]
        return f"<{tag}{attributes}>{''.join(map(write, children))}</{tag}>"

    page = read_page(f"<html><head>{SHEET}</head><body>{write(tree)}</body></html>")
    found = [block.text for block in page.blocks] + [one.text for one in page.left_out]
    letters = "".join(sign if sign.isalnum() else " " for sign in " ".join(found))
    assert sorted(letters.split()) == sorted(words)
