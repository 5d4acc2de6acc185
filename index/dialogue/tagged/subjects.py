"""Finds with whom the sentences of narration begin."""

from __future__ import annotations

import re

from .language import Language
from .mentions import Mention, MentionKind, phrase_at, tokens_of
from .passages import Narration

SENTENCE = re.compile(r"[.!?\u2026][\"\u00bb\u201d\u201c]?\s+(?=\w)")
# Sentences of one piece of narration beyond these say nothing more.
_MAX_SENTENCES = 200
_MAX_SUBJECT_TOKENS, _MAX_TOKENS_TO_PRONOUN = 6, 20


def subjects_of(language: Language, narration: Narration) -> list[Mention]:
    """The mentions that the sentences of a piece of narration begin with, in order.

    The `head` of a name is the gender that a pronoun behind it tells, if one does.
    """
    text, end = narration.text, narration.end
    starts = [narration.start]
    for match in SENTENCE.finditer(text, narration.start, end):
        starts.append(match.end())
        if len(starts) > _MAX_SENTENCES:
            break
    subjects = []
    for start in starts:
        first = tokens_of(text, start, end, 1)
        if not first:
            continue
        lower = first[0].lower
        gender = language.pronouns.get(lower)
        if gender is not None and lower not in language.determiners:
            if gender:
                kind = MentionKind.FIRST if gender == "I" else MentionKind.PRONOUN
                subjects.append(Mention(kind, "", "" if gender == "I" else gender))
            continue
        if not (lower in language.determiners or lower in language.titles or first[0].is_capital) or (
            lower in language.no_names and lower not in language.determiners
        ):
            continue
        mention = _subject_at(language, text, start, end)
        if mention is not None:
            subjects.append(mention)
    return subjects


def _subject_at(language: Language, text: str, start: int, end: int) -> Mention | None:
    tokens = tokens_of(text, start, end, _MAX_SUBJECT_TOKENS)
    phrase = phrase_at(language, tokens, 0)
    if phrase is None or phrase.end == len(tokens) or tokens[phrase.end].is_capital:
        return None
    mention = phrase.mention
    if mention.kind == MentionKind.NAME and not mention.gender:
        tokens = tokens_of(text, start, end, _MAX_TOKENS_TO_PRONOUN)
        later = (language.pronouns.get(token.lower, "") for token in tokens[phrase.end :])
        mention = mention._replace(head=next((gender for gender in later if gender in ("M", "F")), ""))
    return mention
