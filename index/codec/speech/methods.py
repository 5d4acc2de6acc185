"""The versions of the rules by which speech and speakers are found: works of other versions are done again."""

from __future__ import annotations

from typing import NamedTuple

# Raise it whenever the rules of `fabula.index.dialogue` mark other speech, or name other speakers in all languages.
SPEECH_METHOD = 6
# Raise a language's whenever the rules for its speakers change their answers: only its works are then done again. One
# that is not here has no speakers.
SPEAKER_METHODS = {"de": 1, "en": 3, "es": 1, "fr": 1, "ru": 1}
# More versions than any language will have.
_SCALE = 1_000


class WorkRules(NamedTuple):
    """By which rules the speech of a work was found, or would be found now.

    method  the version of the rules for works of its language; 0 if nobody has looked for speech yet.
    names   names what an archivist stated of its characters, in 64 bits; 0 for nothing.
    """

    method: int
    names: int


NEVER = WorkRules(0, 0)


def method_of(language: str) -> int:
    """The version of today's rules for works in this language (BCP 47); from 1,000, below which are older files'."""
    return SPEECH_METHOD * _SCALE + SPEAKER_METHODS.get(language.partition("-")[0].lower(), 0)


def all_methods() -> str:
    """Names the versions for all languages together."""
    return f"{SPEECH_METHOD} {sorted(SPEAKER_METHODS.items())}"


def older_method(number: object) -> int:
    """The version of all works of a file that has only one number."""
    return number if type(number) is int and 0 < number < _SCALE else 1
