"""Who says each utterance of a text, in any language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.dialogue import Convention, Pair, utterances
from fabula.index.dialogue.cast import Cast, cast_of
from ..conftest import paragraphs_of

_GUILLEMETS = Convention((Pair("«", "»"),), dashes=True)
_CONVENTIONS = {"de": Convention((Pair("„", "“"),))}


def cast_in(language: str, text: str) -> Cast:
    text = text.strip()
    paragraphs = paragraphs_of(text)
    return cast_of(
        [(text, paragraphs, utterances(text, paragraphs, _CONVENTIONS.get(language, _GUILLEMETS)))], language
    )


@pytest.fixture
def speakers() -> Callable[[str, str], list[str]]:
    """speakers(language, text) -> the name of each utterance's speaker, "" where it is unknown."""

    def names(language: str, text: str) -> list[str]:
        cast = cast_in(language, text)
        return [
            cast.characters[voice.speaker].name if voice.speaker >= 0 else "" for own in cast.voices for voice in own
        ]

    return names
