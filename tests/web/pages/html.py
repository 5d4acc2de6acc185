"""Pages as trees, for tests."""

from __future__ import annotations

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

__all__ = ["links", "page", "texts"]


def page(client: FlaskClient, address: str, status: int = 200, **query: str) -> LexborHTMLParser:
    response = client.get(address, query_string=query or None)
    assert response.status_code == status
    return LexborHTMLParser(response.text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def links(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes["href"] or "" for node in tree.css(selector)]
