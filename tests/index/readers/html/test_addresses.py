"""Addresses in the pages of a book."""

from __future__ import annotations

import pytest

from fabula.index.readers.html.addresses import resolve_reference


@pytest.mark.parametrize(
    ("base", "address", "expected"),
    [
        ("text/one.xhtml", "../css/a%20b.css", "css/a b.css"),
        ("one.xhtml", "#top", "one.xhtml"),
        ("one.xhtml", "style.css?v=2", "style.css"),
        ("", "a_files/all.css", "a_files/all.css"),
        ("text/one.xhtml", "https://tales.example/a.css", ""),
        ("text/one.xhtml", "//tales.example/a.css", ""),
        ("text/one.xhtml", "data:text/css,p{}", ""),
        ("one.xhtml", "../../../etc/passwd", "../../../etc/passwd"),
    ],
)
def test_addresses(base: str, address: str, expected: str) -> None:
    """Relative to the file that holds them; what leads out of the book is found by no book."""
    assert resolve_reference(base, address) == expected
