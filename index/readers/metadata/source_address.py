"""Chooses the address of a work among the addresses that a file has in its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fabula.index.identity import canonical_address

# calibre writes "url:http://…", and in older books "url:http|//…", for its identifiers had no colons.
_IDENTIFIER = re.compile(r"(?:(?:url|uri)\d?:)?(https?)(?::|\||%3a)//(\S+)", re.IGNORECASE)

# Browsers and SingleFile write into a page where they saved it from.
_SAVED = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{1,9}\)\s{0,9}|Page saved with SingleFile\s{1,9}url:\s{1,9})(https?://[^\s<>]{1,2000})",
    re.IGNORECASE,
)
_SAVED_WITHIN_CHARS = 4_000


def first_address(texts: Iterable[str]) -> str:
    """The first of `texts` that is the address of a single work, not of a whole site; "" if none is.

    >>> first_address(["urn:uuid:0f3e", "https://example.org/", "url:http://example.org/viewstory.php?sid=1"])
    'http://example.org/viewstory.php?sid=1'
    """
    for text in texts:
        if match := _IDENTIFIER.fullmatch(text.strip()):
            address = f"{match[1].lower()}://{match[2]}"
            if canonical_address(address):
                return address
    return ""


def saved_address(page: str) -> str:
    """The address from which a browser saved `page`, an HTML document; "" if it does not say.

    >>> saved_address("<!-- saved from url=(0035)http://a.org/viewstory.php?sid=1 --><html>")
    'http://a.org/viewstory.php?sid=1'
    """
    match = _SAVED.search(page[:_SAVED_WITHIN_CHARS])
    return first_address([match[1]]) if match else ""
