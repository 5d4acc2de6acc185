"""Which language is a work in? What its format says, else what its letters show (py3langid)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from .analysis import NO_LANGUAGE
from .errors import LibraryFull
from .model import Scene, Work
from .readers.languages import language_tag

__all__ = ["language_of"]

# From the middle, where headers and licences are not; a kilobyte is enough, four are safe.
_SAMPLE = 4_096
# The identifier names some language for every text; of three words it is a guess.
_LEAST_LETTERS = 40


def language_of(work: Work, scenes: Sequence[Scene]) -> str:
    """BCP 47 language of `work`, lower-case; "und" where neither the format nor the text tells."""
    if declared := language_tag(work.metadata.language):
        return declared
    if not scenes:
        return NO_LANGUAGE
    middle = len(scenes) // 3
    sample = "\n".join(scene.text[:_SAMPLE] for scene in scenes[middle : middle + 5])[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return NO_LANGUAGE
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> Any:
    # Imported late: reading its model costs 0.8 s. The model is a file of its own package.
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
