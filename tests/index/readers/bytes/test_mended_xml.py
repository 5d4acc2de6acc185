"""Damaged XML is parsed, and keeps its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.bytes.mended_xml import parse_mended
from ....growth import grows_evenly


def text_of(markup: str) -> str:
    root = parse_mended(markup).root
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Jeeves & Co, AT&T; &amp; Sons", "Jeeves & Co, AT&T; & Sons"),
        ("caf&eacute;&nbsp;&mdash; &Zcaron;", "café — Ž"),
        ("3 < 4, <3, a<b, <- x", "3 < 4, <3, a<b, <- x"),
        ("<System> You win, </rant>", "<System> You win, </rant>"),
        ("a\x02b&#1;c&#xD800;d\x0b", "abcd"),
        ("one <br>two<hr> three <br/>four", "one two three four"),
        ("<p>one<p>two", "onetwo"),
    ],
)
def test_mistakes_lose_no_word(markup: str, text: str) -> None:
    """Bare signs, unknown entities, controls, unclosed elements."""
    assert text_of(f"<book>{markup}</book>") == text


def test_well_formed_documents_are_parsed_strictly() -> None:
    """Nothing is mended where nothing is wrong; entities of the document are replaced."""
    parsed = parse_mended("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY y 'salt'>]><a>&y; &lt;System></a>")
    assert (parsed.root.text, parsed.mistake, parsed.elsewhere) == ("salt <System>", "", ())


def test_what_is_cut_off_keeps_its_elements() -> None:
    """Elements that are open where a file ends are no words."""
    root = parse_mended("<book><part><p>She left &amp; he stay").root
    assert [element.tag for element in root.iter()] == ["book", "part", "p"]


def test_texts_elsewhere_are_named() -> None:
    """An entity that names a file reads no file."""
    parsed = parse_mended('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>A &x; B</a>')
    assert (parsed.root.text, parsed.elsewhere) == ("A  B", ("x",))


def test_what_is_no_xml_has_no_root() -> None:
    """There is a reason instead."""
    for text in ("", "junk", "&&&"):
        assert parse_mended(text).root is None
        assert parse_mended(text).mistake


@given(
    st.lists(
        st.sampled_from(["<", ">", "</a>", "<a>", "&", ";", "x", " ", "#", "1", "<!", "<?", "]", "["]), max_size=20
    )
)
def test_any_text_gives_a_root_or_a_reason(parts: list[str]) -> None:
    """No text makes the parser fail."""
    parsed = parse_mended(f"<book>{''.join(parts)}</book>")
    assert parsed.root is not None or parsed.mistake


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["&", "<", "<a ", "&a;", "&#1;", "<br ", "<br", "<!DOCTYPE a [", "</", "<a>", "<!--", "]]>"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    """No mistake is looked at again for each that follows."""
    assert grows_evenly(lambda times: parse_mended(f"<book>{unit * times}</book>"), 20_000)
