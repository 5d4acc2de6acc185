"""Conditions on, and facets over, everything that archives say of a work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index import add_works, build
from fabula.index.model import Block, BlockKind, Chapter, Metadata, Work
from fabula.search import Library, SearchOptions
from fabula.search.engine.protocol import FACETS
from fabula.search.syntax import Field, exact_filter
from ..labelled_stories import random_library

METADATA = (
    Metadata(
        language="en",
        fandoms=("Salt Road", "Dune"),
        relationships=("Odo/Mara Vell",),
        characters=("Odo", "Mara Vell"),
        tags=("Slow Burn",),
        rating="Mature",
        warnings=("Major Character Death",),
        categories=("F/M", "Gen"),
        series="The Salt Cycle",
        more_series=("Lamps",),
    ),
    Metadata(language="fr", fandoms=("Salt Road",), rating="Mature", categories=("Gen",), series="Lamps"),
    Metadata(language="en", warnings=("No Archive Warnings Apply",), tags=("Slow Burn", "Fluff"), rating="Teen"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three works of one, two and three scenes."""
    folder = tmp_path_factory.mktemp("fields") / "library"
    works = []
    for number, metadata in enumerate(METADATA, start=1):
        blocks = [Block(BlockKind.PARAGRAPH, f"The lamp number {n} of {number} is lit.") for n in range(number)]
        parted = [part for block in blocks for part in (block, Block(BlockKind.BREAK, "***"))]
        works.append(Work(f"Tale {number}", (f"Author {number}",), (Chapter(tuple(parted)),), metadata))
    add_works(folder, works)
    with Library.open(folder) as opened:
        yield opened


def own(name: str, number: int) -> tuple[str, ...]:
    metadata = METADATA[number - 1]
    one = {
        "author": (f"Author {number}",),
        "lang": (metadata.language,),
        "rating": (metadata.rating,),
        "series": (metadata.series, *metadata.more_series),
        "category": metadata.categories,
    }
    return one[name] if name in one else getattr(metadata, f"{name}s")


@pytest.mark.parametrize("name", [name for name in FACETS if name != "work"])
def test_facets_count_the_scenes_of_every_value(library: Library, name: str) -> None:
    """Each facet counts, for each of its values, the scenes of the works that have it, commonest first."""
    expected: Counter[str] = Counter()
    for number in range(1, len(METADATA) + 1):
        for value in own(name, number):
            expected[value] += number
    expected.pop("", None)
    found = library.search("lamp", SearchOptions(facets=(name,))).facets[name]
    assert [(count.value, count.count) for count in found] == sorted(expected.items(), key=lambda i: (-i[1], i[0]))


@pytest.mark.parametrize("name", [name for name in FACETS if name != "work"])
def test_every_facet_is_a_field_to_filter_by(library: Library, name: str) -> None:
    """A value that a facet shows finds, as a filter and in the query, exactly the scenes that it counted."""
    for count in library.search("lamp", SearchOptions(facets=(name,))).facets[name]:
        assert library.search("lamp", SearchOptions(filters={name: count.value})).total == count.count
        assert library.search(f'lamp {name}:"{count.value}"').total == count.count
        assert library.search(f'lamp {name}:="{count.value}"').total == count.count


QUERIES = (
    "the lamp lit",
    "ferry",
    '"lamp was lit" OR twice',
    "lamp in:all",
    "thanks in:notes",
    "l?mp -once",
    "lit nobdy",
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_facet_counts_what_its_link_gives(tmp_path: Path, seed: int) -> None:
    """Whatever was asked, for every value of every field: as a filter, in the query, with and without copies."""
    random_library(tmp_path / "library", seed)
    with Library.open(tmp_path / "library") as library:
        for query in QUERIES:
            facets = library.search(query, SearchOptions(limit=0, facets=FACETS)).facets
            assert facets["author"] and facets["tag"]
            for name, counts in facets.items():
                for value, count in [(each.value, each.count) for each in counts]:
                    filters = {name: exact_filter(value)}
                    narrowed = library.search(query, SearchOptions(limit=3, filters=filters, fold=len(value) % 2 > 0))
                    assert narrowed.total == count, (query, name, value)
                if name != "work" and " OR " not in query:
                    value, count = counts[-1].value, counts[-1].count
                    assert library.search(f"{query} {Field(name, value, exact=True)}").total == count, (name, value)


def test_an_exact_value_that_no_work_has(library: Library) -> None:
    """The answer names the nearest values; another case or a part of a value is not the value."""
    for query in ('lamp author:="author 1"', "lamp author:=Author", 'lamp tag:="Slow"'):
        results = library.search(query)
        (missing,) = results.explanation.missing
        assert results.total == 0 and missing.reason == "no work is like this" and missing.nearest


@pytest.mark.corpus
def test_facets_over_the_downloads_of_archives(corpus: Path, tmp_path: Path) -> None:
    """Over files of the Archive of Our Own and FanFicFare every facet is what a scan over the hits counts."""
    files = [corpus / "formats" / "ao3" / "The_Kiss_etc.html", corpus / "formats" / "fanficfare" / "Usher.txt"]
    files += [corpus / "formats" / "ao3" / f"{name}.epub" for name in ("Memoirs_casefic", "The_Tell-Tale_Heart")]
    build(tmp_path / "library", files)
    with Library.open(tmp_path / "library") as library:
        results = library.search("door", SearchOptions(limit=1_000, facets=FACETS))
        assert len(results.hits) == results.total > 10
        for name in FACETS:
            expected: Counter[str] = Counter()
            for hit in results:
                metadata = hit.work.metadata
                single = {
                    "author": hit.work.authors,
                    "lang": (hit.work.language,),
                    "work": (hit.work.id,),
                    "rating": (metadata.rating,),
                    "series": (metadata.series, *metadata.more_series),
                    "category": metadata.categories,
                }
                values = single[name] if name in single else getattr(metadata, f"{name}s")
                expected.update(value for value in values if value)
            assert {count.value: count.count for count in results.facets[name]} == dict(expected), name
        assert {count.value for count in results.facets["series"]} == {"The Canon"}
        assert {count.value for count in results.facets["rating"]} >= {"Teen And Up Audiences", "Mature", "K+"}
