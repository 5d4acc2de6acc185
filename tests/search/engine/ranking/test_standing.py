"""Of several copies the one that says best what it is comes first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fabula.index import add_works
from fabula.index.model import Metadata
from fabula.search import Library, SearchOptions
from fabula.search.engine.ranking.standing import credit_of
from ....conftest import make_work

_DRAW = random.Random(4)
SHARED = (
    "The heron flew over the grey harbour while nobody on the quay had counted the lamps or the boats. "
    + " ".join(f"{_DRAW.choice('bdfgklm')}{_DRAW.choice('aeiou')}{_DRAW.choice('dgklnr')}ten" for _ in range(300))
    + ". The ferryman was asleep under the upturned skiff."
)


@pytest.mark.parametrize(
    ("author", "credit"),
    [
        ("Jane Austen", 0), ("Austen, Jane", 0), ("村上春樹", 0), ("Лев Толстой", 0), ("Colette", 1),
        ("a_lady", 2), ("A Lady", 2), ("stormy99", 2), ("Anonymous", 2), ("orphan_account", 2),
        ("jane austen", 2), ("", 3), ("—", 3),
    ],
)  # fmt: skip
def test_a_credit_names_somebody_or_nobody(author: str, credit: int) -> None:
    """Full names, single names, handles and anonymous credits, in several scripts."""
    # Each ideograph is a word.
    assert credit_of(author) == credit


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"title": "Sense", "authors": ("a_lady",)}, {"title": "Sense", "authors": ("Jane Austen",)}),
        ({"title": "Sense", "authors": ()}, {"title": "Sense", "authors": ("Jane Austen",)}),
        ({"title": "Дом", "authors": ("Anonymous",)}, {"title": "Дом", "authors": ("Анна Ли",)}),
        ({"title": "", "authors": ("Ann Lee",)}, {"title": "The Quay", "authors": ("Ann Lee",)}),
        (
            {"title": "Quay", "authors": ("Ann Lee",)},
            {"title": "The Quay", "authors": ("Ann Lee",), "metadata": Metadata(tags=("harbours",), rating="Teen")},
        ),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_better_described_copy_is_shown(
    tmp_path: Path, worse: dict[str, object], better: dict[str, object], is_first: bool
) -> None:
    """Whichever was indexed first, and whether it is searched for or remembered."""
    folder = tmp_path / "library"
    # The worse copy ranks before it: it is shorter.
    works = [_work(f"{SHARED}", worse), _work(f"{SHARED} And so it went on.", better)]
    for work in works if is_first else works[::-1]:
        add_works(folder, [work])
    with Library.open(folder) as library:
        wanted = (better["title"], better["authors"])
        for query in ("heron flew over the grey harbour", "ferryman skiff lamps"):
            (hit,) = library.search(query, SearchOptions(limit=5)).hits
            assert (hit.work.title, hit.work.authors) == wanted
            assert [copy.work.authors for copy in hit.also] == [worse["authors"]]
        (hit,) = library.quote("a heron flew over grey harbour while nobody at the quay had counted lamps").hits
        assert (hit.work.title, hit.work.authors) == wanted


def _work(text: str, described: dict[str, object]) -> object:
    from dataclasses import replace

    metadata = described.get("metadata")
    work = make_work(text, title=str(described["title"]), authors=described["authors"])
    return replace(work, metadata=metadata) if metadata is not None else work
