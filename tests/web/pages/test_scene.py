"""Reading a scene in its work, and a work as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index import Block, BlockKind, Chapter, Work, add_works
from fabula.index.model import Scene
from fabula.search import Library
from fabula.web.app import create_app

from ...search.spoken_stories import cast_by_lot, spoken_work


def page(client: FlaskClient, address: str, **query: str) -> LexborHTMLParser:
    response = client.get(address, query_string=query)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


@pytest.fixture
def scenes(shelf: Library) -> tuple[Scene, ...]:
    """The scenes of the work with three, its note first."""
    work = next(work for work in shelf.works() if work.scenes == 3)
    return shelf.scenes(work.id)


def numbered(scenes: tuple[Scene, ...], number: int) -> Scene:
    return next(scene for scene in scenes if scene.number == number)


def test_a_scene_is_read_whole(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Every paragraph stands there, in order, with its place in the work."""
    scene = numbered(scenes, 1)
    tree = page(client, f"/scenes/{scene.id}")
    assert [node.text() for node in tree.css(".story > *")] == scene.text.split("\n\n")
    assert texts(tree, "article .where") == ["Chapter 1: The Stairs · Scene 1 of 3"]
    assert not tree.css("mark")


def test_verse_keeps_its_lines_and_headings_are_headings(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Verse is one paragraph with its line ends; a heading is a heading."""
    tree = page(client, f"/scenes/{numbered(scenes, 3).id}")
    assert texts(tree, ".story h2.heading") == ["What the wind sang"]
    verse = tree.css_first(".story p.verse")
    assert verse is not None
    assert verse.text().splitlines()[:2] == ["Low light, slow light,", "bring the herring home,"]


def test_every_match_is_marked_and_can_be_reached(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Each match has an anchor; links lead to each of them."""
    tree = page(client, f"/scenes/{numbered(scenes, 1).id}", q='"would have been my choice"')
    assert [mark.attributes.get("id") for mark in tree.css(".story mark")] == ["match", "match-2"]
    assert [link.attributes["href"] for link in tree.css(".matches a")] == ["#match", "#match-2"]
    assert texts(tree, ".matches .counter") == ["2 matches"]


def test_neighbours_keep_the_query(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Previous and next scene are links, in the page's head as well, and mark the same query."""
    tree = page(client, f"/scenes/{numbered(scenes, 2).id}", q="choice")
    for rel, number in (("prev", 1), ("next", 3)):
        address = f"/scenes/{numbered(scenes, number).id}?q=choice"
        assert [node.attributes["href"] for node in tree.css(f"[rel={rel}]")] == [address, address]


def test_the_ends_have_one_neighbour(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Nothing comes before the first scene or after the last."""
    assert not page(client, f"/scenes/{scenes[0].id}").css("[rel=prev]")
    assert not page(client, f"/scenes/{scenes[-1].id}").css("[rel=next]")


def test_a_note_says_that_it_is_one(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Paratext has no number."""
    note = next(scene for scene in scenes if scene.number is None)
    assert "Note" in texts(page(client, f"/scenes/{note.id}"), "article .where")[0]


def test_a_query_that_makes_no_sense_does_not_hide_the_scene(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """The story is there; a note says why nothing is marked."""
    for query in ("!!!", "zebra"):
        tree = page(client, f"/scenes/{scenes[0].id}", q=query)
        assert tree.css(".story p")
        assert len(tree.css("main .note:not(.story *)")) >= 1


def test_the_story_has_its_language(client: FlaskClient, shelf: Library) -> None:
    """lang and dir stand on the story, not on the words around it."""
    work = next(work for work in shelf.works() if work.title == "Salt and Paper")
    story = page(client, f"/scenes/{shelf.scenes(work.id)[0].id}").css_first(".story")
    assert story is not None
    assert (story.attributes["lang"], story.attributes["dir"]) == ("en-gb", "auto")


def test_a_work_tells_what_is_known_of_it(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Title, author, summary, metadata, and every scene with its first words, notes apart."""
    tree = page(client, f"/works/{scenes[0].work_id}")
    assert texts(tree, "h1") == ["The Lamp at Orrin Point"]
    assert texts(tree, ".about") == ["Two keepers and one lamp."]
    assert {"Fandom", "Characters", "Tags", "Rating", "Series", "Language"} <= set(texts(tree, ".facts dt"))
    assert {"slow burn", "lighthouses", "Lights", "Tamsin"} <= set(texts(tree, ".facts li"))
    assert texts(tree, ".within h3") == ["Chapter 1: The Stairs", "Chapter 2"]
    story = [scene.id for scene in scenes if scene.number]
    assert [str(a.attributes["href"]).rpartition("/")[2] for a in tree.css(".within li a")] == story
    assert len(tree.css(".notes li")) == len(scenes) - len(story) == 1


def test_only_web_addresses_are_linked(client: FlaskClient, shelf: Library) -> None:
    """A work's source is a link to the web or plain text."""
    targets = {
        str(node.attributes["href"])
        for work in shelf.works()
        for node in page(client, f"/works/{work.id}").css(".facts a[rel]")
    }
    assert targets == {"https://stories.example/works/1"}


def test_a_work_shows_who_speaks(tmp_path: Path) -> None:
    """With how often, and the way to what each says; in a work where nobody does there is no such line."""
    add_works(tmp_path / "lib", [spoken_work(3), spoken_work(4)])
    cast_by_lot(tmp_path / "lib")
    client = create_app(tmp_path / "lib").test_client()
    with Library.open(tmp_path / "lib") as library:
        work = library.works()[0]
    tree = page(client, f"/works/{work.id}")
    assert texts(tree, ".speakers li") == ["Lexa 1", "Clarke 1", "Abby Griffin 1"]
    link = tree.css(".speakers a")[2].attributes["href"]
    assert link == f"/search?q=speaker:%22Abby+Griffin%22&work={work.id}"
    found = LexborHTMLParser(client.get(link).text)
    assert all(said == "Abby Griffin" for said in texts(found, ".speaker"))


def test_where_nobody_speaks(tmp_path: Path) -> None:
    """There is no such line."""
    rain = Block(BlockKind.PARAGRAPH, "It rained all day, and nobody said a word.")
    add_works(tmp_path / "lib", [Work("The Rain", ("Ann Author",), (Chapter((rain,)),))])
    with Library.open(tmp_path / "lib") as library:
        (work,) = library.works()
    assert not page(create_app(tmp_path / "lib").test_client(), f"/works/{work.id}").css(".speakers")
