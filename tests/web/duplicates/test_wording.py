"""What differs between works that tell the same text, in words."""

from __future__ import annotations

from fabula.index.model import Metadata, WorkRecord
from fabula.search import DuplicateGroup, DuplicateKind, DuplicateWork, TextPart
from fabula.web.duplicates.wording import GROUP_NAMES, differences, part_name

WORK = WorkRecord("id", "Lamp", (), Metadata(), "en", "epub", "a.epub", "/s", "", 1, 2, 3, 4, 5)
NONE = TextPart()
FIRST = DuplicateWork(WORK, 1.0, 5, 0, NONE, NONE, NONE, 600, True, "it has a title", False)


def said(kind: DuplicateKind, each: DuplicateWork) -> list[str]:
    works = (FIRST, each) if each is not FIRST else (FIRST,)
    return list(differences(DuplicateGroup(kind, works), each))


def test_the_first_work() -> None:
    """Why its copy is shown, and what only it has."""
    assert said(DuplicateKind.EDITIONS, FIRST) == [
        "shown in results: it has a title",
        "600 words in scenes that no other work has word for word",
    ]


def test_an_edition() -> None:
    """How much of it is in the first, and what each has alone."""
    edition = DuplicateWork(WORK, 0.756, 2, 1, TextPart(1, 1, 40), TextPart(2, 0, 900), NONE, 40, False, "", False)
    assert said(DuplicateKind.EDITIONS, edition) == [
        "75 % of its story is in the first: 2 scenes word for word, 1 nearly",
        "only here: 1 scene, 1 note (40 words)",
        "not here: 2 scenes (900 words)",
        "40 words in scenes that no other work has word for word",
    ]
    assert said(DuplicateKind.LIKELY, edition) == [
        "about 75 % of its story is in the first, but not in the same scenes, or only in part",
        "40 words in scenes that no other work has word for word",
    ]


def test_the_same_text_and_a_chapter_twice() -> None:
    """Only what a person has to know."""
    twin = DuplicateWork(WORK, 1.0, 5, 0, NONE, NONE, NONE, 0, False, "", True)
    assert said(DuplicateKind.SAME, twin) == ["SPARE: the works that stay have all of its words"]
    twice = DuplicateWork(WORK, 1.0, 5, 0, NONE, NONE, TextPart(1, 0, 300), 0, False, "", False)
    assert list(differences(DuplicateGroup(DuplicateKind.REPEATED, (twice,)), twice)) == [
        "has twice: 1 scene (300 words)"
    ]


def test_every_kind_has_a_name() -> None:
    """None is shown as its key."""
    assert set(GROUP_NAMES) == set(DuplicateKind)
    assert part_name(TextPart(0, 2, 1)) == "2 notes (1 word)"
