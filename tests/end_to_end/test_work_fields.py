"""Filters, facets, explanations, Whoosh, JSON and pages need only a row in the table of work fields."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import Any

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.whoosh_codec import open_index
from fabula.index.work_fields import METADATA_KEYS, WORK_FIELDS, FieldKind, WorkField
from fabula.search import FACETS, Library, SearchOptions
from fabula.search.shapes.works import WORK
from fabula.search.syntax.fields import FIELDS
from fabula.web.api.openapi import document
from fabula.web.app import create_app

_WORDS = [field for field in WORK_FIELDS.values() if field.is_filter and field.kind is FieldKind.WORDS]
_FACETS = [field for field in WORK_FIELDS.values() if field.is_facet]
_ROWS = [field for field in WORK_FIELDS.values() if field.heading]
_LISTED = [field for field in WORK_FIELDS.values() if field.listed]


def _value(name: str, default: object) -> Any:
    """A value that is unique to the field."""
    if isinstance(default, tuple):
        return (f"{name} alder", f"{name} birch")
    return 4_321 if isinstance(default, int) else f"{name} cedar"


def _story(title: str, metadata: Metadata) -> Work:
    text = Block(BlockKind.PARAGRAPH, f"The lamp of {title} is lit.")
    return Work(title, (f"Author of {title}",), (Chapter((text,)),), metadata)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Library]]:
    """A work with every metadata field, and one with none."""
    path = tmp_path_factory.mktemp("fields") / "library"
    dates = {"language": "en", "published": "2015-02-03", "updated": "2016-02-03"}
    values = {field.name: _value(field.name, getattr(Metadata(), field.name)) for field in fields(Metadata)}
    add_works(path, [_story("Oak Hill", Metadata(**(values | dates))), _story("Plain Song", Metadata())])
    with Library.open(path) as opened:
        yield path, opened


def _ids(field: WorkField) -> str:
    return field.name


@pytest.mark.parametrize("field", _WORDS, ids=_ids)
def test_a_filter_finds_every_value(library: tuple[Path, Library], field: WorkField) -> None:
    """A filter in the query or in the options finds the works with the value, and no others."""
    _, opened = library
    work = next(work for work in opened.works() if work.title == "Oak Hill")
    assert field.values(work)
    for value in field.searched_values(work):
        assert [hit.work.title for hit in opened.search(f'{field.name}:"{value}"')] == ["Oak Hill"]
        assert opened.search("lamp", SearchOptions(filters={field.name: value})).total == 1


@pytest.mark.parametrize("field", _WORDS, ids=_ids)
def test_an_explanation_names_the_nearest_value(library: tuple[Path, Library], field: WorkField) -> None:
    """The explanation of a misspelt filter has values of the same field."""
    _, opened = library
    work = next(work for work in opened.works() if work.title == "Oak Hill")
    for value in field.values(work):
        (missing,) = opened.search(f'{field.name}:"{value}x"').explanation.missing
        assert value in missing.nearest


@pytest.mark.parametrize("field", _FACETS, ids=_ids)
def test_a_facet_counts_every_value(library: tuple[Path, Library], field: WorkField) -> None:
    """Each value counts one scene for each work that has it."""
    _, opened = library
    expected = [value for work in opened.works() for value in field.values(work)]
    counts = opened.search("lamp", SearchOptions(facets=(field.name,))).facets[field.name]
    assert sorted(count.value for count in counts for _ in range(count.count)) == sorted(expected)


@pytest.mark.parametrize("field", [field for field in WORK_FIELDS.values() if field.is_filter], ids=_ids)
def test_whoosh_has_every_filter_field(library: tuple[Path, Library], field: WorkField) -> None:
    """Each field is stored and has terms, except the number of words, which Whoosh does not have."""
    path, opened = library
    with open_index(path).searcher() as searcher:
        if field.kind is FieldKind.NUMBER:
            assert field.name not in searcher.schema
            return
        work = next(work for work in opened.works() if work.title == "Oak Hill")
        stored = next(document for document in searcher.documents() if document["work"] == work.id)[field.name]
        assert ((stored,) if isinstance(stored, str) else stored) == field.searched_values(work)
        assert list(searcher.reader().field_terms(field.name))


@pytest.mark.parametrize("field", _ROWS, ids=_ids)
def test_the_page_of_a_work_shows_every_heading(library: tuple[Path, Library], field: WorkField) -> None:
    """The headings have the values for pages."""
    path, opened = library
    work = next(work for work in opened.works() if work.title == "Oak Hill")
    text = create_app(path).test_client().get(f"/works/{work.id}").text
    assert f"<dt>{field.heading}</dt>" in text
    for value in field.page_values(work):
        assert f"<bdi>{escape(value)}</bdi>" in text


@pytest.mark.parametrize("field", _LISTED, ids=_ids)
def test_the_list_of_works_is_filtered_by_every_listed_field(library: tuple[Path, Library], field: WorkField) -> None:
    """Each value that pages show finds the work."""
    _, opened = library
    work = next(work for work in opened.works() if work.title == "Oak Hill")
    for value in field.page_values(work):
        assert opened.works(value.upper()) == (work,)


def test_json_has_all_metadata(library: tuple[Path, Library]) -> None:
    """Each key has a schema; the language comes from the record, and the identifier is not public."""
    _, opened = library
    work = next(work for work in opened.works() if work.title == "Oak Hill")
    shape = WORK.of(work)
    for name in METADATA_KEYS:
        value = getattr(work.metadata, name)
        assert shape[name] == (list(value) if isinstance(value, tuple) else value)
    # Only a server that shows paths gives the file.
    assert list(document()["components"]["schemas"]["Work"]["properties"]) == [*shape, "file"]
    assert WORK.of(work, files=True).keys() == document()["components"]["schemas"]["Work"]["properties"].keys()
    assert {field.name for field in fields(Metadata)} - set(METADATA_KEYS) == {"language", "identifier"}


def test_differences_between_fields_are_named() -> None:
    """Filters on characters and tags search other fields too; facets and pages show the field alone."""
    assert {field.name: field.also for field in WORK_FIELDS.values() if field.also} == {
        "character": ("relationship",),
        "tag": ("warning", "category", "series"),
    }
    assert [field.name for field in WORK_FIELDS.values() if field.first_only] == ["series"]
    assert " ".join(FIELDS) == (
        "title author fandom relationship character tag rating warning category series lang "
        "work words date added in speaker"
    )
    assert " ".join(FACETS) == "author fandom relationship character tag rating warning category series lang work"


_A_NEW_FIELD = """
import sys
from fabula.index.work_fields import WORK_FIELDS, WorkField

WORK_FIELDS["status"] = WorkField(
    "status", "Status", lambda work: (work.metadata.status,), heading="Status", page_facet=True, listed=True
)

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.whoosh_codec import open_index
from fabula.search import Library, SearchOptions
from fabula.web.app import create_app

path = sys.argv[1]
text = Block(BlockKind.PARAGRAPH, "The lamp is lit.")
for status in ("Complete", "In Progress"):
    add_works(path, [Work(status, (), (Chapter((text,)),), Metadata(status=status))])
with Library.open(path) as library:
    assert library.search("lamp", SearchOptions(filters={"status": "complete"})).total == 1
    assert library.search("lamp status:progress").total == 1
    assert {count.value for count in library.search("lamp", SearchOptions(facets=("status",))).facets["status"]} == {
        "Complete", "In Progress"
    }
    (missing,) = library.search("status:complet").explanation.missing
    assert missing.nearest == ("Complete",)
    (work,) = library.search("lamp status:complete").hits[0].work,
with open_index(path).searcher() as searcher:
    assert {document["status"] for document in searcher.documents()} == {("Complete",), ("In Progress",)}
client = create_app(path).test_client()
assert "<dt>Status</dt>" in client.get("/works/" + work.id).text
assert "status=%3DIn+Progress" in client.get("/search?q=lamp").text
assert client.get("/search?q=lamp&status=complete").status_code == 200
assert client.get("/api/v1/works?q=progress").json["total"] == 1
assert client.get("/api/v1/search?q=lamp&status=complete&facet=status").json["total"] == 1
"""


def test_a_new_field_needs_only_a_row(tmp_path: Path) -> None:
    """Runs in a process of its own, because modules read the table when they are imported."""
    run = subprocess.run(
        [sys.executable, "-c", _A_NEW_FIELD, str(tmp_path / "library")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
