"""The page of results shows the line that was meant."""

from __future__ import annotations

from flask.testing import FlaskClient

from .html import links, page, texts

LINE = "if the harbor asked me you wood be my choice"


def test_a_sloppy_line_is_shown_above_the_scenes(client: FlaskClient) -> None:
    """With its difference, and a link that opens the scene at the passage."""
    tree = page(client, "/search", q=LINE)
    assert texts(tree, ".meant > h2") == ["Did you mean this line?"]
    assert "The Lamp at Orrin Point" in texts(tree, ".meant .hit h2")[0]
    assert texts(tree, ".meant .difference del")
    assert "?q=?+if+the+harbor" in links(tree, ".meant .hit h2 a")[0]


def test_an_exact_line_and_a_filter_that_excludes_it_show_none(client: FlaskClient) -> None:
    """What is found needs no question; what is elsewhere is not asked for."""
    for query in ({"q": "you would have been my choice"}, {"q": LINE, "author": "Oduya"}, {"q": "jetty choice"}):
        assert "Did you mean" not in client.get("/search", query_string=query).get_data(as_text=True)


def test_a_program_asks_for_it(client: FlaskClient) -> None:
    """With remembered=1; without it there is none."""
    asked = client.get("/api/v1/search", query_string={"q": LINE, "remembered": "1"}).get_json()
    assert asked["remembered"]["claimed"] is True
    assert asked["remembered"]["hits"][0]["work"]["title"] == "The Lamp at Orrin Point"
    assert client.get("/api/v1/search", query_string={"q": LINE}).get_json()["remembered"] is None
    assert client.get("/api/v1/search", query_string={"q": LINE, "remembered": "yes"}).status_code == 400
