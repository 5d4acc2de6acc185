"""A small real library behind the real application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.search import Library
from fabula.web.app import create_app


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


LAMP = Work(
    "The Lamp at Orrin Point",
    ("Ada Merrow",),
    (
        Chapter(
            (
                Block(BlockKind.NOTE, "Written for the winter exchange, with thanks to my beta."),
                *paragraphs(
                    "The lamp had gone out twice before Tamsin climbed the stairs.",
                    "“If the harbour had asked me,” said Ilse, “you would have been my choice.”",
                    "“You would have been my choice,” Tamsin said again, later, to the empty room.",
                ),
                Block(BlockKind.BREAK, "***"),
                *paragraphs("By morning the sea had taken the jetty and left the boats alone."),
            ),
            title="The Stairs",
            number=1,
        ),
        Chapter(
            (
                Block(BlockKind.HEADING, "What the wind sang", level=1),
                Block(BlockKind.VERSE, "Low light, slow light,\nbring the herring home,\n  bring them home."),
                *paragraphs("Nobody slept. The choice of who should row was made with straws."),
            ),
            title="Chapter 2",
            number=2,
        ),
    ),
    Metadata(
        language="en",
        fandoms=("Orrin Point",),
        characters=("Tamsin", "Ilse"),
        tags=("slow burn", "lighthouses"),
        rating="General",
        series="Lights",
        published="2019-05-01",
        summary="Two keepers and one lamp.",
        address="https://stories.example/works/1",
    ),
    path="merrow/lamp.txt",
    source="/stories",
)
PAPER = Work(
    "Salt and Paper",
    ("Ben Oduya", "Cy Lind"),
    (Chapter(paragraphs("The letters came in a box of salt. She read the choice lines twice.")),),
    Metadata(language="en-gb", fandoms=("Letters",), tags=("epistolary",), address="javascript:alert(1)"),
    path="salt.txt",
    source="/stories",
)
NAMELESS = Work(
    "",
    (),
    (Chapter(paragraphs("A story that nobody signed, about a choice that nobody made.")),),
    path="box/found.txt",
    source="/stories",
)


@pytest.fixture(scope="session")
def shelf_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a library with three works: chapters, verse and a note; two authors; neither title nor author."""
    path = tmp_path_factory.mktemp("web") / "library"
    add_works(path, [LAMP, PAPER, NAMELESS])
    return path


@pytest.fixture(scope="session")
def shelf(shelf_path: Path) -> Iterator[Library]:
    with Library.open(shelf_path) as library:
        yield library


@pytest.fixture(scope="session")
def app(shelf: Library) -> Flask:
    return create_app(shelf)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
