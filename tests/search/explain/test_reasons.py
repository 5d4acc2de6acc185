"""A reason for an empty answer is true of the library, whatever was asked: a scan over all scenes agrees with it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from fabula.index import Scene, SceneKind, Work
from fabula.index.analysis import stem, words
from fabula.search import Library
from fabula.search.engine.evaluate import Evaluation, Occurrences
from fabula.search.explain import missing_phrase as reasons
from fabula.search.plan import PhraseClause

MakeWork = Callable[..., Work]
MakeLibrary = Callable[..., Path]

VOCABULARY = ("Whale", "whale", "whales", "Boat", "boats", "sea", "the", "THE", "was", "lit")
NOTE = "A/N: thanks for reading this, all of you, the {} was fun to write!"


def library_of(seed: int, make_work: MakeWork, make_library: MakeLibrary) -> Library:
    """Three works of few scenes with few words, each with a note."""
    chance = Random(seed)
    known = chance.sample(VOCABULARY, 6)
    works = []
    for number in range(3):
        scenes = [" ".join(chance.choices(known, k=chance.randrange(2, 7))) + "." for _ in range(3)]
        works.append(make_work(NOTE.format(chance.choice(("whale", "zebra"))), *scenes, title=f"Tale {number}"))
    return Library.open(make_library(*works))


class Scan:
    """All scenes by kind, for the questions that reasons answer."""

    def __init__(self, library: Library) -> None:
        scenes: list[Scene] = [scene for work in library.works() for scene in library.scenes(work.id)]
        self.texts = {kind: [scene.text for scene in scenes if scene.kind is kind] for kind in SceneKind}

    def any(self, holds: Callable[[str], bool], *kinds: SceneKind) -> bool:
        return any(holds(text) for kind in kinds or SceneKind for text in self.texts[kind])


def in_a_row(asked: str, *, stemmed: bool = False) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        have, want = ([stem(word, "en") if stemmed else word for word in words(each)] for each in (text, asked))
        return any(have[at : at + len(want)] == want for at in range(len(have)))

    return holds


def in_order(asked: str) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        rest = iter(words(text))
        return all(word in rest for word in words(asked))

    return holds


def verbatim(asked: str) -> Callable[[str], bool]:
    """Letter by letter, and not within longer words."""
    return lambda text: re.search(rf"(?<!\w){re.escape(asked)}(?!\w)", text) is not None


def check(reason: str, asked: str, matches: Callable[[str], bool], scan: Scan) -> None:
    """Raises AssertionError unless the reason that no text `matches` is true."""
    story, notes = SceneKind.STORY, SceneKind.PARATEXT
    here = notes if reason.endswith("only in notes") else story
    if "only found in notes" in reason:
        assert scan.any(matches, notes) and not scan.any(matches, story)
    elif reason.startswith(reasons.NOT_WRITTEN_SO):
        assert scan.any(in_a_row(asked), here) and not scan.any(verbatim(asked))
    elif reason.startswith(reasons.OTHER_FORMS):
        assert scan.any(in_a_row(asked, stemmed=True), here) and not scan.any(in_a_row(asked))
    elif reason == "this word is nowhere in the library":
        assert not scan.any(in_a_row(asked, stemmed=True))
    elif reason.startswith("nowhere in the library: "):
        named = reason.partition(": ")[2].split(", ")
        assert named == [word for word in dict.fromkeys(words(asked)) if not scan.any(in_a_row(word))]
    elif reason.startswith("only in notes: "):
        for word in reason.partition(": ")[2].split(", "):
            assert scan.any(in_a_row(word), notes) and not scan.any(in_a_row(word), story)
    elif reason in (reasons.OTHERS_AMONG, reasons.OTHER_ORDER):
        assert all(scan.any(in_a_row(word), story) for word in words(asked))
        assert not scan.any(in_a_row(asked), story)
        assert scan.any(in_order(asked), story) is (reason == reasons.OTHERS_AMONG)
    else:
        raise AssertionError(f"no such reason: {reason}")


def phrases(chance: Random) -> Sequence[str]:
    pool = (*VOCABULARY, "zebra", "moon", "thanks")
    return [" ".join(chance.choices(pool, k=size)) for size in (1, 1, 2, 2, 2, 3, 4)]


@pytest.mark.parametrize("seed", range(8))
def test_reasons_of_phrases(seed: int, make_work: MakeWork, make_library: MakeLibrary) -> None:
    """Of words, phrases and phrases as written."""
    told = set()
    with library_of(seed, make_work, make_library) as library:
        scan = Scan(library)
        for asked, mark in itertools.product(phrases(Random(seed)), ("", "=")):
            results = library.search(f'{mark}"{asked}"')
            expected = verbatim(asked) if mark else in_a_row(asked)
            assert (results.total > 0) is scan.any(expected, SceneKind.STORY)
            if not results.total:
                (gap,) = results.explanation.missing
                check(gap.reason, asked, expected, scan)
                told.add(gap.reason)
    assert told


@pytest.mark.parametrize("seed", range(4))
def test_reasons_of_combinations(seed: int, make_work: MakeWork, make_library: MakeLibrary) -> None:
    """Of AND, OR and NOT: whatever is named as missing is missing, and parts that are not together are each there."""
    chance = Random(seed)
    story = SceneKind.STORY
    with library_of(seed, make_work, make_library) as library:
        scan = Scan(library)
        texts = scan.texts[story]

        def scenes_with(asked: str) -> set[int]:
            return set(filter(lambda number: in_a_row(asked)(texts[number]), range(len(texts))))

        for _ in range(12):
            parts = [chance.choice(phrases(chance)) for _ in range(3)]
            first, second, third = parts
            one, two, three = map(scenes_with, parts)
            for query, expected, asked in (
                (f'"{first}" AND "{second}"', one & two, parts[:2]),
                (f'"{first}" NOT "{second}"', one - two, parts[:1]),
                (f'"{first}" OR ("{second}" AND "{third}")', one | (two & three), parts),
            ):
                results = library.search(query)
                assert (results.total > 0) is bool(expected)
                for gap in results.explanation.missing:
                    named = next((part for part in asked if gap.part.strip('"').casefold() == part.casefold()), None)
                    if named is not None:
                        check(gap.reason, named, in_a_row(named), scan)
                    elif gap.reason == "every scene that could match was ruled out by NOT":
                        assert "NOT" in query and one
                    else:
                        assert gap.reason == "each part is found, but never all of them in one scene"
                        assert all(scenes_with(part) for part in asked)


def test_each_reason_is_given(make_work: MakeWork, make_library: MakeLibrary) -> None:
    """Every kind of reason, of a library in which it is true."""
    library = Library.open(
        make_library(
            make_work(NOTE.format("giraffe"), "Watson saw a whale and a whale.", "The boat was lit.", authors=("Ann",)),
            make_work("“The lamp is lit,” said Mary. The lamp was told.", "It is cold."),
        )
    )
    for query, reason in {
        '="watson"': "it is there, but not written like this",
        '="a Whale"': "it is there, but not written like this",
        '="The boats"': "it is there in other forms only",
        '"whales"': "it is there in other forms only",
        '"whale boats"': "nowhere in the library: boats",
        '"whale whale"': "all its words are there, but never in this order without others among them",
        '"whale watson"': "all its words are there, but never in this order",
        '"saw whale whale"~1': "all its words are there in this order, but further apart",
        '"whale giraffe"': "only in notes: giraffe",
        '"giraffe was fun"': "it is only found in notes; add in:notes to see them",
        '="Giraffe was fun"': "it is there, but not written like this, and only in notes",
        '"boat" in:notes': "it is only found in the story; leave out in:notes to see it",
        "zebra": "this word is nowhere in the library",
        "zeb*": "no word is like this",
        "zebra~1": "no word is like this",
        '~"zeb*"': "no word is like this",
        '"zeb* was"': "nowhere in the library: zeb*",
        '"was wha*"': "all its words are there, but never in this order",
        "whale -saw": "every scene that could match was ruled out by NOT",
        "whale AND boat": "each part is found, but never all of them in one scene",
        "author:Bob whale": "no work is like this",
        'author:="ann" whale': "no work is like this",
        '"is lit" in:narration': "it is said there, and not told",
        '"was told" in:dialogue': "it is told there, and not said",
        '"Mary the lamp" in:dialogue': "it is told there, and not said",
        '"lit said" in:dialogue': "it is there, but neither all said nor all told, as far as is known",
        '"is lit" speaker:Bob': "nobody of this name is known to speak in the library",
        '"was told" speaker:Mary': "it is there, but not said by them as far as is known",
    }.items():
        results = library.search(query)
        assert [gap.reason for gap in results.explanation.missing] == [reason], query
        assert results.total == 0


def test_an_alternative_that_is_found_is_not_missing(make_work: MakeWork, make_library: MakeLibrary) -> None:
    """What a looser step finds under the same name is not named; what two parts ask for differently is."""
    library = Library.open(make_library(make_work("The whales swim.", authors=("Ann",))))
    (gap,) = library.search('~"whale swims" author:Bob').explanation.missing
    assert gap.part == "author:Bob"
    (gap,) = library.search('"whale" AND ~"whale"').explanation.missing
    assert (gap.part, gap.reason) == ("whale", "it is there in other forms only")
    (gap,) = library.search("whalse~ author:Bob").explanation.missing
    assert gap.part == "author:Bob"


def test_only_the_first_of_many_missing_words_have_advice(make_work: MakeWork, make_library: MakeLibrary) -> None:
    """Looking for words that are spelt alike takes 10 ms a word."""
    with Library.open(make_library(make_work("She lit the lamp."))) as library:
        missing = library.search(" ".join(f"lamq{letter}" for letter in "abcdefghijklm")).explanation.missing
    assert len(missing) == 13
    assert sum(bool(gap.nearest) for gap in missing) <= 8


def test_an_empty_library_has_reasons(make_library: MakeLibrary, tmp_path: Path) -> None:
    """Of no scenes at all: nothing is anywhere."""
    library = Library.open(make_library())
    for query in ("whale", '"the whale"', "NOT whale", "wha*", "whale AND boat", "author:Ann whale"):
        results = library.search(query)
        assert results.total == 0 and results.explanation.missing
        assert not any("found" in gap.reason for gap in results.explanation.missing)


def test_a_reason_does_not_look_again(
    make_work: MakeWork, make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the search has looked for is known to what explains it; the next search looks for itself."""
    looked_for: list[PhraseClause] = []
    find = Evaluation._find

    def listed(evaluation: Evaluation, phrase: PhraseClause) -> Occurrences:
        looked_for.append(phrase)
        return find(evaluation, phrase)

    monkeypatch.setattr(Evaluation, "_find", listed)
    with library_of(3, make_work, make_library) as library:
        library.search('="zzz the" OR "sea boats"~3 OR ="The Boats the"')
        assert looked_for and len(looked_for) == len(set(looked_for))
        before = len(looked_for)
        library.search('="The Boats the"')
        assert len(looked_for) > before
