"""Rules and selectors of style sheets."""

from __future__ import annotations

import pytest

from fabula.index.readers.html.styles.style_sheet import Compound, parse_selector, parse_sheet


def compound(tag: str = "", ids: str = "", classes: str = "", types: str = "") -> Compound:
    return Compound(tag, frozenset(ids.split()), frozenset(classes.split()), frozenset(types.split()))


def test_selectors() -> None:
    """Tags, classes, ids and words of epub:type, below and right below others, and what is added to them."""
    found = parse_selector("DIV.a#b > p.c [epub|type~='footnote']::before")
    assert found is not None
    assert found.target == compound(types="footnote")
    assert found.above == ((compound("p", classes="c"), False), (compound("div", "b", "a"), True))
    assert (found.pseudo, found.specificity) == ("before", (1, 3, 2))
    assert parse_selector("*.é\\31 x") == parse_selector(".é1x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a:hover",
        "a + b",
        "a ~ b",
        "a:not(.b)",
        "a[href]",
        "a >",
        "> a",
        "a::before b",
        "a||b",
        ".",
        "a b c d e f g",
    ],
)
def test_selectors_that_are_not_understood(text: str) -> None:
    """They match nothing."""
    assert parse_selector(text) is None


def test_rules_and_imports() -> None:
    """In order, with each selector of a list apart; rules without a known property are none."""
    sheet = parse_sheet(
        "@charset 'utf-8'; @import url( a.css ) screen; @import 'b.css' print; p{color:red}"
        "<!-- a, b.c { display: none } --> @font-face{display:none} @media all{ i{display:none} } u{quotes:none"
    )
    assert sheet.imports == ("a.css",)
    assert [rule.selector.target for rule in sheet.rules] == [compound("a"), compound("b", classes="c"), compound("i")]


def test_commas_in_brackets_part_no_selectors() -> None:
    """The classes in ":not(.a, .b)" are not hidden."""
    assert not parse_sheet("p:not(.a, .b, .c){display:none}").rules
    assert len(parse_sheet("p:not(.a, .b), .c{display:none}").rules) == 1
