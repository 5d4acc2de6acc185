"""Finds the language of a work: from its format, else from its words and letters (py3langid)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from fabula.index.analysis import NO_LANGUAGE
from fabula.index.errors import LibraryFull
from fabula.index.model import Scene, Work
from .language_tags import language_tag

# From the middle, without headers and licences; a kilobyte is enough, four are safe.
_SAMPLE_CHARS = 4_096
# py3langid names a language for every text; for three words it is a guess.
_MIN_LETTERS = 40

# English is recognised by its commonest words alone, because py3langid takes 5 ms a work, more than all other steps for
# a short one, and 0.8 s to load. 100 of 107 English samples have a share above 0.18; none of 30 samples in eleven other
# languages has one above 0.01; Dutch, which shares "was", "had" and "of", has 0.04.
_ENGLISH = frozenset(
    "the and of that with was his her this but not they which from would were have had she you what there their".split()
)
_MIN_ENGLISH_SHARE = 0.15
_MIN_WORDS = 40
# Plays and old spellings have less. In so many words a tenth is enough, if they are none that Dutch has, too: all but
# one of 651 samples have 0.11, and that one is half in French.
_ENGLISH_ONLY = _ENGLISH - {"was", "had", "of"}
_MIN_SHARE_OF_MANY = 0.1
_MANY_WORDS = 300
_WORD = re.compile("[^\\W\\d_]+")


def language_of(work: Work, scenes: Sequence[Scene]) -> str:
    """BCP 47 language of `work`, lower-case; "und" where neither the format nor the text shows it."""
    if declared := language_tag(work.metadata.language):
        return declared
    if not scenes:
        return NO_LANGUAGE
    middle = len(scenes) // 3
    sample = "\n".join(scene.text[:_SAMPLE_CHARS] for scene in scenes[middle : middle + 5])[:_SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return NO_LANGUAGE
    return "en" if _is_plain_english(sample) else str(_identifier().classify(sample)[0])


def _is_plain_english(sample: str) -> bool:
    words = _WORD.findall(sample.lower())
    if len(words) >= _MANY_WORDS and _share(words, _ENGLISH_ONLY) >= _MIN_SHARE_OF_MANY:
        return True
    return len(words) >= _MIN_WORDS and _share(words, _ENGLISH) >= _MIN_ENGLISH_SHARE


def _share(words: Sequence[str], common: frozenset[str]) -> float:
    return sum(map(common.__contains__, words)) / len(words)


@cache
def _identifier() -> Any:
    # Imported late: reading its model takes 0.8 s. The model is a file of its package.
    import py3langid

    try:
        py3langid.classify("x")
    except OSError as error:
        # It unpacks its model to a temporary file. To go on would file every work under no language.
        raise LibraryFull(
            f"The languages of the works cannot be told: no temporary file can be written ({error.strerror or error}).",
            hint="Free some space for temporary files, or name another folder for them with TMPDIR.",
        ) from error
    return py3langid
