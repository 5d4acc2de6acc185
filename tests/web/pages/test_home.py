"""The first page."""

from __future__ import annotations

from flask.testing import FlaskClient

from fabula.search.syntax import parse, remembered
from .html import links, page, texts


def test_the_first_page_offers_what_the_library_holds(client: FlaskClient) -> None:
    """A search box, the library's numbers, and examples that all find something."""
    tree = page(client, "/")
    assert len(tree.css("form[role=search] input[name=q]")) == 1
    assert texts(tree, ".numbers dd")[:2] == ["3", "5"]
    examples = links(tree, ".examples a")
    assert len(examples) >= 3
    for address in examples:
        assert page(client, address).css(".hit"), address


def test_every_way_to_search_that_is_offered_works(client: FlaskClient) -> None:
    """Each example of the help is read as an operator and raises no error."""
    ways = [way for way in texts(page(client, "/"), ".ways code") if not way.endswith(":")]
    assert len(ways) >= 9
    for way in ways:
        response = client.get("/search", query_string={"q": way}, follow_redirects=True)
        assert response.status_code == 200, way
        assert parse(way).natural is None or parse(way).fields or remembered(way), way
