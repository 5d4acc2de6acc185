"""The languages in which speakers are found."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .tagged.language import Language

# BCP 47 -> the name in English.
SPEAKER_LANGUAGES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "ru": "Russian"}


def primary_subtag(language: str) -> str:
    """ "fr" of "fr-CA"."""
    return language.partition("-")[0].lower()


def has_speakers(language: str) -> bool:
    """Whether speakers are found in a language, as BCP 47."""
    return primary_subtag(language) in SPEAKER_LANGUAGES


def speaker_languages() -> str:
    """The languages in a sentence: "English, French and German"."""
    *most, last = SPEAKER_LANGUAGES.values()
    return f"{', '.join(most)} and {last}"


def tags_of(language: str) -> Language | None:
    """The words of tags in a language (BCP 47), None for English, which has its own rules, and for unknown ones."""
    name = SPEAKER_LANGUAGES.get(primary_subtag(language))
    if name is None or name == "English":
        return None
    # Each takes some milliseconds to build, and most libraries have one language.
    found: Language = import_module(f"fabula.index.dialogue.tagged.{name.lower()}").LANGUAGE
    return found
