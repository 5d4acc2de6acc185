"""A character's lines are those that a scan of the stories finds, in the order of titles and in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.index.errors import QueryError
from fabula.search import Library, SearchOptions
from fabula.search.speakers.results import Line
from ..spoken_stories import CAST, SpokenScene, assign_speakers, spoken_scenes, spoken_work


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("lines") / "library"
    # Several segments, works of them replaced.
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
    add_works(folder, [spoken_work(90, title=2), spoken_work(91)])
    assign_speakers(folder)
    with Library.open(folder) as library:
        yield library


def scanned(library: Library) -> list[tuple[str, int, str]]:
    """(scene, speaker, words) of all turns of known speakers."""
    scenes = [scene for work in library.works() for scene in spoken_scenes(library.scenes(work.id))]
    return [(scene.id, speaker, text) for scene in scenes for speaker, text in turns(scene) if speaker]


def turns(scene: SpokenScene) -> Iterator[tuple[int, str]]:
    for (_, speaker), pieces in groupby(scene.utterances, key=lambda piece: (piece.turn, piece.speaker)):
        yield speaker, " ".join(" ".join(scene.words[first : last + 1]) for first, last, _, _ in pieces)


def spoken(line: Line) -> str:
    return " ".join(words(line.text))


@pytest.mark.parametrize(("name", "number"), [("lexa", 1), ("kom trikru", 1), ("the narrator", 2), ("GRIFFIN", 3)])
def test_lines_are_those_of_a_scan(library: Library, name: str, number: int) -> None:
    """Every turn of the character is there, with its words, in the order of the scan; pages join to all of them."""
    expected = [(scene, text) for scene, speaker, text in scanned(library) if speaker == number]
    found: list[tuple[str, str]] = []
    options = SearchOptions(limit=7, fold=False)
    while True:
        page = library.lines(name, options)
        assert page.total == len(expected) > 7
        assert page.names == (CAST[number - 1].name,)
        found += [(line.scene.id, spoken(line)) for line in page]
        if page.cursor is None:
            break
        options = SearchOptions(limit=7, cursor=page.cursor, fold=False)
    assert found == expected


def test_speakers_are_counted_as_by_a_scan(library: Library) -> None:
    """Turns and words of each character, and of each of the works, are those of a scan."""
    counts: dict[tuple[str, str], list[int]] = {}
    for work in library.works():
        for scene in spoken_scenes(library.scenes(work.id)):
            for speaker, text in turns(scene):
                if speaker:
                    count = counts.setdefault((work.id, CAST[speaker - 1].name), [0, 0])
                    count[0] += 1
                    count[1] += len(text.split())
    found = library.speakers(SearchOptions(limit=1_000, fold=False))
    assert {
        (spoken.work.id, spoken.name): [spoken.turns, spoken.words] for speaker in found for spoken in speaker.works
    } == counts
    assert found.total == len(found) and found.works == len(library.works()) and not found.without_speakers


def test_filters_select_the_works(library: Library) -> None:
    """Lines and speakers of one work are those of that work alone."""
    work = library.works()[3]
    options = SearchOptions(limit=1_000, filters={"work": work.id}, fold=False)
    own = {scene.id for scene in library.scenes(work.id)}
    expected = [entry for entry in scanned(library) if entry[0] in own]
    assert sum(library.lines(member.name, options).total for member in CAST) == len(expected)
    assert sum(speaker.turns for speaker in library.speakers(options)) == len(expected)


@pytest.mark.parametrize("name", ["", " … ", "“”"])
def test_a_name_without_words_is_refused(library: Library, name: str) -> None:
    """An empty name means nobody, and not everybody."""
    with pytest.raises(QueryError, match="is no name"):
        library.lines(name)


def test_nobody_has_no_lines(library: Library) -> None:
    """A name that no character has gives an empty answer."""
    assert library.lines("Nemo").total == 0
    assert library.lines("Nemo").names == ()


def test_an_interrupted_line_is_one(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Its text is what is said with its last marks, its spans are where that stands, with those who speak beside it."""
    text = (
        "“Who goes there?” asked Clarke.\n\n“You,” Lexa says softly, “would have been my choice!”\n\n"
        "“Then choose,” said Clarke."
    )
    with Library.open(make_library(make_work(text, title="Choice"))) as library:
        (line,) = library.lines("Lexa")
        assert line.text == "You, would have been my choice!"
        assert [line.scene.text[start:end] for start, end in line.spans] == ["You,", "would have been my choice!"]
        assert (line.before, line.after) == ("Clarke", "Clarke")
        assert 0.5 < line.confidence <= 1
        assert {(each.name, each.turns) for each in library.speakers()} == {("Clarke", 2), ("Lexa", 1)}


def test_copies_are_told_once(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Of two editions only one has lines and speakers, unless all are asked for."""
    text = f"“Who goes there?” asked Clarke. The boat had {', '.join(f'rope{number}' for number in range(60))}."
    works = make_work(text, title="Choice", authors=("Ann Lee",)), make_work(text, title="choice", authors=("anon",))
    with Library.open(make_library(*works)) as library:
        assert [line.work.title for line in library.lines("Clarke")] == ["Choice"]
        assert library.lines("Clarke", SearchOptions(fold=False)).total == 2
        (speaker,) = library.speakers()
        assert speaker.turns == 1 and library.speakers().without_speakers == 0
        assert sum(each.turns for each in library.speakers(SearchOptions(fold=False))) == 2
