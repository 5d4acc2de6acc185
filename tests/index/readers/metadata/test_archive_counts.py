"""The lines of counts in headers, in the spelling of archives."""

from __future__ import annotations

import doctest

import pytest

from fabula.index.model import Metadata
from fabula.index.readers.metadata import archive_counts
from fabula.index.readers.metadata.labels import describe_labels, parse_label


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(archive_counts).failed == 0


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
        ("Series: Lamps (Book 3)", "series_number", "3"),
        ("Series: Lamps, Volume 3", "series", "Lamps"),
        ("Series: Lamps [0]", "series_number", "0"),
        ("Series: Part 1.50 of Lamps", "series_number", "1.5"),
        ("Series: Book 3 of the Lamps", "series", "Lamps"),
        ("Series: Lamps (1984)", "series", "Lamps (1984)"),
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


def test_a_number_may_stand_on_a_line_of_its_own() -> None:
    """It is that of the series that the header names; without one it is nothing."""
    pairs = [parse_label(line) for line in ("series_index: 2.0", "Series: Lamps")]
    assert describe_labels([pair for pair in pairs if pair]).metadata.series_number == "2"
    pairs = [parse_label(line) for line in ("group-position: 2", "belongs-to-collection: Lamps [3]")]
    metadata = describe_labels([pair for pair in pairs if pair]).metadata
    assert (metadata.series, metadata.series_number) == ("Lamps", "3")
    assert describe_labels([pair for pair in pairs if pair][:1]).metadata.series_number == ""
