"""Words in angle brackets are told from markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.bytes.angle_brackets import HTML_NAMES, is_html_name, keep_words, without_tags, word_names
from ....growth import grows_evenly


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("a game called <<REBIRTH>>", "a game called <&lt;REBIRTH>>"),
        ("<p><System> You win, <hello there>.</p>", "<p>&lt;System> You win, &lt;hello there>.</p>"),
        ("That went well. </sarcasm>", "That went well. &lt;/sarcasm>"),
        ("<Уровень 5> <名前>", "&lt;Уровень 5> &lt;名前>"),
        ("Write to <odo@salt.org> or <Name: Odo>", "Write to &lt;odo@salt.org> or &lt;Name: Odo>"),
        ("I </3 you</p>", "I &lt;/3 you</p>"),
        ("a<b and <System: don't</p>", "a&lt;b and &lt;System: don't</p>"),
        ("<!BOSS> <? who>", "&lt;!BOSS> &lt;? who>"),
        ("She left. <!-- and then", "She left. &lt;!-- and then"),
        ("<p><Object> gained</p>", "<p>&lt;Object> gained</p>"),
        ("<p><title>She left.</p>", "<p>She left.</p>"),
    ],
)
def test_words_are_kept(markup: str, kept: str) -> None:
    """What no element of HTML is, or what would hide the rest of the page, is text to a parser."""
    assert keep_words(markup) == kept


@pytest.mark.parametrize(
    "markup",
    [
        "<P>She <b>left</b>.<BR/><hr>",
        "<spoiler>She left.</spoiler> <x-note>He stayed.</x-note>",
        '<o:p> <mbp:pagebreak/> <pb n="4"> <anything/>',
        "<ruby>lamp<rt>light</ruby> 3 < 4 and 5 > 2",
        "<!DOCTYPE html><!-- <b --><?xml version='1.0'?><![CDATA[x]]>",
        '<img alt="1 < 2" src=\'a>b\'> <a title="<3">x</a>',
        "<svg><path></path></svg><script>if (a) b();</script>",
        "",
    ],
)
def test_markup_stays(markup: str) -> None:
    """Elements of HTML, elements that are closed, names with a prefix or quoted attributes, comments, declarations."""
    assert keep_words(markup) == markup


def test_names_that_are_words() -> None:
    """A name is words if it is not closed as often as it is opened."""
    assert word_names("<System> a </System> <HP> <b> <HP> </rant>") == {"hp", "rant"}
    assert is_html_name("TABLE") and is_html_name("o:p") and not is_html_name("name:")
    assert without_tags("<u>a</u> <System> b") == "a <System> b"
    assert {"a", "ruby", "nobr", "h6"} <= HTML_NAMES


@given(st.lists(st.sampled_from(["<", ">", "</", "System", "b", " ", "p", "!", "?", "--", "=", '"', "3"]), max_size=20))
def test_nothing_but_left_brackets_changes(parts: list[str]) -> None:
    """Apart from escapes, and begins of elements that hide their content, the text is as it was."""
    markup = "".join(parts)
    assert keep_words(markup).replace("&lt;", "<") == markup


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["<", "<a", "<System> ", "</", "<x ", '<a b="', "<a b='c ", "<!--", "<Object>", "<a =", "<a b"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    """No run of brackets is read twice over."""
    assert grows_evenly(lambda times: keep_words(unit * times), 20_000)


def test_every_name_gets_out_of_a_crowd() -> None:
    """Ten thousand different names in brackets are words, each."""
    markup = " ".join(f"<Level{number}>" for number in range(10_000))
    assert len(re.findall("&lt;", keep_words(markup))) == 10_000
