"""The same address comes out of every format of one story."""

from __future__ import annotations

import pytest

from fabula.index.identity import canonical_address
from fabula.index.readers.metadata.source_address import first_address, saved_address

ADDRESS = "http://tales.org/fic/viewstory.php?sid=12"


@pytest.mark.parametrize(
    "texts",
    [
        [ADDRESS],
        ["urn:uuid:0f3e", f"url:{ADDRESS}", "https://other.org/a"],
        ["http://tales.org/", "uri:http|//tales.org/fic/viewstory.php?sid=12"],
        ["fanficfare-uid:tales.org-u1-s12", f" {ADDRESS}&chapter=1 "],
        ["url:http%3A//tales.org/fic/viewstory.php?sid=12"],
    ],
)
def test_the_first_address_of_a_work_counts(texts: list[str]) -> None:
    """Identifiers of other kinds and a whole site are passed over; calibre writes addresses in its own ways."""
    assert canonical_address(first_address(texts)) == canonical_address(ADDRESS)


@pytest.mark.parametrize("texts", [[], ["", "0f3e", "isbn:978", "http://tales.org", "see http://a.org/b", "x" * 9_999]])
def test_other_texts_are_no_address(texts: list[str]) -> None:
    """A sentence with an address in it is none."""
    assert first_address(texts) == ""


def test_a_saved_page_says_where_it_is_from() -> None:
    """Browsers write it in a comment at the head; what only looks like one is none."""
    assert saved_address(f"<!DOCTYPE html>\n<!-- saved from url=(0041){ADDRESS} -->\n<html>") == ADDRESS
    assert saved_address(f"<html><!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: x\n-->") == ADDRESS
    assert saved_address("<!-- saved from url=(0014)about:internet --><html>") == ""
    assert saved_address(f"<html><p>{' ' * 5_000}<!-- saved from url=(0041){ADDRESS} -->") == ""
