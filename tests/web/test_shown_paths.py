"""Requests learn nothing of where the files are on this machine, unless the server shows paths."""

from __future__ import annotations

import io
import json
import zipfile
from collections import deque
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from fabula.index import build
from fabula.index.errors import (
    FabulaError,
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryTooOld,
    NotALibrary,
    RemovalsRefused,
    SettingsError,
    UnreadableSource,
)
from fabula.search import Library
from fabula.web.api.endpoints import ENDPOINTS
from fabula.web.app import create_app
from fabula.web.serving.stage import REFUSAL

# A part of every path of this machine, and of nothing else.
TELLTALE = "ottilies-disk"
STORY = "The Ferry\nby Mira Vance\n\nThe river was the colour of old pewter, and “{}” said Lexa, who would not look.\n"
WORDS = "The bell rang twice, and nobody came to the bank. " * 30
MAX_PAGES = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two sources of one name, an archive and a failure, with works that tell the same text."""
    disk = tmp_path_factory.mktemp("web") / TELLTALE
    for source in ("a/stories", "b/stories"):
        (disk / source / "vance").mkdir(parents=True)
        (disk / source / "vance" / "ferry.txt").write_text(STORY.format("Go. " + WORDS), "utf-8")
    (disk / "a/stories" / "broken.epub").write_bytes(b"PK\x03\x04 cut off")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/bell.txt", STORY.format("The bell!"))
    (disk / "old.zip").write_bytes(packed.getvalue())
    build(disk / "library", [disk / "a/stories", disk / "b/stories", disk / "old.zip"])
    return disk


@pytest.fixture
def app(folder: Path) -> Flask:
    return create_app(folder / "library")


def leaks(app: Flask, address: str, **environ: object) -> list[str]:
    """What of the answer to a request has the telltale: "body", or the name of a header."""
    response = app.test_client().get(address, environ_overrides=environ)
    found = [name for name, value in response.headers if TELLTALE in value]
    found += ["body"] if TELLTALE in response.text else []
    response.close()
    return found


def test_no_page_has_a_path(app: Flask) -> None:
    """All pages that links lead to, tables included."""
    waiting = deque(["/", "/library", "/library/duplicates", "/works", "/search?q=pewter", "/quote?q=old+pewter"])
    seen = set[str]()
    while waiting and len(seen) < MAX_PAGES:
        address = waiting.popleft()
        seen.add(address)
        assert not leaks(app, address), address
        response = app.test_client().get(address)
        if response.mimetype == "text/html":
            for link in LexborHTMLParser(response.text).css("[href]"):
                parts = urlsplit(link.attributes["href"] or "")
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                is_ours = not parts.netloc and target.startswith("/") and not target.startswith("/static/")
                if is_ours and target not in {*seen, *waiting}:
                    waiting.append(target)
    assert any(address.startswith("/works/") for address in seen) and len(seen) > 20


def test_no_endpoint_has_a_path(app: Flask, folder: Path) -> None:
    """Each answers, and works have the names of their sources."""
    with Library.open(folder / "library") as library:
        hit = library.search("pewter").hits[0]
    values = {"work_id": hit.work.id, "scene_id": hit.scene.id}
    for endpoint in ENDPOINTS:
        address = endpoint.rule
        for name, value in values.items():
            address = address.replace(f"<{name}>", value)
        known = {"q": "pewter", "name": "Mary"}
        asked = {each.name: known[each.name] for each in endpoint.parameters if each.required and each.name in known}
        address += f"?{urlencode(asked)}" if asked else ""
        assert app.test_client().get(address).status_code == 200, address
        assert not leaks(app, address), address
    works = app.test_client().get("/api/v1/works").get_json()["works"]
    assert sorted((work["source"], work["path"]) for work in works) == [
        ("old.zip", "old.zip!/inner/bell.txt"),
        ("stories", "vance/ferry.txt"),
        ("stories 2", "vance/ferry.txt"),
    ]
    assert not any("file" in work for work in works)


@pytest.mark.parametrize("address", ["/scenes/none", "/api/v1/works/none", "/api/v1/search?q=", "/search?q=x&cursor=x"])
def test_no_refusal_has_a_path(app: Flask, address: str) -> None:
    """Errors that the request itself is the reason of."""
    assert app.test_client().get(address).status_code >= 400 or address.startswith("/search")
    assert not leaks(app, address)


@pytest.mark.parametrize("address", ["/", "/search?q=pewter", "/api/v1/works.csv", "/healthz"])
@pytest.mark.parametrize("damage", ["missing", "somebody's", "no contents", "short contents", "short segment"])
def test_no_fault_of_the_library_has_a_path(folder: Path, tmp_path: Path, damage: str, address: str) -> None:
    """Whatever is wrong with it, the answer is 503, says what is wrong, and not where."""
    library = tmp_path / TELLTALE / "library"
    if damage == "somebody's":
        library.mkdir(parents=True)
        (library / "notes.txt").write_text("somebody's", "utf-8")
    elif damage != "missing":
        build(library, [folder / "old.zip"])
        for file in sorted((library / "index").iterdir()):
            is_contents = file.suffix == ".toc" or "toc" in file.name.lower()
            if damage == "no contents" and is_contents:
                file.unlink()
            elif is_contents == (damage == "short contents"):
                file.write_bytes(file.read_bytes()[:40])
    app = create_app(library)
    assert app.test_client().get(address).status_code == 503
    assert not leaks(app, address)


@pytest.mark.parametrize(
    "kind",
    [
        *(LibraryBusy, LibraryDamaged, LibraryFull, LibraryTooOld, NotALibrary),
        *(SettingsError, RemovalsRefused, UnreadableSource, FabulaError),
    ],
)
@pytest.mark.parametrize("address", ["/", "/api/v1/stats"])
def test_no_error_of_the_machine_has_a_path(app: Flask, kind: type[FabulaError], address: str) -> None:
    """Message and hint are for whoever runs the server."""
    error = kind(f"/{TELLTALE}/x is wrong.", f"See /{TELLTALE}.")
    assert not leaks(app, address, **{REFUSAL: error})


def test_settings_that_make_no_sense_give_no_names(folder: Path, tmp_path: Path) -> None:
    """The names are those of the folders, and the library is searched."""
    library = tmp_path / TELLTALE / "library"
    build(library, [folder / "b/stories"])
    (library / "library.toml").write_text("sources = 3\n", "utf-8")
    app = create_app(library)
    assert not leaks(app, "/api/v1/works")
    (work,) = app.test_client().get("/api/v1/works").get_json()["works"]
    assert (work["source"], work["path"]) == ("stories", "vance/ferry.txt")


def test_a_server_may_show_paths(folder: Path) -> None:
    """Pages, JSON, tables and errors have them if whoever starts it asks for that."""
    app = create_app(folder / "library", show_paths=True)
    works = app.test_client().get("/api/v1/works").get_json()["works"]
    assert {work["file"] for work in works} >= {str(folder / "b/stories/vance/ferry.txt")}
    line = json.loads(app.test_client().get("/api/v1/works.ndjson").text.splitlines()[0])
    assert TELLTALE in line["file"] and TELLTALE not in line["source"] + line["path"]
    for address in (f"/works/{works[0]['id']}", "/library/duplicates", "/api/v1/works.csv", "/api/v1/duplicates.csv"):
        assert leaks(app, address) == ["body"], address
    assert leaks(create_app(folder / "none", show_paths=True), "/") == ["body"]
