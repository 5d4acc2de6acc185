"""A work's language: what its format says, else its commonest words, else what its letters show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fabula.index.analysis import detect_language as language
from fabula.index.analysis.detect_language import language_of
from fabula.index.model import Metadata, Scene, SceneKind, Work

ENGLISH = (
    "The ferryman had not spoken since they left the bank, and she did not know what he would have said. It was his "
    "river, after all, and the bell that rang from the other side was meant for him and not for her. "
)
OTHERS = {
    "nl": "De veerman had niets gezegd sinds zij van wal waren gegaan, en zij wist niet wat hij zou hebben gezegd. Het "
    "was zijn rivier, en de klok die aan de overkant luidde was voor hem bedoeld, of voor niemand. ",
    "de": "Der Fährmann hatte nichts gesagt, seit sie vom Ufer abgelegt hatten, und sie wusste nicht, was er "
    "gesagt hätte. Es war sein Fluss, und die Glocke, die am anderen Ufer läutete, galt ihm. ",
    "fr": "Le passeur n'avait rien dit depuis qu'ils avaient quitté la rive, et elle ne savait pas ce qu'il aurait "
    "dit. C'était sa rivière, et la cloche qui sonnait sur l'autre bord était pour lui. ",
    "ru": "Паромщик ничего не сказал с тех пор, как они отошли от берега, и она не знала, что бы он сказал. Это "
    "была его река, и колокол, звонивший на другом берегу, звонил по нему. ",
}


def work(declared: str = "") -> Work:
    return Work("The Ferry", (), (), metadata=replace(Metadata(), language=declared))


def scene(text: str) -> Scene:
    return Scene("w-1", "w", SceneKind.STORY, 1, 1, None, text, (), len(text.split()))


def test_plain_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes longer than reading a hundred stories."""
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("the model was loaded"))
    assert language_of(work(), [scene(ENGLISH * 3)]) == "en"
    assert language_of(work(), [scene(ENGLISH.upper() * 3)]) == "en"


def test_old_spelling_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A play in folio has few of the commonest words, but in a long sample they are enough."""
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("the model was loaded"))
    play = "Ferryman. Thou hast bin abroade, Kinsman, and the riuer knowes thee: goe to, vncouer, ile heare this Bell. "
    assert language_of(work(), [scene(play * 20)]) == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_long_texts_in_other_languages_are_told_by_their_letters(code: str) -> None:
    assert language_of(work(), [scene(OTHERS[code] * 20)]) == code


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_told_by_their_letters(code: str) -> None:
    assert language_of(work(), [scene(OTHERS[code] * 3)]) == code


def test_a_few_english_words_in_another_language_do_not_count() -> None:
    assert language_of(work(), [scene(OTHERS["de"] * 6 + "»That was the end of it«, sagte sie.")]) == "de"


def test_what_the_format_says_comes_first() -> None:
    assert language_of(work("de-AT"), [scene(ENGLISH * 3)]) == "de-at"


def test_a_few_words_are_of_no_language() -> None:
    assert language_of(work(), [scene("No. 7 & 8")]) == "und"
    assert language_of(work(), []) == "und"
