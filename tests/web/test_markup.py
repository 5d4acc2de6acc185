"""Markup in a story, its title, author, tags, chapter, path or in a query never becomes markup of a page.

Each page over a hostile library has the same elements and attributes as the page over a harmless one of the same
shape: one comparison covers every place where text of others is shown.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.search import Library
from fabula.web.app import create_app

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% raw %}",
    "</mark></p></article></body><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "\u202egnp.exe\u2066",
    "<!-- <style>*{display:none}</style>",
    "&lt;b&gt;&#60;script&#62;",
    "]]><![CDATA[<x>\x0b\x01",
    "javascript:alert(1)",
]


def works(text: str) -> list[Work]:
    """Two works with `text` in every place for text. Both have the words "quartz lantern"."""
    stories = []
    for number in (1, 2):
        chapters = tuple(
            Chapter(
                (
                    Block(BlockKind.NOTE, f"Note {text} of the author."),
                    Block(BlockKind.HEADING, f"Heading {text}", level=1),
                    Block(BlockKind.PARAGRAPH, f"{text} quartz lantern {text} said {number}{chapter}."),
                    Block(BlockKind.VERSE, f"line {text}\n{text} line"),
                    Block(BlockKind.ILLUSTRATION, f"Caption {text}"),
                ),
                title=f"Chapter {text}",
                number=chapter,
                path=f"{text}.html",
            )
            for chapter in (1, 2)
        )
        names = (f"One {text} {number}", f"Two {text}")
        about = Metadata(
            language="en",
            fandoms=names,
            relationships=names,
            characters=names,
            tags=names,
            warnings=names,
            categories=names,
            rating=f"Rating {text}",
            series=f"Series {text}",
            publisher=f"Publisher {text}",
            published="2020-01-01",
            updated="2020-01-02",
            summary=f"Summary {text}",
            address=f"archive {text} {number}",
            identifier=f"id {text} {number}",
        )
        stories.append(
            Work(f"Title {text} {number}", names, chapters, about, path=f"{number}/{text}.txt", source=f"/{text}")
        )
    return stories


def client_over(folder: Path, text: str) -> tuple[FlaskClient, Library]:
    add_works(folder, works(text))
    library = Library.open(folder)
    return create_app(library).test_client(), library


def addresses(library: Library, text: str) -> list[str]:
    """Every kind of page, with `text` in every parameter."""
    quoted = quote(text)
    record = library.works()[0]
    paths = [
        "/",
        "/works",
        f"/works?q={quoted}",
        "/search?q=quartz+lantern",
        f"/search?q={quote('quartz ' + text)}",
        f"/search?q={quote('nowherewhatever ' + text)}",
        f"/search?q={quote(chr(34) + 'quartz lantern ' + text)}",
        f"/quote?q={quote('quartz lanterns ' + text)}",
        f"/quote?q={quoted}",
        f"/search?q=quartz&author={quoted}&tag={quoted}",
        f"/search?q=quartz&sort={quoted}",
        f"/search?q=quartz&cursor={quoted}",
        f"/search?q=quartz&work={quoted}",
        f"/works?sort={quoted}",
        f"/works/{quote(text, safe='')}",
        f"/{quote(text, safe='')}",
        f"/works/{record.id}",
    ]
    for scene in library.scenes(record.id):
        paths += [f"/scenes/{scene.id}", f"/scenes/{scene.id}?q={quote('quartz ' + text)}"]
        paths.append(f"/scenes/{scene.id}?q={quote('? quartz lanterns ' + text)}")
    return paths


def structure(page: str) -> tuple[Counter[str], set[tuple[str, str]], set[str]]:
    """(counts of elements, pairs of element and attribute, targets that are not local)"""
    tree = LexborHTMLParser(page)
    elements: Counter[str] = Counter()
    attributes = set()
    targets = set()
    for node in tree.css("*"):
        elements[str(node.tag)] += 1
        attributes |= {(str(node.tag), name) for name in node.attributes}
        for name in ("href", "src", "action"):
            target = node.attributes.get(name)
            if target and not target.startswith(("/", "#")):
                targets.add(target)
    return elements, attributes, targets


# Elements of the page itself: their number does not depend on the stories.
FRAME = ("html", "head", "title", "body", "header", "main", "footer", "form", "script", "article", "button")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_stays_text(tmp_path: Path, text: str) -> None:
    """Pages over hostile stories have no element or attribute that pages over harmless ones do not have."""
    hostile, hostile_library = client_over(tmp_path / "hostile", text)
    harmless, harmless_library = client_over(tmp_path / "harmless", "plain words")
    with hostile_library, harmless_library:
        seen = {address: structure(hostile.get(address).text) for address in addresses(hostile_library, text)}
        expected = [structure(harmless.get(address).text) for address in addresses(harmless_library, "plain words")]
    elements = {name for page in expected for name in page[0]}
    attributes = {pair for page in expected for pair in page[1]}
    for (address, page), plain in zip(seen.items(), expected, strict=True):
        assert set(page[0]) <= elements, address
        assert page[1] <= attributes, address
        assert page[2] == set(), address
        assert [page[0][name] for name in FRAME] == [plain[0][name] for name in FRAME], address


def test_the_comparison_detects_markup() -> None:
    """The same text unescaped changes the structure."""
    assert "img" in structure(f"<p>{HOSTILE[1]}</p>")[0]
    assert ("p", "onmouseover") in structure(f"<p title='{HOSTILE[2]}'>x</p>")[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_json_is_json(tmp_path: Path, text: str) -> None:
    """The API has the type of JSON, and its snippets have no markup but marks, paragraphs and line ends."""
    client, library = client_over(tmp_path / "library", text)
    with library:
        response = client.get("/api/v1/search?q=quartz+lantern")
        assert response.content_type == "application/json"
        hits = json.loads(response.text)["hits"]
        assert hits
        for hit in hits:
            tree = LexborHTMLParser(f"<div>{hit['snippet']['html']}</div>")
            assert {str(node.tag) for node in tree.css("div *")} <= {"mark", "p", "br"}
