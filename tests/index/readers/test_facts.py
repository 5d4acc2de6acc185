"""Dates, languages and labels: what headers say."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import language_tags as languages
from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata import archive_counts as statistics
from fabula.index.readers.metadata import dates, labels
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.front_matter import parse_front_matter
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label
from fabula.index.readers.structure import heading_text

from ...growth import grows_evenly


@pytest.mark.parametrize("module", [dates, heading_text, labels, languages, statistics])
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


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en_US", "en-us"), ("Русский", "ru"), ("und", ""), ("the old tongue", ""), ("eng", "en"), ("fre", "fr"),
        ("fra", "fr"), ("ger-AT", "de-at"), ("zh-Hant-TW", "zh-hant-tw"), ("ptBR", "pt-br"), ("FRANÇAIS", "fr"),
        ("Franc\u0327ais", "fr"), ("中文-普通话 國語", "zh"), ("中文-广东话 粵語", "yue"),
        ("Chinese (Traditional)", "zh-hant"),
        ("English (United Kingdom)", "en-gb"), ("Português (Brasil)", "pt-br"), ("Spanish / Español", "es"),
        ("Español (Spanish)", "es"), ("fil", "fil"), ("Filipino", "fil"), ("qya", "qya"), ("old", ""), ("xx", ""),
        ("eng_GB", "en-gb"), ("English and French", "en"), ("mul", ""), ("x" * 500, ""), ("", ""),
    ],
)  # fmt: skip
def test_languages_are_tagged(text: str, tag: str) -> None:
    """Names and tags become BCP 47, and nothing else does."""
    assert language_tag(text) == tag


@given(st.text(max_size=70))
def test_any_text_gives_a_tag_or_none(text: str) -> None:
    """Whatever a file says of its language, what is kept is a tag, and the tag of a tag is itself."""
    tag = language_tag(text)
    assert tag == "" or (tag.isascii() and tag == tag.lower() and language_tag(tag) == tag)


def test_labels_fill_the_metadata() -> None:
    """Every label that archives use ends up where it belongs."""
    said = describe_labels(
        [
            LabelledValue("Title", "The Lamp"),
            LabelledValue("Author", "Mara Vell"),
            LabelledValue("Fandoms", "Salt Road, The Ferry"),
            LabelledValue("Relationship", "Odo/Vell"),
            LabelledValue("Characters", "Odo; Vell"),
            LabelledValue("Additional Tags", "Fluff, Angst"),
            LabelledValue("Archive Warning", "Major Character Death"),
            LabelledValue("Category", "F/F"),
            LabelledValue("Rating", "Teen"),
            LabelledValue("Series", "Part 2 of the Salt Cycle"),
            LabelledValue("Stats", "Published: 2019-10-31 Updated: 2020-01-02 Words: 5,629"),
            LabelledValue("Language", "English"),
            LabelledValue("Story URL", "https://archiveofourown.org/works/7"),
            LabelledValue("Summary", "A lamp\nis lit."),
        ]
    )
    assert said == Description(
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
            series_number="2",
            stated_words=5_629,
            published="2019-10-31",
            updated="2020-01-02",
            summary="A lamp is lit.",
            address="https://archiveofourown.org/works/7",
        ),
    )


FANFICTION_NET = (
    "Rated: Fiction M - English - Hurt/Comfort/Romance - [Odo, Vell] Ferryman, The Lamp - Chapters: 12 - Words: 54,321"
    " - Reviews: 1,200 - Favs: 3k - Follows: 40 - Updated: 12/3/2012 - Published: Jan 5, 2011 - Status: Complete"
    " - id: 7654321"
)


def test_the_line_of_fanfiction_net_is_taken_apart() -> None:
    """Rating, language, genres, characters, pairings and counts stand in one line, half of them without labels."""
    pair = parse_label(FANFICTION_NET)
    assert pair is not None
    assert describe_labels([pair]).metadata == Metadata(
        language="en",
        relationships=("Odo/Vell",),
        characters=("Odo", "Vell", "Ferryman", "The Lamp"),
        tags=("Hurt/Comfort", "Romance"),
        rating="M",
        status="Complete",
        stated_words=54_321,
        stated_chapters="12",
        published="2011-01-05",
        updated="2012-12-03",
    )


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Rated: K+ - French - Chapters: 3 - Words: 4,321 - Complete", "status", "Complete"),
        ("Rated: K+ - French - Chapters: 3 - Words: 4,321 - Complete", "language", "fr"),
        ("Rated: T, English, Words: 4k+, Favs: 12, Follows: 1", "stated_words", 4_000),
        ("Rated: T - German - Humor - Words: 99 - Reviews: 2", "tags", ("Humor",)),
        ("Genre: Hurt/Comfort/Humor, Slash/Het", "tags", ("Hurt/Comfort", "Humor", "Slash/Het")),
        ("Rating: Fiction  T", "rating", "T"),
        ("Series: The Canon [4]", "series_number", "4"),
        ("Series: Lamps #2.5", "series_number", "2.5"),
        ("Series: A Study in Lamps", "series", "A Study in Lamps"),
        ("Series: Part 1 of A, Part 2 of B, or C", "more_series", ("B, or C",)),
        ("Fandom: Steins;Gate, Warhammer 40,000; Dune", "fandoms", ("Steins;Gate", "Warhammer 40,000", "Dune")),
        ("Status: In-Progress", "status", "In-Progress"),
        ("Word Count: 12.345", "stated_words", 12_345),
    ],
)  # fmt: skip
def test_values_in_the_spelling_of_archives(line: str, field: str, value: object) -> None:
    """Counts, series and names come out of what archives write around them."""
    pair = parse_label(line)
    assert pair is not None
    assert getattr(describe_labels([pair]).metadata, field) == value


def test_a_category_is_a_fandom_where_sites_call_it_so() -> None:
    """FanFicFare and fanfiction.net file by category what others call fandom; "F/F" is a category anywhere."""
    packaged = LabelledValue("Packaged", "2020-01-01")
    assert describe_labels([LabelledValue("Category", "Salt Road"), packaged]).metadata.fandoms == ("Salt Road",)
    assert describe_labels([LabelledValue("Category", "F/F"), packaged]).metadata.categories == ("F/F",)
    assert describe_labels([LabelledValue("Category", "Salt Road")]).metadata.categories == ("Salt Road",)
    assert describe_labels([LabelledValue("AO3 Categories", "F/M"), packaged]).metadata.categories == ("F/M",)


@given(st.text(max_size=200), st.sampled_from(["Rated: ", "Stats: ", "Series: Part 1 of ", "Words: ", "Fandom: "]))
def test_any_value_is_described(value: str, label: str) -> None:
    """No text under a label makes the header fail, and every value has its type."""
    if pair := parse_label(label + value):
        metadata = describe_labels([pair]).metadata
        assert isinstance(metadata.stated_words, int)
        assert all(isinstance(name, str) and name for name in (*metadata.fandoms, *metadata.more_series))


@pytest.mark.parametrize(
    "line",
    ["He said: no", "Well: it was late", "10:30", "http://x.org", "Comments: none", "Hits: the road", "“Title: what?”"],
)
def test_prose_with_a_colon_is_no_label(line: str) -> None:
    """Only words that headers use are labels."""
    assert parse_label(line) is None


@pytest.mark.parametrize("unit", [" - ", "Part 1 of a, ", ", ", "Words: 1 ", "[a, b] ", "a/", " \n", "12,345"])
@pytest.mark.parametrize("label", ["Rated", "Stats", "Series", "Fandoms", "Genre", "Words", "Language"])
def test_hostile_values_are_described_in_bounded_time(label: str, unit: str) -> None:
    """A header's line of a megabyte takes a moment."""
    assert grows_evenly(lambda times: describe_labels([LabelledValue(label, unit * times)]), 100_000)


def test_front_matter_in_all_its_forms() -> None:
    """Quoted scalars over lines, comments, and lists in both forms."""
    front = parse_front_matter(
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
    assert front.description.title == "The Lamp: a tale"
    assert front.description.authors == ("Mara Vell",)
    assert front.description.metadata.tags == ("Fluff", "Slow Burn")
    assert front.description.metadata.characters == ("Odo", "Vell")
    assert front.description.metadata.published == "2023-07-18"
    assert "start_note: first second" in front.lines
    assert front.text == "The story.\n"


def test_front_matter_in_toml() -> None:
    """What Hugo and Zola write: strings, lists, dates, and tables of them."""
    front = parse_front_matter(
        '+++\ntitle = "The Lamp"\ndate = 2023-07-18\nauthors = ["Mara Vell", "Odo"]\ndraft = false\n'
        '[taxonomies]\ntags = ["Fluff", "Slow Burn"]\n+++\n\nThe story.\n'
    )
    assert (front.description.title, front.description.authors) == ("The Lamp", ("Mara Vell", "Odo"))
    assert front.description.metadata.tags == ("Fluff", "Slow Burn")
    assert front.description.metadata.published == "2023-07-18"
    assert "draft: False" in front.lines
    assert front.text == "The story.\n"


@given(st.text(alphabet="-+=:[]{}\"'#\n ab1.", max_size=60), st.sampled_from(["---\n", "+++\n"]))
def test_any_front_matter_loses_nothing(inside: str, rule: str) -> None:
    """What is no front matter stays text, whole."""
    text = f"{rule}{inside}\n{rule}rest\n"
    front = parse_front_matter(text)
    assert front.text == text or front.text.endswith("rest\n")


@pytest.mark.parametrize(
    "text",
    [
        "+++\nno toml\n+++\nx\n",
        "---\n\nShe ran.\n\n---\n\nHe fell.\n",
        "---\ntitle: x\n",
        "no front: matter\n",
        "----\na: b\n---\n",
    ],
)
def test_a_scene_between_rules_is_no_front_matter(text: str) -> None:
    """What is not all keys and values stays story, whole."""
    assert parse_front_matter(text).text == text
    assert parse_front_matter(text).lines == ()
