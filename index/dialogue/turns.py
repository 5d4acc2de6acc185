"""Joins pieces of speech in one paragraph into turns."""

from __future__ import annotations

import re

from .two_speakers import has_two_speakers
from .wide_scripts import FIRST_WIDE, continues_wide_turn

# Measured on the Project Dialogism Novel Corpus: 1 in 220 of the pieces joined is another speaker's (1 in 130 by these
# bounds alone), of all pieces in one paragraph 1 in 60. Narration up to the first bound is a tag; up to the second it
# may be a tag with an action of the speaker; beyond, somebody else may have begun.
_MAX_TAG_WORDS, _MAX_NARRATION_WORDS = 14, 30
# The same in characters, so that only narration between them is split into words.
_SHORT_CHARS, _LONG_CHARS = 2 * _MAX_TAG_WORDS, 12 * _MAX_NARRATION_WORDS
# "Mr.", "Dr." and initials end no sentence. The mark comes first, as a search for some characters is quick.
_SENTENCE = re.compile(
    r"[.!?\u2026](?<!\b[^\W\d_a-z].)(?<!\b[A-Z][a-z].)(?<!\bMrs.)(?<!\bMme.)(?<!\bMlle.)(?<!\bProf.)(?<!\bCapt.)"
    r"\S?\s+(?=\w)"
)
_LEADS_IN = ",:"
_AROUND = " \t\n_*-\u2014\u2013\"'\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u00a0\u202f\u3000「」『』｢｣﹁﹂﹃﹄〝〟〞"


def continues_turn(text: str, previous_end: int, start: int, end: int, last: int) -> bool:
    """True if the piece of speech `text[start:end]` continues the one before it, which ended at `previous_end`.

    Both are in one paragraph, which ends at `last`. Two pieces with nothing between them are two people's; so are
    pieces with a whole sentence between them that leads in to the second ("He turned, and Ann said:"), and those that
    the words beside them give to two people.
    """
    if start - previous_end > _LONG_CHARS:
        return False
    narration = text[previous_end:start].strip(_AROUND)
    if not narration:
        return False
    if narration[0] >= FIRST_WIDE:
        return continues_wide_turn(narration, text[previous_end - 1])
    if len(narration) < _SHORT_CHARS and narration[-1] not in _LEADS_IN:
        return not has_two_speakers(text, previous_end, start, end, last)
    words = len(narration.split())
    if words > _MAX_NARRATION_WORDS:
        return False
    begins_sentence = narration[0].isupper() and text[previous_end - 1] not in _LEADS_IN
    has_sentences = _SENTENCE.search(narration) is not None
    if narration[-1] in _LEADS_IN:
        may_continue = not has_sentences and not (begins_sentence and words > 3)
    else:
        may_continue = words <= _MAX_TAG_WORDS or not (begins_sentence or has_sentences)
    return may_continue and not has_two_speakers(text, previous_end, start, end, last)
