"""The page of the library: its size, its growth, ways to its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from fabula.index import Work, add_works
from fabula.index.folder_names import REPORTS, SETTINGS
from fabula.web.app import create_app
from .html import links, page


def test_size_and_growth(client: FlaskClient) -> None:
    """The counts, a plot for works and one for words that say what they show, and a row for each run."""
    tree = page(client, "/library")
    assert [node.text() for node in tree.css(".numbers dd")][:2] == ["3", "5"]
    labels = [node.attributes["aria-label"] or "" for node in tree.css("svg.growth[role=img]")]
    assert [label.partition(" on ")[0] for label in labels] == ["Works: 3", "Words: 104"]
    (row,) = tree.css(".runs tbody tr")
    assert [cell.text() for cell in row.css("td")] == ["3", "5", "104", "3", "0"]
    assert {"/library/duplicates", "/api/v1/works.csv", "/api/v1/growth.csv"} <= {*links(tree, "main a")}


def test_it_is_found_from_every_page(client: FlaskClient) -> None:
    """In the navigation, which says that one is there."""
    for address, current in (("/works", None), ("/library", "page"), ("/library/duplicates", "page")):
        (link,) = page(client, address).css('nav a[href="/library"]')
        assert link.attributes.get("aria-current") == current


def test_many_runs(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """The latest thirty, the newest first; the table has the others."""
    for number in range(33):
        add_works(tmp_path / "shelf", [make_work("Once.", title=f"Tale {number}")])
    tree = page(create_app(tmp_path / "shelf").test_client(), "/library")
    assert [row.css("td")[0].text() for row in tree.css(".runs tbody tr")] == [str(33 - n) for n in range(30)]
    assert "3 earlier runs" in tree.css_first(".after").text()


def test_without_reports(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> None:
    """A library whose reports are gone has a page without growth."""
    library = make_library(make_work("Once."))
    for path in (library / REPORTS).iterdir():
        path.unlink()
    response = create_app(library).test_client().get("/library")
    assert response.status_code == 200
    assert "Growth" not in response.text


def test_works_that_wait_for_their_speakers(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> None:
    """The page says how many the next update finds again; of a library that is up to date it says nothing."""
    library = make_library(make_work("“Once,” said Ann."))
    client = create_app(library).test_client()
    assert "next update" not in client.get("/library").text
    path = library / SETTINGS
    before = path.read_text() if path.exists() else ""
    path.write_text(f"{before}\n[[names]]\nname = 'Ann'\n")
    assert "The speakers of 1 work are not those of [[names]] in library.toml yet" in client.get("/library").text
