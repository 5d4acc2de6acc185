"""Works that a library hides are in no suggestion and in no count of words, until they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index import add_works
from fabula.search import Library, WordsOptions
from ..labelled_stories import random_works

RATING = "Mark Twain"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """A library that hides a rating, and one that never had those works."""
    folder: Path = tmp_path_factory.mktemp("hidden")
    works = random_works(5)
    add_works(folder / "hiding", works)
    add_works(folder / "without", [work for work in works if work.metadata.rating.casefold() != RATING.casefold()])
    (folder / "hiding" / "library.toml").write_text(f'[hide]\nratings = ["{RATING}"]\n', encoding="utf-8")
    with Library.open(folder / "hiding") as hiding, Library.open(folder / "without") as without:
        assert len(without.works()) < len(works)
        yield hiding, without


@pytest.mark.parametrize("prefix", ["l", "the ", "the l", "lamp was", "mark", "a", "t", "was lit "])
def test_suggestions(pair: tuple[Library, Library], prefix: str) -> None:
    """They are those of a library without the works; with `show_hidden` there may be more."""
    hiding, without = pair
    assert list(hiding.suggest(prefix, 100)) == list(without.suggest(prefix, 100))
    everything = sum(each.count for each in hiding.suggest("the ", 100, show_hidden=True))
    assert everything > sum(each.count for each in hiding.suggest("the ", 100))


@pytest.mark.parametrize("kind", ["frequencies", "ngrams", "collocates", "keyness"])
def test_words(pair: tuple[Library, Library], kind: str) -> None:
    """So are counts, also those of the texts that others are compared with."""
    hiding, without = pair
    filters = {"lang": "en"} if kind == "keyness" else {}
    options = WordsOptions(query="lamp", filters=filters, min_count=1)
    expected = without.words(kind, options)
    answer = hiding.words(kind, options)
    assert list(answer) == list(expected) and answer.words
    assert (answer.selected_words, answer.reference_words) == (expected.selected_words, expected.reference_words)
