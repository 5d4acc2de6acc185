"""Speech that a dash begins, in the ways of French, Spanish, Italian and Russian books."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.dialogue import Convention, Pair

Said = Callable[..., list[str]]
Turns = Callable[..., list[list[str]]]
DASHED = Convention((), dashes=True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("\u2014 Привет, \u2014 сказал он. \u2014 Как дела?", ["Привет,", "Как дела?"]),
        ("\u2014Hola \u2014dijo Juan\u2014. \u00bfQu\u00e9 tal?", ["Hola", "\u00bfQu\u00e9 tal?"]),
        ("\u2014No lo s\u00e9 \u2014dijo ella.", ["No lo s\u00e9"]),
        ("\u2013 Ciao, \u2013 disse lei. \u2013 Come va?", ["Ciao,", "Come va?"]),
        ("- Mi perdoni - disse. - Credevo di no.", ["Mi perdoni", "Credevo di no."]),
        ("\u2014 Oui, c'est moi.", ["Oui, c'est moi."]),
        ("—Sí—contestó él.—Vamos.", ["Sí", "Vamos."]),
        ("—No—le dijo Ana—no quiero.", ["No", "no quiero."]),
        ("—Es un sí—o un no.", ["Es un sí—o un no."]),
        ("— сказала она и встала.", []),
        ("— сказала она. — Не хочу.", ["Не хочу."]),
        ("\u2014 Madrid \u2014 la ville \u2014 est grande.", ["Madrid \u2014 la ville \u2014 est grande."]),
        ("Il partit \u2014 sans un mot.", []),
    ],
)
def test_dashes_part_speech_and_narration(said: Said, text: str, pieces: list[str]) -> None:
    """The first dash begins the speech, the second what is told of it, the third the rest."""
    assert said(text, DASHED) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("\u2014 Oui, dit-il, c'est moi.", ["Oui,", "c'est moi."]),
        ("\u2014 Qui est l\u00e0 ? demanda Jeanne en se levant.", ["Qui est l\u00e0 ?"]),
        ("\u2014 Ah ! s'\u00e9cria-t-elle, il a dit non.", ["Ah !", "il a dit non."]),
        ("\u2014 Il me l'a dit, et je le crois.", ["Il me l'a dit, et je le crois."]),
        ("\u2014Prima, dijo con voz triste, vamos.", ["Prima,", "vamos."]),
        ("\u2014¡Hija!, exclamó la enferma, incorporándose con viveza.", ["¡Hija!,"]),
        ("\u2014 Oui, répondit Paul, en se levant, je viens.", ["Oui,", "je viens."]),
    ],
)
def test_tags_without_marks_are_narration(said: Said, text: str, pieces: list[str]) -> None:
    """A verb of saying before its subject, between commas, is told; the same verb within a clause is said."""
    assert said(text, DASHED) == pieces


def test_tags_stand_between_guillemets_as_well(turns: Turns) -> None:
    """The pieces around such a tag are one speech."""
    text = "\u00ab Bonjour, dit-il, entrez. \u00bb\n\n\u00ab Merci. \u00bb\n\n\u00ab Adieu. \u00bb"
    assert turns(text)[0] == ["Bonjour,", "entrez."]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("«Нет, — подумала она, — не хочу». «Да». «Да».", ["Нет,", "не хочу", "Да", "Да"]),
        ("«Нет — это да», — сказал он. «Да». «Да».", ["Нет — это да", "Да", "Да"]),
        ("«Не хочу, — сказала она». «Да». «Да».", ["Не хочу,", "Да", "Да"]),
    ],
)
def test_tags_between_dashes_stand_within_guillemets(said: Said, text: str, pieces: list[str]) -> None:
    """In Russian the marks go on over what is told, and dashes are around it."""
    assert said(text, Convention((Pair("«", "»"),))) == pieces


def test_a_long_run_of_blanks_takes_no_long_time(said: Said) -> None:
    """Time grows with length, however the text is set."""
    text = "\u2014 Oui, \u2014 dit-il" + " " * 200_000 + "x, " + "dit-il " * 20_000
    assert said(text, DASHED) == ["Oui,"]


def test_dashes_and_marks_stand_side_by_side(said: Said) -> None:
    """A French dialogue begins with a mark and goes on with dashes."""
    text = "\u00ab Bonjour, Anne.\n\n\u2014 Bonjour.\n\n\u2014 Tu viens ?\n\n\u2014 Non. \u00bb\n\n\u00ab Adieu. \u00bb"
    assert said(text)[1:3] == ["Bonjour.", "Tu viens ?"]


def test_a_dash_in_narration_begins_no_speech(said: Said) -> None:
    """A signature and an epigraph's author do not make a book one of dashes."""
    assert said("\u2014 Ann Author\n\n" + "He walked on.\n\n" * 60 + '"Go," she said.') == ["Go,"]
