"""The page of works that tell the same text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from fabula.index import Work
from fabula.web.app import create_app
from .html import links, page


def text(number: int) -> str:
    return " ".join(f"The river{number} was old {word}." for word in range(30))


def test_groups(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Each group with its works, what differs, and what is spare; titles are escaped."""
    works = [make_work(text(1), title="<b>Ferry"), make_work(text(1), title="Ferry", authors=("ann",))]
    tree = page(create_app(make_library(*works)).test_client(), "/library/duplicates")
    assert [node.text() for node in tree.css(".group h2")] == ["The same text 2 works"]
    assert [node.text() for node in tree.css(".group .title")] == ["<b>Ferry", "Ferry"]
    assert [node.text() for node in tree.css(".spare")] == ["spare"]
    assert [node.text() for node in tree.css(".differences li")] == ["shown in results: it has its author's full name"]
    assert "2 works in 1 group; 1 work" in tree.css_first(".summary .quiet").text()


def test_pages_and_filters(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Twenty a page, with links that keep the words and the share; what is not there is 404, what is senseless 400."""
    authors = (("Ann Lee",), ("ann",))
    works = [
        make_work(text(number), title=f"Tale {number:02}", authors=author) for number in range(25) for author in authors
    ]
    client = create_app(make_library(*works)).test_client()
    assert len(page(client, "/library/duplicates").css(".group")) == 20
    tree = page(client, "/library/duplicates?page=2&min_share=0.9&q=tale")
    assert len(tree.css(".group")) == 5
    assert links(tree, ".pager a") == ["/library/duplicates?q=tale&min_share=0.9"]
    assert tree.css_first(".sorts [aria-current]").text() == "90 %"
    assert len(page(client, "/library/duplicates?q=tale+07").css(".group")) == 1
    assert "All groups" in page(client, "/library/duplicates?q=zebra").css_first("main").text()
    assert client.get("/library/duplicates?page=3").status_code == 404
    assert client.get("/library/duplicates?min_share=7").status_code == 400


def test_none(client: FlaskClient) -> None:
    """It says so."""
    assert "No two works share that much" in page(client, "/library/duplicates").css_first("main").text()
