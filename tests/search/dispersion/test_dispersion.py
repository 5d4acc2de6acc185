"""A dispersion has the counts and places that a scan of the texts finds."""

from __future__ import annotations

import doctest
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.analysis import words
from fabula.index.errors import OptionError, QueryError, QueryTooDear
from fabula.index.model import SceneKind
from fabula.search import DispersionOptions, Library, WorkOrder, WorkSpread
from fabula.search.dispersion import measures

WORDS = ("lamp", "sea", "the", "night", "ran")


def _work(number: int) -> Work:
    """Of some chapters with scenes and a note each; the words of a scene are those of its number, repeated."""
    chapters = []
    for chapter in range(number % 4):
        blocks = [Block(BlockKind.NOTE, "A note on the sea.")]
        for scene in range(1 + (number + chapter) % 3):
            text = " ".join(WORDS[(number * at + chapter + scene * at) % len(WORDS)] for at in range(5 + 3 * scene))
            blocks += [Block(BlockKind.BREAK, "***"), Block(BlockKind.PARAGRAPH, f"{text} {number} {chapter} {scene}.")]
        chapters.append(Chapter(tuple(blocks), f"Chapter {chapter}", chapter + 1))
    return Work(f"Work {number}", (f"Author {number % 3}",), tuple(chapters), Metadata(language="en"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("dispersion") / "library"
    for numbers in (range(1, 9), range(9, 13), range(13, 16)):
        add_works(folder, [work for number in numbers if (work := _work(number)).chapters])
    # One that is there already, so that a segment has a work that is deleted.
    add_works(folder, [_work(5)])
    with Library.open(folder) as opened:
        assert any(each.deleted for each in opened._store.snapshot().segments)
        yield opened


def _places(library: Library, work_id: str, word: str) -> tuple[list[tuple[int, str]], int]:
    """(place in the work, chapter) of each match of one word in the story, and the words of the story."""
    places: list[tuple[int, str]] = []
    begin = 0
    for scene in library.scenes(work_id):
        if scene.kind is SceneKind.STORY:
            found = words(scene.text)
            title = scene.chapter.title if scene.chapter else ""
            places += [(begin + at, title) for at, each in enumerate(found) if each == word]
            begin += len(found)
    return places, begin


@settings(max_examples=60)
@given(
    queries=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    bins=st.integers(1, 12),
    positions=st.integers(0, 5),
    sort=st.sampled_from(list(WorkOrder)),
    author=st.sampled_from(["", "=Author 1"]),
)
def test_counts_and_places_are_those_of_a_scan(
    library: Library, queries: list[str], bins: int, positions: int, sort: WorkOrder, author: str
) -> None:
    """Of each query in each work: exact totals, bins and first places, and the matches of each chapter."""
    filters = {"author": author} if author else {}
    options = DispersionOptions(100, bins=bins, positions=positions, sort=sort, filters=filters)
    found = library.dispersion([f'"{query}"' for query in queries], options)
    looked_at = [work for work in library.works() if not author or "Author 1" in work.authors]
    expected: dict[str, tuple[int, ...]] = {}
    for work in looked_at:
        scanned = [_places(library, work.id, query) for query in queries]
        if any(places for places, _ in scanned):
            expected[work.id] = tuple(len(places) for places, _ in scanned)
    assert {spread.work.id: spread.matches for spread in found} == expected
    assert found.total_works == len(expected)
    assert found.words == sum(work.words for work in looked_at)
    assert [spread.total for spread in found.queries] == np.sum([*expected.values()], axis=0).tolist()
    assert [spread.works for spread in found.queries] == np.count_nonzero([*expected.values()], axis=0).tolist()
    for spread in found:
        for number, query in enumerate(queries):
            places, size = _places(library, spread.work.id, query)
            assert spread.words == size == spread.work.words
            assert list(spread.positions[number]) == [place for place, _ in places][:positions]
            in_bins = Counter(place * bins // size for place, _ in places)
            assert spread.histograms[number] == tuple(in_bins[each] for each in range(bins))
            by_chapter = Counter(title for _, title in places)
            assert {part.chapter.title: part.matches[number] for part in spread.chapters if part.chapter} == {
                part.chapter.title: by_chapter[part.chapter.title] for part in spread.chapters if part.chapter
            }
        assert sum(part.words for part in spread.chapters) == spread.words
    keys = {
        WorkOrder.MATCHES: lambda spread: -sum(spread.matches),
        WorkOrder.RATE: lambda spread: -sum(spread.matches) / spread.words,
        WorkOrder.TITLE: lambda spread: 0,
    }
    titles = [work.title for work in library.works()]
    assert list(found) == sorted(found, key=lambda spread: (keys[sort](spread), titles.index(spread.work.title)))
    assert list(library.dispersion_works([f'"{query}"' for query in queries], options)) == list(found)


def test_rows_have_each_query_and_chapter(library: Library) -> None:
    """With the words of the chapter and the matches in 10,000 of them; their sums are the totals."""
    found = library.dispersion(["lamp", "sea"], DispersionOptions(limit=100))
    rows = found.to_dicts()
    for number, query in enumerate(("lamp", "sea")):
        of_query = [row for row in rows if row["query"] == query]
        assert sum(row["matches"] for row in of_query) == found.queries[number].total
    assert all(row["per_10000"] == round(10_000 * row["matches"] / row["words"], 4) for row in rows)


def test_a_work_by_itself(library: Library) -> None:
    """A filter by id shows one work; over one work there is no DP, over its chapters there is."""
    work = next(work for work in library.works() if work.chapters == 3)
    found = library.dispersion("lamp", DispersionOptions(filters={"work": work.id}))
    assert [spread.work.id for spread in found] == [work.id]
    assert found.queries[0].dp is None and found.works[0].dps[0] is not None
    assert found.words == work.words


def test_notes_are_places_only_if_they_are_asked_for(library: Library) -> None:
    """A query in:notes counts notes as text, too, and only then."""
    inside = library.dispersion("sea in:notes", DispersionOptions(limit=100))
    assert all(set(spread.positions[0]) <= set(range(spread.words)) for spread in inside)
    both = library.dispersion(["sea", "sea in:notes"], DispersionOptions(limit=100))
    assert both.words > library.dispersion("sea").words
    for spread in both:
        assert not set(spread.positions[0]) & set(spread.positions[1])


def test_pages_of_works(library: Library) -> None:
    """Each page begins where the one before ended."""
    works: list[WorkSpread] = []
    cursor: str | None = None
    while True:
        page = library.dispersion("lamp", DispersionOptions(3, cursor))
        works += page
        cursor = page.cursor
        if cursor is None:
            break
    assert works == list(library.dispersion("lamp", limit=100)) and len(works) == page.total_works > 3


@pytest.mark.parametrize(
    ("queries", "options"),
    [
        ((), DispersionOptions()),
        (("a",) * 5, DispersionOptions()),
        (("lamp",), DispersionOptions(limit=101)),
        (("lamp",), DispersionOptions(bins=0)),
        (("lamp",), DispersionOptions(positions=-1)),
        (("lamp",), DispersionOptions(sort="size")),  # type: ignore[arg-type]
        (("lamp",), DispersionOptions(timeout=-1)),
        (("lamp",), DispersionOptions(filters={"colour": "red"})),
    ],
)
def test_senseless_options_are_refused(library: Library, queries: tuple[str, ...], options: DispersionOptions) -> None:
    """With a hint that says what is possible."""
    for ask in (library.dispersion, library.dispersion_works):
        with pytest.raises(OptionError) as refused:
            ask(queries, options)
        assert refused.value.hint


def test_what_cannot_be_answered(library: Library) -> None:
    """Queries without words are refused, and answers that take too long; nothing found has a reason."""
    with pytest.raises(QueryError):
        library.dispersion(["lamp", "…"])
    with pytest.raises(QueryTooDear):
        library.dispersion("lamp", DispersionOptions(timeout=1e-9))
    found = library.dispersion("zeppelin")
    assert len(found) == 0 and found.queries[0].total == 0 and found.queries[0].explanation.missing
    assert "Nothing was found." in found._repr_html_()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), min_size=1, max_size=8))
def test_dp_is_half_the_distance_of_the_shares(parts: list[tuple[int, int]]) -> None:
    """From 0 to 1; none without matches or without two parts that have words."""
    counts, sizes = [count if size else 0 for count, size in parts], [size for _, size in parts]
    dp = measures.deviation_of_proportions(np.array(counts), np.array(sizes))
    if not sum(counts) or sum(size > 0 for size in sizes) < 2:
        assert dp is None
        return
    distance = sum(abs(count / sum(counts) - size / sum(sizes)) for count, size in zip(counts, sizes, strict=True))
    assert dp == pytest.approx(distance / 2, abs=1e-6) and 0 <= dp < 1


def test_published_figures_of_dp() -> None:
    """Those of Gries (2008) for the letters a and b of his example, the first of them in the docstring."""
    results = doctest.testmod(measures, extraglobs={"np": np})
    assert results.attempted == 2 and results.failed == 0
    sizes = np.array([9, 10, 10, 10, 11])
    assert measures.deviation_of_proportions(np.array([2, 2, 2, 2, 2]), sizes) == pytest.approx(0.02)


def test_strips_are_safe_and_small(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Titles and queries are escaped, there is no script, and 5,000 matches are drawn as bars."""
    title = "<script>alert('&')</script>"
    folder = make_library(make_work("lamp " * 5_000 + "sea", title=title, authors=('"><img src=x>',)))
    with Library.open(folder) as library:
        html = library.dispersion(["lamp", '"sea" OR "<b>"'])._repr_html_()
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html
    assert len(html) < 20_000
    ET.fromstring(html)
