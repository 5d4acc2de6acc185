"""The page of the quote finder, without scripts."""

from __future__ import annotations

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

WRONG = "if the harbor had asked me you would of been my choise"


def page(client: FlaskClient, address: str) -> LexborHTMLParser:
    response = client.get(address)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_the_page_begins_with_an_empty_box(client: FlaskClient) -> None:
    """Its form leads to itself, and every page links to it."""
    tree = page(client, "/quote")
    assert texts(tree, "h1") == ["Which line do you half remember?"]
    (form,) = tree.css("main form")
    assert form.attributes["action"] == "/quote" and form.css_first("input").attributes["name"] == "q"
    assert "/quote" in [link.attributes["href"] for link in page(client, "/").css("nav a")]


def test_a_difference_has_notes_for_screen_readers(client: FlaskClient) -> None:
    """Words that are not in the text are <del>, words of the text <ins>; both have a note for screen readers."""
    tree = page(client, f"/quote?q={WRONG.replace(' ', '+')}")
    assert texts(tree, "h1")[0] in ("Almost certainly", "Very likely", "Likely")
    (difference,) = tree.css(".hit .difference")[:1]
    shown = " ".join(difference.text().split())
    assert "(not in the text: harbor) (in the text: harbour)" in shown
    assert "(not in the text: choise) (in the text: choice.”)" in shown
    assert shown.startswith("“If the ")
    assert len(tree.css(".legend del")) == len(tree.css(".legend ins")) == 1


def test_a_hit_links_to_its_passage(client: FlaskClient) -> None:
    """The page of the scene marks the passage as one match, to which the link leads."""
    link = page(client, f"/quote?q={WRONG.replace(' ', '+')}").css_first(".hit h2 a").attributes["href"]
    assert link is not None and link.endswith("#match")
    scene = page(client, link.partition("#")[0])
    assert scene.css_first("#match") is not None
    marked = "".join(node.text() for node in scene.css(".story mark"))
    assert marked.startswith("If the harbour had asked me") and marked.endswith("you would have been my choice")
    assert texts(scene, ".counter") == ["1 match"]
    # And back again.
    back = scene.css_first(".back a").attributes["href"]
    assert back is not None and client.get(back, follow_redirects=True).request.path == "/quote"


def test_nothing_close(client: FlaskClient) -> None:
    """The nearest passages are shown under that heading."""
    tree = page(client, "/quote?q=zebra+crossing+on+the+boats")
    assert texts(tree, "h1") == ["Nothing close; these are the nearest"]
    assert set(texts(tree, ".how")) == {"not close"}
    assert texts(page(client, "/quote?q=xylographie"), "h1") == ["Nothing close"]


def test_word_for_word_has_no_difference(client: FlaskClient) -> None:
    """There is no legend either."""
    tree = page(client, "/quote?q=you+would+have+been+my+choice")
    assert texts(tree, "h1") == ["Word for word"]
    assert not tree.css(".difference, .legend")


def test_a_search_for_a_remembered_line_is_redirected(client: FlaskClient) -> None:
    """`? LINE` in any search box."""
    response = client.get("/search", query_string={"q": f"? {WRONG}"})
    assert response.status_code == 302
    assert page(client, response.headers["Location"]).css_first("#q").attributes["value"] == WRONG


def test_a_bad_query_is_refused(client: FlaskClient) -> None:
    """The page says what to do instead."""
    for text in ("…", "word " * 2000):
        assert client.get("/quote", query_string={"q": text}).status_code == 400
