"""Hyphens at line ends: those of the printer go, those of the word stay."""

from __future__ import annotations

import pytest

from fabula.index.readers.structure.line_end_hyphens import LineEndHyphens
from ....growth import grows_evenly


@pytest.mark.parametrize(
    ("elsewhere", "parted", "joined"),
    [
        ("They saw the harbour.", "har-\nbour", "harbour"),
        ("A well-known man.", "well-\nknown", "well-known"),
        ("Both to-day and today.", "to-\nday", "to-day"),
        ("Der Dampfschiffahrt.", "Dampfschiff-\nahrt", "Dampfschiffahrt"),
        ("Le bourgmestre entra.", "bourg-\nmestre", "bourgmestre"),
        ("Он увидел пароход.", "паро-\nход", "пароход"),
        ("A year old.", "nine-year-\nold", "nine-year-old"),
        ("Nothing of it.", "Anglo-\nSaxon", "Anglo-Saxon"),
        ("Nothing of it.", "har¬\nbour", "harbour"),
        ("The HARBOUR.", "“Har-\n   bour", "“Harbour"),
    ],
)  # fmt: skip
def test_the_same_word_elsewhere_decides(elsewhere: str, parted: str, joined: str) -> None:
    """A word that stands whole in the text is joined; one that stands with a hyphen keeps it."""
    text = f"{elsewhere}\n\nAnd so {parted} it was."
    assert LineEndHyphens(text).join(f"so {parted} it") == f"so {joined} it"


def test_what_the_text_does_elsewhere_decides_for_a_word_that_it_has_once() -> None:
    """Where lines part words, an unknown word is joined, but for two words that make a compound; else nothing is."""
    parting = (
        "The harbour and the river, water and proof.\n"
        "By the har-\nbour, the riv-\ner, the schoo-\nner, the water-\nproof."
    )
    assert LineEndHyphens(parting).join("schoo-\nner, water-\nproof") == "schooner, water-proof"
    whole = "A well-known man, a\nwell-\nknown schoo-\nner."
    assert LineEndHyphens(whole).join("schoo-\nner") == "schoo-ner"


@pytest.mark.parametrize(
    "parted",
    ["posses-\nsion", "go-\ning", "Wahr-\nheit", "gouverne-\nment", "на-\nние", "king-\ndom", "Posses-\n sion"],
)
def test_endings_are_no_words(parted: str) -> None:
    """In a text that has the word only once, an ending that cannot stand alone shows that it is one."""
    assert LineEndHyphens(f"And so {parted} it was.").join(parted) == parted.replace("-\n", "").replace(" ", "")
    assert LineEndHyphens("well-\nknown").join("well-\nknown") == "well-known"


@pytest.mark.parametrize("text", ["--\nnot a word", "5-\n6", "a -\nb", "-\n", "no hyphen\nhere"])
def test_other_line_ends_stay(text: str) -> None:
    """Dashes, numbers and lone signs are no words that a line end parts."""
    assert LineEndHyphens(text).join(text) == text


@pytest.mark.parametrize("unit", ["a-\n", "abc", "-\n", "har-\nbour ", "¬\n"])
def test_any_text_is_joined_in_linear_time(unit: str) -> None:
    """A hostile file is read like any other."""

    def join(size: int) -> str:
        text = unit * (size // len(unit))
        return LineEndHyphens(text).join(text)

    assert grows_evenly(join, 80_000)
