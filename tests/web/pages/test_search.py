"""The page of results: scenes, explanations, and links to filters, orders and pages."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from fabula.index import Block, BlockKind, Chapter, Work, add_works
from fabula.search import Library
from fabula.search.cursors import Cursor
from fabula.web.app import create_app
from .html import links, page, texts


def test_a_line_is_found_and_marked(client: FlaskClient) -> None:
    """The scene with the line comes first, with its kind of match, and only the line is marked."""
    tree = page(client, "/search?q=you+would+have+been+my+choice")
    assert texts(tree, ".hit h2")[0] == "The Lamp at Orrin Point by Ada Merrow"
    assert texts(tree, ".hit .where")[0] == "Chapter 1: The Stairs · Scene 1 of 3 · said by Ilse · exact words"
    first = tree.css_first(".hit")
    assert first is not None
    assert {" ".join(mark.text().split()).lower() for mark in first.css("mark")} == {"you would have been my choice"}


def test_a_result_leads_to_its_match(client: FlaskClient) -> None:
    """The link of a result opens the scene at the first match, without script."""
    address = links(page(client, '/search?q="you would have been my choice"'), ".hit h2 a")[0]
    path, _, fragment = address.partition("#")
    scene = page(client, path)
    marks = scene.css(f"#{fragment}")
    assert [mark.text() for mark in marks] == ["you would have been my choice"]
    assert marks[0].tag == "mark"


def test_facets_are_links_that_narrow(client: FlaskClient) -> None:
    """A field with several values is listed; a click filters by a value, and another removes the filter."""
    tree = page(client, "/search?q=choice")
    assert texts(tree, "#facet-fandom + ul a") == ["Orrin Point", "Letters"]
    narrowed = page(client, links(tree, "#facet-fandom + ul a")[1])
    assert texts(narrowed, ".hit .title") == ["Salt and Paper"]
    assert links(narrowed, ".chips a") == ["/search?q=choice"]
    assert not narrowed.css("#facet-fandom")


def test_a_facet_leads_to_as_many_scenes_as_it_says(tmp_path: Path) -> None:
    """Works by several authors, and authors whose names hold one another's, are told apart; the chip shows the name."""
    for number, authors in enumerate([("Mark Twain",), ("Mark Twain", "Ann Lee"), ("Mark Twain Jr.",), ('"Ann" Lee',)]):
        blocks = (Block(BlockKind.PARAGRAPH, f"The lamp of tale {number} was lit."),)
        add_works(tmp_path / "library", [Work(f"Tale {number}", authors, (Chapter(blocks),))])
    client = create_app(tmp_path / "library").test_client()
    tree = page(client, "/search?q=lamp")
    facet = tree.css_first("#facet-author + ul")
    assert facet is not None
    for entry in facet.css("li"):
        name, number = entry.css_first("bdi"), entry.css_first(".quiet")
        assert name is not None and number is not None
        narrowed = page(client, entry.css_first("a").attributes["href"] or "")  # type: ignore[union-attr]
        assert len(narrowed.css(".hit")) == int(number.text())
        assert texts(narrowed, ".chips bdi") == [name.text()]
        assert links(narrowed, ".chips a") == ["/search?q=lamp"]


def test_a_new_search_keeps_filters_and_order(client: FlaskClient) -> None:
    """The search box keeps the filters."""
    tree = page(client, "/search?q=choice&fandom=Letters&sort=title")
    hidden = {node.attributes["name"]: node.attributes["value"] for node in tree.css("input[type=hidden]")}
    assert hidden == {"fandom": "Letters", "sort": "title"}


def test_a_search_within_a_work_names_it(client: FlaskClient) -> None:
    """The filter by a work is shown with its title, not its id."""
    work = links(page(client, "/works?q=lamp"), ".works a")[0].rpartition("/")[2]
    tree = page(client, f"/search?q=choice&work={work}")
    assert texts(tree, ".chips bdi") == ["The Lamp at Orrin Point"]
    assert set(texts(tree, ".hit .title")) == {"The Lamp at Orrin Point"}


def test_orders_are_links(client: FlaskClient) -> None:
    """Each order is a link; the current one is marked."""
    tree = page(client, "/search?q=choice&sort=title")
    assert texts(tree, ".sorts a[aria-current]") == ["Title"]
    assert "/search?q=choice&sort=length" in links(tree, ".sorts a")


def test_zero_results_say_what_failed(client: FlaskClient) -> None:
    """The missing word is named, and the nearest one is a link that finds something."""
    tree = page(client, "/search?q=chioce")
    assert texts(tree, "h1")[0].startswith("Nothing found")
    assert texts(tree, ".missing b") == ["chioce"]
    nearest = links(tree, ".missing a")
    assert nearest
    assert page(client, nearest[0]).css(".hit")


def test_notes_are_shown(client: FlaskClient) -> None:
    """A quote without its closing mark is searched for, and the page says how it was read."""
    tree = page(client, '/search?q="my choice')
    assert any("quote" in note for note in texts(tree, ".note"))
    assert tree.css(".hit")


def test_answers_come_in_pages(client: FlaskClient, shelf: Library) -> None:
    """With a cursor after the last hit, the page says that there are no more results, and links to the first."""
    first = Cursor.decode(shelf.search("choice", limit=1).cursor or "")
    tree = page(client, f"/search?q=choice&cursor={first._replace(offset=1000).encode()}")
    assert not tree.css(".hit")
    assert links(tree, "main p a") == ["/search?q=choice"]


def test_a_page_that_is_gone_begins_anew(client: FlaskClient, shelf: Library) -> None:
    """An address with the cursor of a commit that is no longer kept shows the first results, and says so."""
    cursor = Cursor.decode(shelf.search("choice", limit=1).cursor or "")
    gone = cursor._replace(commit=cursor.commit._replace(digest=b"notthere")).encode()
    tree = page(client, f"/search?q=choice&cursor={gone}")
    assert len(tree.css(".hit")) == 4
    assert any("has changed" in note for note in texts(tree, ".note"))


def test_a_search_for_nothing_is_the_first_page(client: FlaskClient) -> None:
    """An empty box leads back to the first page."""
    response = client.get("/search?q=+")
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_bad_search_is_explained(client: FlaskClient) -> None:
    """No words, an unknown order, a made-up cursor and a query that is too long are 400 with a helpful page."""
    for address in ("/search?q=!!!", "/search?q=a&sort=x", "/search?q=a&cursor=x", "/search?q=" + "a" * 5000):
        tree = page(client, address, 400)
        assert texts(tree, "h1") in (["That cannot be searched for"], ["That cannot be asked for"])
        assert texts(tree, ".lead")[0]


def test_other_editions_are_named(tmp_path: Path) -> None:
    """A scene of two works is one result with a link to the other, and a link that shows both."""
    chapter = Chapter((Block(BlockKind.PARAGRAPH, "You would have been my choice."),))
    add_works(tmp_path / "library", [Work(title, ("Ann",), (chapter,)) for title in ("One", "Two")])
    client = create_app(tmp_path / "library").test_client()
    tree = page(client, "/search?q=choice")
    shown, named = texts(tree, ".hit h2"), texts(tree, ".also")
    assert sorted([*shown, named[0].removeprefix("Also in ")]) == ["One by Ann", "Two by Ann"]
    assert page(client, links(tree, ".also a")[0]).css("mark")
    (every,) = (link for link in links(tree, ".found p a") if "editions=all" in link)
    both = page(client, every)
    assert sorted(texts(both, ".hit h2")) == ["One by Ann", "Two by Ann"]
    assert not both.css(".also")
    (once,) = (link for link in links(both, ".found > p a") if "editions" not in link)
    assert len(page(client, once).css(".hit")) == 1
    assert client.get("/api/v1/search?q=choice&editions=some").status_code == 400
    assert len(client.get("/api/v1/search?q=choice&editions=all").json["hits"]) == 2  # type: ignore[index]


def test_a_filter_by_speaker_has_a_label(client: FlaskClient) -> None:
    """Every field to filter by can be removed under its name."""
    assert texts(page(client, "/search?q=choice&speaker=Ilse"), ".chips li") == ["Remove Speaker: Ilse ×"]
