"""Pages of an answer hold still while the library is written to, and are evaluated once."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import RebuildOptions, Work, add_works, build, rebuild, remove, restore
from fabula.index.errors import CursorExpired, OptionError
from fabula.index.indexer.restore import kept_generations
from fabula.index.store.library_store import open_for_writing
from fabula.search import Hit, Library, Results, SearchOptions, Sort, WorkListOptions, latest_commit
from fabula.search.cursors.earlier_commits import EarlierCommits
from fabula.search.cursors.recently_used import Limits
from fabula.search.engine import array_engine
from fabula.search.engine.array_engine import match_tiers
from fabula.search.engine.ranking import recent_found
from fabula.search.plan import Plan

WORDS = ["lamp", "whale", "tide", "amber"]


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def scene(number: int) -> str:
    return " ".join(WORDS[: 1 + number % len(WORDS)] * (1 + number % 3)) + f" number{number}."


@pytest.fixture
def path(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> Path:
    """Twelve works of three scenes; four of them are editions of each other, but for a scene each."""
    works = [make_work(*(scene(3 * work + each) for each in range(3)), title=f"Work {work}") for work in range(8)]
    shared = "The lamp in the tower was lit by the keeper before the tide came in over the sand."
    works += [make_work(shared, f"A lamp of its own, {name}.", title=f"Edition {name}") for name in "abcd"]
    return make_library(*works)


@pytest.fixture
def library(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Open, and quick to see what is written."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)
    with Library.open(path) as opened:
        yield opened


def take_out(path: Path, *ids: str) -> None:
    """Remove works in one commit."""
    with open_for_writing(path).write() as writer:
        for work_id in ids:
            writer.remove(work_id)
        writer.commit()


def kept_for(library: Library, limits: Limits, clock: Clock) -> None:
    library._latest._earlier = EarlierCommits(limits, clock)


def names(hits: tuple[Hit, ...] | list[Hit]) -> list[tuple[object, ...]]:
    """All that a page says of its hits."""
    return [
        (hit.rank, hit.score, hit.match, hit.scene.id, hit.snippet, hit.copies, [copy.scene_id for copy in hit.also])
        for hit in hits
    ]


def paged(library: Library, query: str, options: SearchOptions, between: Callable[[], object] = int) -> list[Hit]:
    """The hits of all pages; `between` is called before the second and each that follows."""
    page = library.search(query, options)
    hits = list(page)
    while page.cursor is not None:
        between()
        page = library.search(query, replace(options, cursor=page.cursor))
        hits += page
    return hits


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(st.sampled_from([*WORDS, "number7", "own"]), min_size=1, max_size=3),
    st.sampled_from([" ", " OR ", " AND "]),
    st.sampled_from(Sort),
    st.booleans(),
    st.integers(1, 9),
)
def test_pages_are_those_of_one_large_page(
    library: Library, words: list[str], joined: str, sort: Sort, fold: bool, limit: int
) -> None:
    """Hit by hit with rank, score, snippet and copies; and so are all hits, one after the other."""
    query = joined.join(words)
    options = SearchOptions(limit=1_000, sort=sort, fold=fold)
    whole = library.search(query, options)
    assert names(paged(library, query, replace(options, limit=limit))) == names(whole.hits)
    assert names(list(library.hits(query, options))) == names(whole.hits)


@pytest.mark.parametrize("query", ["lamp", '"lamp whale"', "lamp AND tide", "lam*"])
def test_all_pages_are_one_evaluation(library: Library, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    """However many there are; their facets are counted once, too. All hits are one."""
    evaluated: list[object] = []

    def count(plan: Plan, *arguments: Any) -> None:
        evaluated.append(plan)
        match_tiers(plan, *arguments)

    monkeypatch.setattr(array_engine, "match_tiers", count)
    options = SearchOptions(limit=2, facets=("author",))
    pages = list(library.search(query, options).pages)
    assert len(pages) > 3 and len(evaluated) == 1
    assert {str(page.facets) for page in pages} == {str(pages[0].facets)}
    list(library.hits(query))
    assert len(evaluated) == 2


def test_what_is_large_is_found_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than kept for pages that nobody may ask for."""
    monkeypatch.setattr(recent_found, "_MAX_BYTES", 10)
    assert names(paged(library, "lamp", SearchOptions(limit=5))) == names(library.search("lamp", limit=1_000).hits)
    assert not library._latest.now().engine._recent._recent  # type: ignore[attr-defined]


def test_threads_page_beside_each_other(path: Path, library: Library, make_work: Callable[..., Work]) -> None:
    """Eight of them through the same answers of one library, while works come and go."""
    queries = ["lamp", "whale", '"lamp whale"', "lam*"] * 2
    wholes = [names(library.search(query, limit=1_000).hits) for query in queries]
    firsts = [library.search(query, limit=3) for query in queries]
    with ThreadPoolExecutor(9) as threads:
        answers = [threads.submit(lambda page: [hit for each in page.pages for hit in each], first) for first in firsts]
        for number in range(3):
            add_works(path, [make_work("Lamp, lamp whale.", title=f"New {number}")], speech=False)
    assert [names(answer.result()) for answer in answers] == wholes


def test_pages_hold_still_while_works_come_and_go(path: Path, library: Library, make_work: Callable[..., Work]) -> None:
    """Each hit comes once and none is missed, whatever is added and removed between any two pages."""
    expected = names(library.search("lamp", limit=1_000).hits)
    generation = library.generation
    works = iter(library.works())
    added = iter(range(1_000))

    def write() -> None:
        add_works(path, [make_work("Lamp, lamp, lamp.", title=f"New {next(added)}")], speech=False)
        take_out(path, next(works).id)
        assert library.search("lamp", limit=0).generation > generation

    for page in library.search("lamp", limit=5).pages:
        assert page.generation == generation
    assert names(paged(library, "lamp", SearchOptions(limit=5), write)) == expected


def test_lists_hold_still_as_well(path: Path, library: Library, make_work: Callable[..., Work]) -> None:
    """Works come once and none is missed; the cursor of other filters is refused."""
    expected = [work.id for work in library.works("work")]
    page = library.work_list("work", WorkListOptions(limit=3))
    with pytest.raises(OptionError, match="another query"):
        library.work_list("edition", WorkListOptions(cursor=page.cursor))
    found = [work.id for work in page]
    while page.cursor is not None:
        add_works(path, [make_work("A lamp.", title=f"A work that comes first, {len(found)}")], speech=False)
        take_out(path, library.works("work")[-1].id)
        page = library.work_list("work", WorkListOptions(limit=3, cursor=page.cursor))
        found += [work.id for work in page]
    assert found == expected and page.total == len(expected)
    assert len(library.works("work")) == len(expected)


def test_all_hits_are_of_one_commit(path: Path, library: Library, make_work: Callable[..., Work]) -> None:
    """Whatever is written while they are read; and they may be closed early."""
    expected = names(library.search("lamp OR tide", limit=1_000).hits)
    hits = library.hits("lamp OR tide")
    first = [next(hits)]
    add_works(path, [make_work("Lamp, lamp, lamp.", title="New")], speech=False)
    assert library.search("lamp", limit=0).generation > 1
    assert names([*first, *hits]) == expected
    early = library.hits("lamp")
    next(early)
    early.close()
    assert next(early, None) is None


def test_a_cursor_of_another_question_is_refused(library: Library) -> None:
    """Of other words, filters, order or view; not one that only asks for another number of hits."""
    cursor = library.search("lamp", limit=2).cursor
    for query, options in (
        ("whale", SearchOptions()),
        ("lamp", SearchOptions(sort=Sort.TITLE)),
        ("lamp", SearchOptions(filters={"title": "work"})),
        ("lamp", SearchOptions(fold=False)),
    ):
        with pytest.raises(OptionError, match="another query"):
            library.search(query, replace(options, cursor=cursor))
    with pytest.raises(OptionError, match="another query"):
        library.lines("lamp", SearchOptions(cursor=cursor))
    assert library.search("lamp", SearchOptions(limit=7, cursor=cursor)).hits[0].rank == 3


def test_a_commit_is_kept_for_ten_minutes_after_its_last_use(
    path: Path, library: Library, make_work: Callable[..., Work]
) -> None:
    """Then the cursor has expired, and the error says what to do."""
    clock = Clock()
    kept_for(library, Limits(600, 9, 1 << 30), clock)
    options = SearchOptions(limit=2)
    page = library.search("lamp", options)
    for title in "xy":
        add_works(path, [make_work("Nothing of it.", title=title)], speech=False)
        take_out(path, library.works()[-1].id)
    assert library.refresh() or library.generation > page.generation
    clock.now += 599
    page = library.search("lamp", replace(options, cursor=page.cursor))
    clock.now += 599
    page = library.search("lamp", replace(options, cursor=page.cursor))
    clock.now += 601
    library._latest._engines = type(library._latest._engines)(Limits(0, 0, 0), lambda _: 0)
    with pytest.raises(CursorExpired) as expired:
        library.search("lamp", replace(options, cursor=page.cursor))
    assert "without a cursor" in expired.value.hint
    assert library.search("lamp", options).cursor is not None


def test_as_many_commits_are_kept_as_are_allowed(
    path: Path, library: Library, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one used longest ago is pushed out first."""
    monkeypatch.setattr(latest_commit, "_KEEPING_INTERVAL_S", 0.0)
    monkeypatch.setattr(latest_commit, "_EARLIER_ENGINES", Limits(0, 0, 0))
    kept_for(library, Limits(600, 3, 1 << 30), Clock())
    library._latest._engines = type(library._latest._engines)(Limits(0, 0, 0), lambda _: 0)
    cursors = []
    for number in range(5):
        cursors.append(library.search("lamp", limit=2).cursor)
        add_works(path, [make_work("Lamp.", title=f"Another {number}")], speech=False)
    last = library.search("lamp", limit=2)
    answered = []
    for cursor in cursors:
        try:
            answered.append(library.search("lamp", SearchOptions(cursor=cursor)).generation)
        except CursorExpired:
            answered.append(0)
    assert answered == [0, 0, 0, last.generation - 2, last.generation - 1]


@pytest.mark.parametrize("change", ["rebuild", "restore", "remove"])
def test_a_cursor_goes_on_after_the_library_was_made_anew(tmp_path: Path, change: str) -> None:
    """After a rebuild, a restore and a removal its commit is the one that it names, and no other."""
    source, folder = tmp_path / "stories", tmp_path / "library"
    source.mkdir()
    for number in range(9):
        (source / f"{number}.txt").write_text(f"Title: Work {number}\n\nThe lamp was lit again, number {number}.\n")
    build(folder, [source])
    if change == "restore":
        (source / "9.txt").write_text("Title: Late\n\nThe lamp of this one was late.\n")
        rebuild(folder, RebuildOptions(keep=1))
    with Library.open(folder) as library:
        expected = names(library.search("lamp", limit=1_000).hits)
        page = library.search("lamp", limit=4)
        if change == "rebuild":
            (source / "9.txt").write_text("Title: Late\n\nThe lamp of this one was late.\n")
            rebuild(folder)
        elif change == "restore":
            restore(folder, kept_generations(folder)[-1].generation)
        else:
            remove(folder, [source / "0.txt"])
        library.refresh()
        assert library.generation > page.generation
        assert len(names(library.search("lamp", limit=1_000).hits)) != len(expected)
        assert names([hit for each in page.pages for hit in each]) == expected


def test_another_library_in_the_same_place_has_other_commits(
    path: Path, library: Library, make_work: Callable[..., Work], tmp_path: Path
) -> None:
    """A cursor of the one is expired in the other, although the generations are the same."""
    page = library.search("lamp", limit=2)
    other = tmp_path / "other"
    add_works(other, [make_work("lamp number5.", title=f"Work {number}") for number in range(8)])
    with Library.open(other) as opened:
        assert opened.generation == page.generation
        with pytest.raises(CursorExpired):
            opened.search("lamp", SearchOptions(cursor=page.cursor))


def test_another_process_goes_on_while_the_files_are_there(path: Path, library: Library) -> None:
    """As the command does, which opens the library for each page."""
    page: Results = library.search("lamp", limit=4)
    with Library.open(path) as opened:
        options = SearchOptions(cursor=page.cursor)
        assert names(opened.search("lamp", options).hits) == names(library.search("lamp", options).hits)


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which files are mapped")
def test_the_disk_has_its_space_again(
    path: Path, library: Library, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a commit that was paged through are held, and let go once its time is over."""
    monkeypatch.setattr(latest_commit, "_KEEPING_INTERVAL_S", 0.0)
    clock = Clock()
    kept_for(library, Limits(600, 9, 1 << 30), clock)

    def held() -> list[str]:
        gc.collect()
        files = [line for line in Path(f"/proc/{os.getpid()}/maps").read_text().splitlines() if str(path) in line]
        descriptors = [
            str(Path(f"/proc/self/fd/{number}").readlink()) for number in os.listdir("/proc/self/fd") if exists(number)
        ]
        return [name for name in [*files, *descriptors] if str(path) in name and name.endswith("(deleted)")]

    page = library.search("lamp", limit=2)
    take_out(path, *(work.id for work in library.works()))
    add_works(path, [make_work("Lamp.", title="The only one")], speech=False)
    assert library.refresh()
    assert held()
    page = library.search("lamp", SearchOptions(limit=2, cursor=page.cursor))
    del page
    library._latest._engines = type(library._latest._engines)(Limits(0, 0, 0), lambda _: 0)
    clock.now += 601
    assert library.search("lamp").total == 1
    assert not held()


def exists(number: str) -> bool:
    return Path(f"/proc/self/fd/{number}").is_symlink()
