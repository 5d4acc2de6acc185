"""The list of all works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.web.app import create_app


def titles(client: FlaskClient, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [node.text() for node in LexborHTMLParser(response.text).css(".works .title")]


def test_works_are_listed_by_title(client: FlaskClient) -> None:
    """All of them, in the library's order."""
    assert titles(client, "/works") == ["Salt and Paper", "The Lamp at Orrin Point", "Untitled"]


def test_works_are_sorted(client: FlaskClient) -> None:
    """By author, works without one last; by length, the longest first."""
    assert titles(client, "/works?sort=author") == ["The Lamp at Orrin Point", "Salt and Paper", "Untitled"]
    assert titles(client, "/works?sort=longest")[0] == "The Lamp at Orrin Point"


def test_works_are_filtered_by_words(client: FlaskClient) -> None:
    """All words must stand in title, authors, fandoms, series or tags, in any case."""
    assert titles(client, "/works?q=ODUYA+salt") == ["Salt and Paper"]
    assert titles(client, "/works?q=slow+burn") == ["The Lamp at Orrin Point"]
    assert titles(client, "/works?q=zebra") == []


def test_many_works_come_in_pages(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Fifty a page, with links to both sides that keep filter and order; a page that does not exist is 404."""
    library = make_library(*(make_work(f"Story {n}.", title=f"Tale {n:03}") for n in range(120)))
    client = create_app(library).test_client()
    assert titles(client, "/works")[::49] == ["Tale 000", "Tale 049"]
    assert titles(client, "/works?page=3") == [f"Tale {n:03}" for n in range(100, 120)]
    tree = LexborHTMLParser(client.get("/works?q=tale&sort=longest&page=2").text)
    assert [node.attributes["href"] for node in tree.css(".pager a")] == [
        "/works?q=tale&sort=longest",
        "/works?q=tale&sort=longest&page=3",
    ]
    for number in ("0", "4", "-1"):
        assert client.get(f"/works?page={number}").status_code == 404


def test_an_unknown_order_is_400(client: FlaskClient) -> None:
    """As with searches."""
    assert client.get("/works?sort=colour").status_code == 400


def test_a_series_is_read_in_its_order(tmp_path: Path) -> None:
    """By number, decimals in their place, works without a number after them, and other works last."""
    places = {"Ten": "10", "Two": "2", "Between": "1.5", "Before": "0", "Beside": "", "One": "1"}
    works = [
        Work(
            title,
            (),
            (Chapter((Block(BlockKind.PARAGRAPH, f"{title}."),)),),
            Metadata(series="Lamps", series_number=at),
        )
        for title, at in places.items()
    ]
    other = Work("Alone", (), (Chapter((Block(BlockKind.PARAGRAPH, "Alone."),)),))
    add_works(tmp_path / "lib", [other, *works])
    client = create_app(tmp_path / "lib").test_client()
    order = ["Before", "One", "Between", "Two", "Ten", "Beside"]
    assert titles(client, "/works?sort=series") == [*order, "Alone"]
    assert titles(client, "/works?q=lamps&sort=series") == order
    tree = LexborHTMLParser(client.get("/works?sort=series").text)
    assert [node.text() for node in tree.css(".where .series")][:3] == ["Lamps 0", "Lamps 1", "Lamps 1.5"]
    links = {node.text(): node.attributes["href"] for node in tree.css(".works a")}
    page = LexborHTMLParser(client.get(links["Between"]).text)
    row = next(node for node in page.css(".facts div") if "Series" in node.text())
    assert " ".join(row.text().split()) == "SeriesLamps 1.5"
    assert row.css_first("a").attributes["href"] == "/works?q=Lamps&sort=series"
