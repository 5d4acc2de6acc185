"""The page of a work: metadata, characters and scenes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index import Block, BlockKind, Chapter, Work, add_works
from fabula.index.model import Scene
from fabula.search import Library
from fabula.web.app import create_app
from ...search.spoken_stories import assign_speakers, spoken_work
from .html import page, texts


@pytest.fixture
def scenes(shelf: Library) -> tuple[Scene, ...]:
    """The scenes of the work with three, its note first."""
    work = next(work for work in shelf.works() if work.scenes == 3)
    return shelf.scenes(work.id)


def test_a_work_shows_its_metadata_and_scenes(client: FlaskClient, scenes: tuple[Scene, ...]) -> None:
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


def test_a_work_shows_its_speakers(tmp_path: Path) -> None:
    """With the number of utterances, and a link to them; without speakers there is no such row."""
    add_works(tmp_path / "lib", [spoken_work(3), spoken_work(4)])
    assign_speakers(tmp_path / "lib")
    client = create_app(tmp_path / "lib").test_client()
    with Library.open(tmp_path / "lib") as library:
        work = library.works()[0]
    tree = page(client, f"/works/{work.id}")
    assert texts(tree, ".speakers li") == ["Lexa 1", "Clarke 1", "Abby Griffin 1"]
    link = tree.css(".speakers a")[2].attributes["href"]
    assert link == f"/search?q=speaker:%22Abby+Griffin%22&work={work.id}"
    found = LexborHTMLParser(client.get(link).text)
    assert all(speaker == "Abby Griffin" for speaker in texts(found, ".speaker"))


def test_a_work_without_speakers(tmp_path: Path) -> None:
    """There is no such row."""
    rain = Block(BlockKind.PARAGRAPH, "It rained all day, and nobody said a word.")
    add_works(tmp_path / "lib", [Work("The Rain", ("Ann Author",), (Chapter((rain,)),))])
    with Library.open(tmp_path / "lib") as library:
        (work,) = library.works()
    assert not page(create_app(tmp_path / "lib").test_client(), f"/works/{work.id}").css(".speakers")
