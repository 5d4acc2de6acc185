"""The page of a scene: its text, the matches in it, and the scenes before and after."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from fabula.index.errors import QueryTooDear
from fabula.index.model import Scene
from fabula.search import Library
from .html import page, texts


@pytest.fixture
def scenes(shelf: Library) -> tuple[Scene, ...]:
    """The scenes of the work with three, its note first."""
    work = next(work for work in shelf.works() if work.scenes == 3)
    return shelf.scenes(work.id)


def numbered(scenes: tuple[Scene, ...], number: int) -> Scene:
    return next(scene for scene in scenes if scene.number == number)


def test_a_scene_is_read_whole(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Every paragraph is there, in order, with the number of the scene."""
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
    """Previous and next scene are links, in the page's head too, and mark the same query."""
    tree = page(client, f"/scenes/{numbered(scenes, 2).id}", q="choice")
    for rel, number in (("prev", 1), ("next", 3)):
        address = f"/scenes/{numbered(scenes, number).id}?q=choice"
        assert [node.attributes["href"] for node in tree.css(f"[rel={rel}]")] == [address, address]


def test_the_ends_have_one_neighbour(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Nothing comes before the first scene or after the last."""
    assert not page(client, f"/scenes/{scenes[0].id}").css("[rel=prev]")
    assert not page(client, f"/scenes/{scenes[-1].id}").css("[rel=next]")


def test_a_note_is_named_so(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """Paratext has no number."""
    note = next(scene for scene in scenes if scene.number is None)
    assert "Note" in texts(page(client, f"/scenes/{note.id}"), "article .where")[0]


def test_a_query_that_makes_no_sense_does_not_hide_the_scene(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
    """The story is there; a note says why nothing is marked."""
    for query in ("!!!", "zebra"):
        tree = page(client, f"/scenes/{scenes[0].id}", q=query)
        assert tree.css(".story p")
        assert len(tree.css("main .note:not(.story *)")) >= 1


def test_a_query_that_takes_too_long_does_not_hide_the_scene(
    client: FlaskClient, scenes: tuple[Scene, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its matches are not marked, and the page says why."""

    def dear(*_: object) -> None:
        raise QueryTooDear("The answer takes longer than 2 s. The time was over at a*.")

    monkeypatch.setattr(Library, "locate", dear)
    tree = page(client, f"/scenes/{numbered(scenes, 1).id}?q=a*")
    assert len(tree.css(".story > *")) == len(numbered(scenes, 1).text.split("\n\n"))
    assert "The time was over at a*." in tree.body.text()  # type: ignore[union-attr]


def test_the_story_has_its_language(client: FlaskClient, shelf: Library) -> None:
    """The story has lang and dir, the words around it do not."""
    work = next(work for work in shelf.works() if work.title == "Salt and Paper")
    story = page(client, f"/scenes/{shelf.scenes(work.id)[0].id}").css_first(".story")
    assert story is not None
    assert (story.attributes["lang"], story.attributes["dir"]) == ("en-gb", "auto")
