"""Of the scenes that several selected works have, those of the best described work are counted, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Store
from fabula.search.engine.array_engine import ArrayEngine
from fabula.search.engine.folding import fold_copies
from fabula.search.engine.protocol import SelectedScenes
from fabula.search.engine.ranking.standing import standing_of

PIECES = [" ".join(f"{word}{place}" for place in range(80)) for word in ("tide", "lamp", "oar", "rope", "salt", "kelp")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Works that share scenes, in two segments, one of them replaced."""
    from ...conftest import make_work

    folder = tmp_path_factory.mktemp("folding") / "library"

    def work(title: str, pieces: list[int], author: str = "Ann Lee") -> Work:
        return make_work(*(PIECES[piece] for piece in pieces), title=title, authors=(author,))

    add_works(folder, [work("One", [0, 1, 2]), work("Two", [0, 0, 3], "anon"), work("Three", [1, 4])])
    add_works(folder, [work("Four", [2, 4, 5], "Ben"), work("Three", [1, 4, 3])])
    store = open_store(folder)
    yield store
    store.close()


def selected(store: Store, chosen: set[int]) -> list[SelectedScenes]:
    """The scenes of the works with these numbers."""
    snapshot = store.snapshot()
    works = {work.id for number, work in enumerate(snapshot.works) if number in chosen}
    return [
        SelectedScenes(
            view, scenes & [snapshot.work_at(view.number, work).id in works for work in view.segment.scene_works]
        )
        for view, scenes in ArrayEngine(snapshot).selected()
    ]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 3)))
def test_copies_are_folded_as_a_scan_folds_them(store: Store, chosen: set[int]) -> None:
    """A scene stays if no better described work among the chosen ones has its text."""
    snapshot = store.snapshot()
    assert snapshot.copies is not None
    entries = [
        (
            number,
            scene,
            snapshot.work_at(number, int(view.segment.scene_works[scene])),
            int(snapshot.copies[number][scene]),
        )
        for number, (view, scenes) in enumerate(selected(store, chosen))
        for scene in scenes.nonzero()[0].tolist()
    ]
    order = {work.id: (standing_of(work), number) for number, work in enumerate(snapshot.works)}
    expected = {
        (number, scene)
        for number, scene, work, group in entries
        if not group or order[work.id] == min(order[other.id] for _, _, other, its in entries if its == group)
    }
    found = {
        (number, scene)
        for number, (_, scenes) in enumerate(fold_copies(selected(store, chosen), snapshot))
        for scene in scenes.nonzero()[0].tolist()
    }
    assert found == expected
    if len(chosen) == 4:
        assert len(found) < len(entries)
