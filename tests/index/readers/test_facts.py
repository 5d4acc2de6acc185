"""Dates, languages and labels: what headers say."""

from __future__ import annotations

import doctest

import pytest

from fabula.index.model import Metadata
from fabula.index.readers import dates, headings, labels, languages
from fabula.index.readers.dates import iso_date
from fabula.index.readers.front_matter import front_matter
from fabula.index.readers.labels import Described, Labelled, describe, labelled
from fabula.index.readers.languages import language_tag


@pytest.mark.parametrize("module", [dates, headings, labels, languages])
def test_examples_in_the_documentation_hold(module: object) -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-10-31", "2019-10-31"), ("2019-10-31T12:00:00Z", "2019-10-31"), ("2011/07/09", "2011-07-09"),
        ("August 3rd, 2009", "2009-08-03"), ("3 Aug 2009", "2009-08-03"), ("Sept. 5, 1999", "1999-09-05"),
        ("March, 1994 [EBook #11]", "1994-03"), ("1898", "1898"), ("2009-03", "2009-03"),
        ("03/04/2009", ""), ("2009-13-45", ""), ("", ""), ("soon", ""), ("0101-01-01T00:00:00+00:00", ""),
    ],
)  # fmt: skip
def test_dates_are_read_only_where_they_are_certain(text: str, day: str) -> None:
    """What countries write differently is left alone."""
    assert iso_date(text) == day


@pytest.mark.parametrize(("text", "tag"), [("en_US", "en-us"), ("Русский", "ru"), ("und", ""), ("the old tongue", "")])
def test_languages_are_tagged(text: str, tag: str) -> None:
    """Names and tags become BCP 47, and nothing else does."""
    assert language_tag(text) == tag


def test_labels_fill_the_metadata() -> None:
    """Every label that archives use ends up where it belongs."""
    said = describe(
        [
            Labelled("Title", "The Lamp"),
            Labelled("Author", "Mara Vell"),
            Labelled("Fandoms", "Salt Road, The Ferry"),
            Labelled("Relationship", "Odo/Vell"),
            Labelled("Characters", "Odo; Vell"),
            Labelled("Additional Tags", "Fluff, Angst"),
            Labelled("Archive Warning", "Major Character Death"),
            Labelled("Category", "F/F"),
            Labelled("Rating", "Teen"),
            Labelled("Series", "Part 2 of the Salt Cycle"),
            Labelled("Stats", "Published: 2019-10-31 Updated: 2020-01-02 Words: 5,629"),
            Labelled("Language", "English"),
            Labelled("Story URL", "https://archiveofourown.org/works/7"),
            Labelled("Summary", "A lamp\nis lit."),
        ]
    )
    assert said == Described(
        "The Lamp",
        ("Mara Vell",),
        Metadata(
            language="en",
            fandoms=("Salt Road", "The Ferry"),
            relationships=("Odo/Vell",),
            characters=("Odo", "Vell"),
            tags=("Fluff", "Angst"),
            warnings=("Major Character Death",),
            categories=("F/F",),
            rating="Teen",
            series="Salt Cycle",
            published="2019-10-31",
            updated="2020-01-02",
            summary="A lamp is lit.",
            address="https://archiveofourown.org/works/7",
        ),
    )


@pytest.mark.parametrize("line", ["He said: no", "Well: it was late", "10:30", "http://x.org", "“Title: what?”"])
def test_prose_with_a_colon_is_no_label(line: str) -> None:
    """Only words that headers use are labels."""
    assert labelled(line) is None


def test_front_matter_in_all_its_forms() -> None:
    """Quoted scalars over lines, comments, and lists in both forms."""
    front = front_matter(
        "---\n"
        'title: "The Lamp: a tale"  # quoted for the colon\n'
        "author: Mara Vell\n"
        "tags: [Fluff, 'Slow Burn'] # comma separated\n"
        'characters:\n  - Odo\n  - "Vell"\n'
        'start_note: "first\n\nsecond" # html\n'
        "date: 2023-07-18 # updated\n"
        "# a comment\n"
        "---\n\nThe story.\n"
    )
    assert front.described.title == "The Lamp: a tale"
    assert front.described.authors == ("Mara Vell",)
    assert front.described.metadata.tags == ("Fluff", "Slow Burn")
    assert front.described.metadata.characters == ("Odo", "Vell")
    assert front.described.metadata.published == "2023-07-18"
    assert "start_note: first second" in front.lines
    assert front.text == "The story.\n"


@pytest.mark.parametrize(
    "text", ["---\n\nShe ran.\n\n---\n\nHe fell.\n", "---\ntitle: x\n", "no front: matter\n", "----\na: b\n---\n"]
)
def test_a_scene_between_rules_is_no_front_matter(text: str) -> None:
    """What is not all keys and values stays story, whole."""
    assert front_matter(text).text == text
    assert front_matter(text).lines == ()
