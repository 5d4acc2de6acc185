"""The words that filter a list of works."""

from __future__ import annotations

from fabula.search import Library


def titles(shelf: Library, words: str) -> list[str]:
    return [work.title for work in shelf.works(words)]


def test_each_word_may_be_in_another_field(shelf: Library) -> None:
    """Title, author, fandom, tag and series, in any case."""
    assert titles(shelf, "LAMP merrow orrin burn lights") == ["The Lamp at Orrin Point"]
    assert titles(shelf, "lamp oduya") == []


def test_other_fields_are_not_searched(shelf: Library) -> None:
    """The rating and the characters are not in the list."""
    assert titles(shelf, "General") == titles(shelf, "Tamsin") == []


def test_without_words_all_works_stay(shelf: Library) -> None:
    """In the order of the library."""
    assert titles(shelf, " ") == [work.title for work in shelf.works()]
