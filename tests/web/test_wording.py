"""Names, numbers and links in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fabula.index.model import ChapterRef
from fabula.index.readers.headings.chapter_titles import says_its_number
from fabula.search import Library
from fabula.web.wording import (
    author_names,
    chapter_name,
    count,
    duration,
    language_tag,
    moment,
    opening,
    outside_link,
    percent,
    scene_name,
    speaker_name,
    text_size,
    title_remark,
    work_title,
)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 scenes"), (1, "1 scene"), (2, "2 scenes"), (12345, "12,345 scenes")]
)
def test_counts_agree_with_their_noun(number: int, expected: str) -> None:
    """Nouns are singular or plural by the number."""
    assert count(number, "scene") == expected


@pytest.mark.parametrize(("seconds", "expected"), [(0.0004, "0.4 ms"), (0.034, "34 ms"), (1.24, "1.2 s")])
def test_durations_have_two_figures(seconds: float, expected: str) -> None:
    """A duration has two significant figures."""
    assert duration(seconds) == expected


@pytest.mark.parametrize(
    ("started", "expected"), [("2026-11-30T14:02:59Z", "2026-11-30 14:02"), ("", ""), ("yesterday", "yesterday")]
)
def test_moments(started: str, expected: str) -> None:
    """To the minute."""
    assert moment(started) == expected


@pytest.mark.parametrize(
    ("size", "expected"), [(0, "0 B"), (999, "999 B"), (1500, "2 kB"), (999_400, "999 kB"), (999_600, "1.0 MB")]
)
def test_sizes(size: int, expected: str) -> None:
    """Bytes in the unit that a person would choose."""
    assert text_size(size) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0, "0 %"), (0.001, "1 %"), (0.629, "62 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_shares(share: float, expected: str) -> None:
    """Only a whole is 100 %."""
    assert percent(share) == expected


@pytest.mark.parametrize(
    ("chapter", "expected"),
    [
        (None, ""),
        (ChapterRef(None, "Preface"), "Preface"),
        (ChapterRef(3, ""), "Chapter 3"),
        (ChapterRef(3, "The Ferry"), "Chapter 3: The Ferry"),
        (ChapterRef(3, "Chapter 3"), "Chapter 3"),
        (ChapterRef(3, "3. The Ferry"), "3. The Ferry"),
        (ChapterRef(3, "CHAPTER III. The Ferry"), "CHAPTER III. The Ferry"),
        (ChapterRef(3, "30 Days"), "Chapter 3: 30 Days"),
        (ChapterRef(1, "Capítulo primero"), "Capítulo primero"),
        (ChapterRef(22, "XXIII"), "Chapter XXIII"),
        (ChapterRef(1, "I. THE BURIAL"), "I. THE BURIAL"),
        (ChapterRef(14, "XIV The Ferry"), "XIV The Ferry"),
        (ChapterRef(1, "I"), "Chapter I"),
        (ChapterRef(4, "4"), "Chapter 4"),
        (ChapterRef(2, "Two"), "Chapter Two"),
        (ChapterRef(3, "Глава третья"), "Глава третья"),
        (ChapterRef(3, "第三章 雨"), "第三章 雨"),
        (ChapterRef(3, "三"), "Chapter 三"),
        (ChapterRef(7, "877화. 문"), "877화. 문"),
        (ChapterRef(5, "الفصل الخامس"), "الفصل الخامس"),
        (ChapterRef(2, "Letter 2"), "Letter 2"),
        (ChapterRef(2, "The Second Chapter"), "The Second Chapter"),
        (ChapterRef(1, "I Am Born"), "Chapter 1: I Am Born"),
        (ChapterRef(3, "Chapter and Verse"), "Chapter 3: Chapter and Verse"),
        (ChapterRef(3, "1984"), "Chapter 3: 1984"),
        (ChapterRef(3, "Seven"), "Chapter 3: Seven"),
        (ChapterRef(2, "Of Letters"), "Chapter 2: Of Letters"),
    ],
)
def test_a_chapter_number_is_not_repeated(chapter: ChapterRef | None, expected: str) -> None:
    """A chapter title that contains the number stays unchanged."""
    assert chapter_name(chapter) == expected


@pytest.mark.parametrize("number", range(1, 40))
@pytest.mark.parametrize("ending", ["", ".", ": The Ferry", " The Ferry", "a", "th"])
def test_common_titles_are_told_as_by_the_rules(number: int, ending: str) -> None:
    """ "CHAPTER XII. Rain" is told without loading the words of other languages, and as these tell it."""
    for numeral in (str(number), roman_numeral(number)):
        title = f"Chapter {numeral}{ending}"
        expected = title if says_its_number(title, number) else f"Chapter {number}: {title}"
        assert chapter_name(ChapterRef(number, title)) == expected


def roman_numeral(number: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


def test_the_first_person_is_the_narrator() -> None:
    """Nobody is called "I"."""
    assert [speaker_name(name) for name in ("I", "Ina", "the waiter")] == ["the narrator", "Ina", "the waiter"]


def test_a_work_has_a_name_without_metadata(shelf: Library) -> None:
    """The name has title and authors; without them, the name of the file and "unknown author"."""
    names = {work_title(work): author_names(work) for work in shelf.works()}
    assert names == {
        "The Lamp at Orrin Point": "Ada Merrow",
        "Salt and Paper": "Ben Oduya and Cy Lind",
        "Untitled": "unknown author",
    }
    nameless = next(work for work in shelf.works() if not work.authors)
    assert work_title(replace(nameless, title=" ")) == "found.txt"
    assert title_remark(nameless) == ""
    named = replace(nameless, title="found", metadata=replace(nameless.metadata, title_source="file"))
    assert title_remark(named) == "name of the file"


def test_an_opening_skips_headings(shelf: Library) -> None:
    """The opening has the first words of the story, cut between words."""
    work = next(work for work in shelf.works() if work.scenes == 3)
    scenes = [scene for scene in shelf.scenes(work.id) if scene.number]
    assert opening(scenes[2]).startswith("Low light, slow light,")
    assert opening(scenes[0], 20) == "The lamp had gone …"
    assert [scene_name(scene, work) for scene in scenes] == ["Scene 1 of 3", "Scene 2 of 3", "Scene 3 of 3"]


@pytest.mark.parametrize(("language", "tag"), [("en-gb", "en-gb"), ("und", ""), ('en"onload="x', ""), ("", "")])
def test_only_languages_become_lang(language: str, tag: str) -> None:
    """A lang attribute has a language tag or is absent."""
    assert language_tag(language) == tag


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:x", "http://[x", ""])
def test_only_web_addresses_become_links(address: str) -> None:
    """The source address of a story is a link only if it leads to a web page."""
    assert outside_link(address) == ""
    assert outside_link("https://stories.example/1") == "https://stories.example/1"
