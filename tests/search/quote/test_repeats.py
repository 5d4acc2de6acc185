"""One text in several works is one result; two texts that share a phrase are two."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from fabula.index import Work
from fabula.search import Library
from ...conftest import make_work

LINE = "seven herons left the quiet harbour before anyone had counted them"
WRONG = "seven herons left a quiet harbour before somebody had counted them"


def filler(seed: int, words: int = 120) -> str:
    chance = random.Random(seed)
    letters = "abcdefghijklmnoprstuw"
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 8))) for _ in range(words))


def told(seed: int, title: str, more: int = 0) -> Work:
    """A scene with the line in the middle, and `more` other scenes."""
    scene = f"{filler(seed)} {LINE} {filler(seed + 1)}"
    return make_work(*(filler(500 + seed + place) for place in range(more)), scene, title=title)


def answers(library: Library, text: str) -> list[tuple[str, list[str]]]:
    return [(hit.work.title, [copy.work.title for copy in hit.also]) for hit in library.quote(text) if hit.score > 0.6]


def test_editions_are_one_result(make_library: Callable[..., Path]) -> None:
    """The story by itself is shown, and names the collected works; exact or not."""
    with Library.open(make_library(told(1, "Collected", more=4), told(1, "Herons"))) as library:
        for text in (LINE, WRONG):
            assert answers(library, text) == [("Herons", ["Collected"])]
            assert library.quote(text).total == 2
            assert library.quote(text).hits[0].copies == 1


def test_an_edition_is_shown_before_a_work_that_quotes(make_library: Callable[..., Path]) -> None:
    """Two of three works agree on the pages around the line; the third, shorter one only has the line, in quotes."""
    quoting = make_work(f"{filler(90, 20)}\n\n“{LINE}”\n\n{filler(91, 20)}", title="A Novel")
    # In a library of some size, where twelve such words are no chance.
    noise = make_work(filler(7, 8_000), title="Noise")
    works = (told(1, "First edition"), told(1, "Second edition", more=2), quoting, noise)
    with Library.open(make_library(*works)) as library:
        for text in (LINE, WRONG):
            ((shown, also),) = answers(library, text)
            assert shown == "First edition"
            assert sorted(also) == ["A Novel", "Second edition"]


def test_a_common_phrase_in_two_works_is_two_results(make_library: Callable[..., Path]) -> None:
    """The text around it differs, and so few common words may be alike by chance."""
    common = "he went to the door"
    works = [
        make_work(f"{filler(n)} {common} {filler(n + 1)} {(common + ' . ') * 9}", title=f"Tale {n}") for n in (1, 5)
    ]
    with Library.open(make_library(*works)) as library:
        assert sorted(answers(library, common)) == [("Tale 1", []), ("Tale 5", [])]


def test_a_refrain_is_a_result_for_each_of_its_scenes(make_library: Callable[..., Path]) -> None:
    """Passages of one work are never one result: its author says it more than once."""
    work = make_work(f"{filler(1)} {LINE} {filler(2)}", f"{filler(1)} {LINE} {filler(3)}", title="Refrain")
    with Library.open(make_library(work)) as library:
        assert answers(library, LINE) == [("Refrain", []), ("Refrain", [])]
