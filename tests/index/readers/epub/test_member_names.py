"""Files are found although references spell them differently."""

from __future__ import annotations

import pytest

from fabula.index.readers.epub.member_names import MemberNames
from fabula.index.readers.html.addresses import resolve_reference

NAMES = MemberNames(
    [
        "OEBPS/Text/Two.xhtml",
        "OEBPS/Text/caf\u00e9 1.xhtml",
        "OEBPS/a%20b.xhtml",
        "OEBPS\\Text\\six.xhtml",
        "a/x.html",
        "b/x.html",
    ]
)


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("text/two.XHTML#top", "OEBPS/Text/Two.xhtml"),
        ("/OEBPS/Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("Text\\Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("../OEBPS/Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("../../../Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("OEBPS/Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("file:///OEBPS/Text/Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("C:\\books\\lamp\\Two.xhtml", "OEBPS/Text/Two.xhtml"),
        ("Text/cafe%CC%81%201.xhtml", "OEBPS/Text/caf\u00e9 1.xhtml"),
        ("a%2520b.xhtml", "OEBPS/a%20b.xhtml"),
        ("a%20b.xhtml", "OEBPS/a%20b.xhtml"),
        ("Text/six.xhtml", "OEBPS\\Text\\six.xhtml"),
        ("x.html", ""),
        ("Text/gone.xhtml", ""),
    ],
)
def test_files_are_found(href: str, name: str) -> None:
    """By case, slashes, percent signs, the accents' form, and paths from elsewhere; not where two might be meant."""
    assert NAMES.find(resolve_reference("OEBPS/content.opf", href)) == name


def test_addresses_are_no_files() -> None:
    """What leads out of the book leads nowhere in it; a name with a colon is a name."""
    for address in ("https://x.org/Two.xhtml", "//x.org/Two.xhtml", "mailto:a@x.org", "DATA:text/html,x"):
        assert resolve_reference("content.opf", address) == ""
    assert resolve_reference("content.opf", "Part 1: Noon.xhtml") == "Part 1: Noon.xhtml"
