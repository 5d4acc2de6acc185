"""Prose has other readings: a few, and each of them a whole text."""

from __future__ import annotations

from fabula.index.analysis import words
from fabula.search.planning.readings import contracted_reading, other_readings
from fabula.search.results import ReadAs
from ..lexicon import WordList


def test_contractions_are_read_at_once() -> None:
    """All that are no common words, in one reading; the letters of words stay."""
    (reading,) = contracted_reading(words("I dont think youre well"))
    assert reading.terms == ("i", "do", "not", "think", "you", "are", "well")
    assert reading.changes == (ReadAs("dont", "don't"), ReadAs("youre", "you're"))
    (reading,) = contracted_reading(words("you re mad, i m not, john s dog don t"))
    assert " ".join(reading.terms) == "you are mad i am not john s dog do not"
    (reading,) = contracted_reading("t shouldn t ve".split())
    assert " ".join(reading.terms) == "t should not ve"
    assert contracted_reading(words("we were well")) == contracted_reading(words("I don’t")) == []


def test_doubtful_words_are_read_both_ways() -> None:
    """Each of up to two; the text as it stands is no other reading."""
    readings = {" ".join(reading.terms) for reading in other_readings("well were there", WordList())}
    assert readings == {"we will were there", "well we are there", "we will we are there"}
    assert len(other_readings("well were ill hell shell wed its id", WordList())) == 3
    assert not any(reading.is_sure for reading in other_readings("well were there", WordList()))


def test_spellings_and_contractions_together() -> None:
    """What is nowhere is read as the library has it in every reading."""
    lexicon = WordList(["no", "one", "we", "are"])
    readings = {" ".join(reading.terms) for reading in other_readings("noone knows were here", lexicon)}
    assert readings == {"no one knows were here", "no one knows we are here"}


def test_a_passage_has_no_other_reading() -> None:
    assert other_readings("dont " * 65, WordList()) == []
