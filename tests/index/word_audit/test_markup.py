"""The words of a page are what stands between its tags."""

from __future__ import annotations

import pytest

from fabula.index.word_audit.markup import page_text
from ...growth import grows_evenly


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>She<br>lit</p><p>the&nbsp;lamp &amp; left.</p>", "She lit the lamp & left."),
        ("<script>var no;</script><style>p{}</style><!-- no --><p>yes<?php no ?>", "yes"),
        ("<p title='no > no'>a <i class=\"x'>b</i>", "a b"),
        ("<![CDATA[kept]]><!DOCTYPE html>", "kept"),
        ("no markup: 3 < 4 & 5", "no markup: 3 < 4 & 5"),
        ("<<REBIRTH>> <System> You have gained <b>50</b>", "< REBIRTH >> System > You have gained 50"),
        ("<custom-box>kept</custom-box> <o:p>too</o:p>", "kept too"),
        ("<b>unclosed <i", "unclosed <i"),
    ],
)
def test_words(page: str, words: str) -> None:
    """Entities are letters; a name in brackets that is no element and is never closed is a word."""
    assert page_text(page).split() == words.split()


def test_without_its_head() -> None:
    """The pages of a book repeat its title there."""
    page = "<head><title>The Lamp</title></head><body><header>kept</header>story</body>"
    assert page_text(page, with_head=False).split() == ["kept", "story"]
    assert "The Lamp" in page_text(page)


@pytest.mark.parametrize("piece", ["<", "<a", "<!--", "<script>", "<x y", "&amp", "<head", "<?", "<![CDATA["])
def test_time_is_linear(piece: str) -> None:
    """Whatever is begun and never ended."""
    assert grows_evenly(lambda size: page_text(piece * size + "<p>"), 100_000)


@pytest.mark.parametrize("unit", ["<he{}>a ", "</he{}>a ", "<he{}>a</he{}> "])
def test_unknown_elements_take_linear_time(unit: str) -> None:
    """A page may have as many names in angle brackets as words."""
    pages = {size: "".join(unit.replace("{}", str(number)) for number in range(size)) for size in (5_000, 20_000)}
    assert grows_evenly(lambda size: page_text(pages[size]), 20_000)


def test_a_name_is_closed_by_what_begins_with_it() -> None:
    """`<Sys>` is no word where `</System>` stands: one end tag may be misspelt."""
    assert page_text("<Sys> You win <Lamp> </System>").split() == ["You", "win", "Lamp", ">"]
