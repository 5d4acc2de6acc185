"""What is proposed exists, with its count, and finds what it says."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import flatten, words
from fabula.index.errors import OptionError
from fabula.search import Library, SearchOptions, SuggestionKind
from fabula.search.suggest import phrases, word_codes
from ..spoken_stories import VOCABULARY
from ..words.streams import make_library as make_spoken
from ..words.streams import streams

HOSTILE = ["\0", "(", "[a-z]*", "\\", '"', "a" * 100_000, "*" * 300, "\ud800", "?", "author:", "%s{0}", "‮abc", " "]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("suggest") / "library"
    make_spoken(folder)
    with Library.open(folder) as opened:
        yield opened


def rows_of(library: Library, typed: list[str]) -> Counter[tuple[str, ...]]:
    """What stands after the typed words, up to five words, by a scan."""
    after: Counter[tuple[str, ...]] = Counter()
    for places in streams(library, {}):
        stream = [place.word for place in places]
        for at in range(len(stream)):
            if stream[at : at + len(typed)] == typed:
                rest = stream[at + len(typed) : at + len(typed) + 5]
                after.update(tuple(rest[:size]) for size in range(1, len(rest) + 1))
    return after


@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
@given(
    st.lists(st.sampled_from(VOCABULARY[:6]), max_size=3), st.sampled_from(["", "m", "ch", "cho", "no", "é", "b", "h"])
)
def test_phrases(library: Library, is_large: bool, typed: list[str], start: str) -> None:
    """Each phrase stands in stories as often as it says; the last words are the commonest ones that begin so."""
    with pytest.MonkeyPatch.context() as patch:
        if is_large:
            # As in a library where every word is common.
            patch.setattr(phrases, "_MAX_PLACES", 3)
            patch.setattr(phrases, "_FEW", 2)
        found = library.suggest(" ".join([*typed, start]), 100)
    after = rows_of(library, typed)
    completions: dict[str, None] = {}
    for each in found:
        assert each.kind is not SuggestionKind.PHRASE or each.text.lower().startswith(" ".join([*typed, start]).strip())
        if each.kind is SuggestionKind.PHRASE:
            row = tuple(words(each.text)[len(typed) :])
            assert after[row] == each.count
            assert each.query == f'"{" ".join([*typed, *row])}"'
            completions[row[0]] = None
    single = [(row[0], count) for row, count in after.items() if len(row) == 1 and flatten(row[0]).startswith(start)]
    best = sorted(single, key=lambda item: (-item[1], flatten(item[0]), item[0]))[:4]
    if typed or start:
        assert set(completions) == {word for word, _ in best}


def test_last_word_is_completed_and_goes_on(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """What was typed stays as it was typed; the words that follow in most places are proposed with it."""
    folder = make_library(
        make_work("“You would have been my choice,” she said. “Don’t know,” he said. Résumé.", title="Sea")
    )
    with Library.open(folder) as library:
        assert [each.text for each in library.suggest("You Would have BE")] == ["You Would have BEen my choice"]
        assert [each.text for each in library.suggest("Don’t kn")] == ["Don’t know"]
        assert [each.text for each in library.suggest("resu")] == ["résumé"]
        assert library.search(library.suggest("don't kn").suggestions[0].query).total == 1


def test_contractions(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """A part of one is joined to its word."""
    with Library.open(make_library(make_work("It’s a lamp, and the cat’s lamp."))) as library:
        assert [each.text for each in library.suggest("the ca")] == ["the cat’s lamp"]
        assert [each.text for each in library.suggest("the cat ")] == ["the cat’s lamp"]
        assert [each.text for each in library.suggest("I")] == ["It’s a lamp"]


def test_names(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Titles, authors, characters and fandoms are proposed with their works, and their queries find these."""
    works = [
        make_work("“Go,” said Lexa.", title='The "Sea"', authors=("Ann Lee",), fandoms=("The 100",)),
        make_work("A lamp.", title="Seaside", authors=("Ann Lee",), characters=("Léxa (The 100)",)),
    ]
    with Library.open(make_library(*works)) as library:
        for prefix, kind, text, count in (
            ("sea", SuggestionKind.TITLE, "Seaside", 1),
            ("lee", SuggestionKind.AUTHOR, "Ann Lee", 2),
            ("lex", SuggestionKind.CHARACTER, "Lexa", 1),
            ("léxa (", SuggestionKind.CHARACTER, "Léxa (The 100)", 1),
            ("the", SuggestionKind.FANDOM, "The 100", 1),
        ):
            named = [each for each in library.suggest(prefix) if each.kind is kind]
            assert (text, count) in [(each.text, each.count) for each in named]
            for each in named:
                results = library.search(each.query, SearchOptions(limit=100))
                assert len({hit.work.id for hit in results}) == each.count


@pytest.mark.parametrize("prefix", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_prefixes(library: Library, prefix: str) -> None:
    """Whatever is typed is answered, and never taken for a pattern."""
    assert len(library.suggest(prefix)) <= 10


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_any_prefix(library: Library, prefix: str) -> None:
    """So is any text; what is proposed can be searched for."""
    for each in library.suggest(prefix, 5):
        assert library.search(each.query, limit=0).total >= 0


def test_limits(library: Library) -> None:
    """A limit is kept, and shared by the kinds; one that makes no sense is refused."""
    assert len(library.suggest("a", 3)) == 3
    assert {each.kind for each in library.suggest("a", 4)} == {
        SuggestionKind.AUTHOR,
        SuggestionKind.CHARACTER,
        SuggestionKind.PHRASE,
    } or len(library.suggest("a", 4)) == 4
    assert not library.suggest("a", 0)
    for limit in (-1, 101):
        with pytest.raises(OptionError):
            library.suggest("a", limit)


def test_prepared_in_the_background(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Who does not wait gets nothing at first, and is told so; soon after all is there."""
    with Library.open(make_library(make_work("The sea was dark."))) as library:
        first = library.suggest("se", wait=False)
        assert first.suggestions == () or first.complete
        for _ in range(500):
            if (found := library.suggest("se", wait=False)).complete:
                break
            time.sleep(0.01)
        assert [each.text for each in found] == ["sea was dark"]


def test_rare_words(
    make_work: Callable[..., Work], make_library: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words beyond the codes are found where they were typed, and are not proposed."""
    monkeypatch.setattr(word_codes, "_MAX_CODES", 4)
    folder = make_library(
        make_work("the the the lamp lamp lamp sea sea sea. Zebra yonder the lamp. Yonder zebra the sea.")
    )
    with Library.open(folder) as library:
        assert [each.text for each in library.suggest("zebra yonder ")] == ["zebra yonder the lamp"]
        assert [each.text for each in library.suggest("yonder zebra ")] == ["yonder zebra the sea"]
        assert not library.suggest("zeb")


def test_large_libraries(
    make_work: Callable[..., Work], make_library: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more text than is kept in memory, the first works are what phrases are proposed from."""
    monkeypatch.setattr(word_codes, "_MAX_POSITIONS", 150)
    folder = make_library(make_work("A lamp burned.", "A lantern burned.", title="Lights"))
    with Library.open(folder) as library:
        texts = [each.text for each in library.suggest("a la")]
        assert texts == ["a lamp burned"]


def test_works_that_go(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """What was replaced is proposed no more, nor counted; what was added is."""
    folder = tmp_path / "library"
    one, other = make_work("The old lamp burned low.", title="One"), make_work("The old lamp went out.", title="Two")
    add_works(folder, [one, other])
    with Library.open(folder) as library:
        assert ("old lamp", 2) in [(each.text, each.count) for each in library.suggest("old la")]
        add_works(folder, [make_work("Nothing here.", title="Two")])
        library.refresh()
        assert [(each.text, each.count) for each in library.suggest("old la")] == [("old lamp burned low", 1)]
        assert not library.suggest("out.")
        add_works(folder, [make_work("The old lamp again.", title="Three")])
        library.refresh()
        assert ("old lamp", 2) in [(each.text, each.count) for each in library.suggest("old la")]
