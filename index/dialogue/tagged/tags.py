"""Finds whom the narration beside a piece of speech names as its speaker: behind it, or leading in to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from .language import Language
from .mentions import Mention, MentionKind, Phrase, Token, is_person_noun, phrase_at, tokens_of

# A tag names the speaker within so many words behind the verb.
_MAX_WORDS_BEHIND = 9
_MAX_FILLERS = 5
_MAX_TOKENS_AFTER, _MAX_TOKENS_BEFORE = 16, 60
_MAX_LEAD_CHARS = 500
_ENDS_CLAUSE = frozenset('.;:!?…—–―"“”„«»()')
_SENTENCE = re.compile(r"[.!?…;][\"»”“]?\s+(?=\w)")
_MAX_OPENING = 4
_MAX_OBJECT_ADJECTIVES = 2
_MIN_ADVERB_CHARS = 4
_VERB_ENDINGS = ("ó", "olo", "óle", "ole", "ose", "óse")
_STOPS = frozenset(".!…")
_AND = frozenset("et mais puis und aber dann y e pero и а но then".split())


class Tag(NamedTuple):
    """Who is said to speak.

    by_verb  whether a verb of speech says so.
    """

    mention: Mention
    by_verb: bool


def tag_after(language: Language, text: str, start: int, end: int, *, goes_on: bool) -> Tag | None:
    """The speaker that the narration `text[start:end]` straight behind a piece of speech names.

    goes_on  whether the sentence goes on from the speech, so that any verb before a subject is one of speech.
    """
    tokens = tokens_of(text, start, end, 1)
    if not tokens or not _may_open_tag(language, tokens[0]):
        return None
    tokens = tokens_of(text, start, end, _MAX_TOKENS_AFTER)
    place = 0
    while place < len(tokens) and place < _MAX_OPENING and tokens[place].lower in language.before_verb:
        if place and not _is_clause(tokens[place]):
            return None
        place += 1
    if (
        place + 1 < len(tokens)
        and _is_adverb(language, tokens[place].lower)
        and tokens[place + 1].lower in language.verbs
    ):
        # "— весело крикнул Сергей"
        place += 1
    if place >= len(tokens) or (place and not _is_clause(tokens[place])):
        return None
    verb = tokens[place]
    is_known = verb.lower in language.verbs
    if not is_known and not (goes_on and not verb.is_capital and language.verb_like(verb.lower)):
        return None
    subject = _subject_behind(language, tokens, place, adjacent=not is_known)
    if subject is not None:
        return Tag(_with_gender(language, subject.mention, verb), True)
    if not is_known:
        return None
    return _implied(language, verb.lower)


def _may_open_tag(language: Language, token: Token) -> bool:
    lower = token.lower
    if lower in language.verbs:
        return True
    return not token.is_capital and (
        lower in language.before_verb or language.verb_like(lower) or _is_adverb(language, lower)
    )


def _implied(language: Language, verb: str) -> Tag | None:
    """Whom the form of a verb tells by itself."""
    gender = language.verb_gender(verb)
    if gender == "I":
        return Tag(Mention(MentionKind.FIRST), True)
    if gender in ("M", "F"):
        return Tag(Mention(MentionKind.PRONOUN, "", gender), True)
    if language.drops_subject and gender != "P":
        return Tag(Mention(MentionKind.PRONOUN), True)
    return None


def tag_before(language: Language, text: str, start: int, end: int, *, beside: bool = False) -> Tag | None:
    """The speaker that narration which leads in to speech names: its last sentence, up to a colon or a comma.

    beside  a whole sentence before the speech, in its paragraph, names the speaker by its subject, too: "Anna rit."
    """
    lead = text[max(start, end - _MAX_LEAD_CHARS) : end].rstrip(" \t\n\"'«„“—–-_*\u00a0\u202f")
    if not lead or not (lead[-1] in ":," or (beside and lead[-1] in _STOPS)):
        return None
    begin = 0
    for match in _SENTENCE.finditer(lead):
        word = lead[max(0, match.start() - 4) : match.start()].rpartition(" ")[2]
        if not (match[0][0] == "." and (word.lower() in language.titles or (len(word) == 1 and word.isupper()))):
            begin = match.end()
    tokens = tokens_of(lead, begin, len(lead), _MAX_TOKENS_BEFORE)
    if not tokens:
        return None
    phrases = _phrases(language, tokens)
    verb = _last_of(tokens, language.verbs)
    leading = _last_of(tokens, language.leading_verbs)
    if leading is not None and (verb is None or leading > verb):
        # "se mit à crier :"
        before = [phrase for phrase in phrases if phrase.end <= leading]
        subject = _last_in_clause(tokens, before, leading) or _last_subject(language, tokens, before)
        return None if subject is None else Tag(subject.mention, False)
    if verb is None or lead[-1] in _STOPS:
        if lead[-1] == ",":
            return None
        subject = _last_subject(language, tokens, phrases) or _first_subject(language, tokens, phrases)
        return None if subject is None else Tag(subject.mention, False)
    gender = language.verb_gender(tokens[verb].lower)
    subject = _subject_straight_before(language, tokens, phrases, verb) or _subject_behind(language, tokens, verb)
    if subject is None:
        subject = _last_subject(language, tokens, [phrase for phrase in phrases if phrase.end <= verb])
        if subject is not None and _agrees(language, subject, tokens, gender):
            return Tag(_with_gender(language, subject.mention, tokens[verb]), False)
    if subject is None:
        return _implied(language, tokens[verb].lower)
    if not _agrees(language, subject, tokens, gender):
        return None
    return Tag(_with_gender(language, subject.mention, tokens[verb]), True)


def _last_of(tokens: list[Token], words: frozenset[str]) -> int | None:
    return next((place for place in range(len(tokens) - 1, -1, -1) if tokens[place].lower in words), None)


def _with_gender(language: Language, mention: Mention, verb: Token) -> Mention:
    """A name has the gender that the form of its verb tells."""
    gender = language.verb_gender(verb.lower)
    if mention.kind == MentionKind.NAME and not mention.gender and gender in ("M", "F"):
        return mention._replace(gender=gender)
    return mention


def _is_clause(token: Token) -> bool:
    return _ENDS_CLAUSE.isdisjoint(token.gap)


def _subject_behind(language: Language, tokens: list[Token], verb: int, *, adjacent: bool = False) -> Phrase | None:
    """The subject behind a verb: at once, or behind adverbs, objects with a preposition, or words between commas."""
    gender = language.verb_gender(tokens[verb].lower)
    place = verb + 1
    fillers = 0
    while place < len(tokens) and place - verb <= _MAX_WORDS_BEHIND and _is_clause(tokens[place]):
        token = tokens[place]
        if token.lower in language.clauses:
            return None
        if "," in token.gap:
            # "сказал, улыбаясь, князь", "dit, en souriant, Athos"
            if adjacent or place > verb + _MAX_OPENING:
                return None
            behind = next((later for later in range(place + 1, len(tokens)) if "," in tokens[later].gap), None)
            if behind is None or behind - place > _MAX_FILLERS or not all(map(_is_clause, tokens[place : behind + 1])):
                return None
            phrase = phrase_at(language, tokens, behind)
            is_named = phrase is not None and phrase.mention.kind in (MentionKind.NAME, MentionKind.THING)
            return phrase if phrase is not None and is_named and _agrees(language, phrase, tokens, gender) else None
        if token.lower == "t" and token.gap == "-":
            place += 1
            continue
        is_name_particle = token.lower in language.leading and place + 1 < len(tokens) and tokens[place + 1].is_capital
        if token.lower in language.prepositions and not (is_name_particle and place == verb + 1):
            if adjacent:
                return None
            place = _behind_object(language, tokens, place)
            continue
        phrase = phrase_at(language, tokens, place)
        if phrase is not None and language.capital_nouns and _is_called_to(tokens, phrase.end):
            return None
        if phrase is not None and _agrees(language, phrase, tokens, gender):
            # "dit d'une voix sourde la porte"
            return None if place > verb + 2 and _is_thing_of_nobody(language, phrase) else phrase
        if phrase is not None and phrase.mention.kind == MentionKind.NAME and language.bare_nouns and not adjacent:
            # "сказала Ивану Анна"
            place += 1
            continue
        if phrase is not None and (
            phrase.mention.kind in (MentionKind.NAME, MentionKind.FIRST) or not language.bare_nouns
        ):
            return None
        if (adjacent and token.lower not in language.before_verb) or (token.is_capital and not language.capital_nouns):
            return None
        fillers += 1
        if fillers > _MAX_FILLERS:
            return None
        place += 1
    return None


def _is_called_to(tokens: list[Token], place: int) -> bool:
    """True if a mention before `place` is whom somebody calls to: "rief Anna zu"."""
    return (
        place < len(tokens)
        and tokens[place].lower == "zu"
        and (place + 1 == len(tokens) or not tokens[place + 1].follows)
    )


def _behind_object(language: Language, tokens: list[Token], preposition: int) -> int:
    """The place behind a preposition and its noun: "d'une voix sourde", "mit leiser Stimme", "к князю Андрею"."""
    place = preposition + 1
    if place >= len(tokens) or not tokens[place].follows or tokens[place].lower in language.prepositions:
        return place
    if tokens[place].lower in language.determiners and not tokens[place].is_capital:
        place += 1
    first = place
    while (
        place + 1 < len(tokens)
        and place - first < _MAX_OBJECT_ADJECTIVES
        and tokens[place + 1].follows
        and not tokens[place].is_capital
        and (
            tokens[place].lower in language.adjectives
            or (language.capital_nouns and tokens[place].lower not in language.titles)
            or tokens[place].lower.endswith(language.adjective_endings or "\0")
        )
    ):
        place += 1
    if place < len(tokens) and (tokens[place].is_capital or is_person_noun(language, tokens[place].lower)):
        named = phrase_at(language, tokens, place)
        is_named = named is not None and named.mention.kind == MentionKind.NAME and not language.capital_nouns
        return named.end if named is not None and is_named else place + 1
    return place + 1


def _agrees(language: Language, phrase: Phrase, tokens: list[Token], verb_gender: str) -> bool:
    mention = phrase.mention
    if mention.kind in (MentionKind.FIRST, MentionKind.NOBODY):
        return True
    if verb_gender in ("P", "I"):
        return False
    if verb_gender and mention.gender and mention.gender != verb_gender:
        return False
    if mention.kind == MentionKind.PRONOUN:
        return True
    if mention.kind == MentionKind.THING and language.bare_nouns and mention.gender == verb_gender and mention.gender:
        # The noun is known; its ending has to be that of the nominative all the same: its form is in the list.
        return True
    return all(
        language.is_subject(token.lower, verb_gender)
        for token in tokens[phrase.start : phrase.end]
        if token.lower not in language.particles and token.lower not in language.titles
    )


def _phrases(language: Language, tokens: list[Token]) -> list[Phrase]:
    """All mentions in a sentence but for those behind prepositions, in order."""
    phrases = []
    place = 0
    if tokens and language.drops_subject and tokens[0].lower.endswith(_VERB_ENDINGS):
        # "Hízolo así don Quijote": the capital is that of the sentence.
        place = 1
    while place < len(tokens):
        if tokens[place].lower in language.prepositions:
            place = max(place + 1, _behind_object(language, tokens, place))
            continue
        phrase = phrase_at(language, tokens, place)
        if phrase is None:
            place += 1
            continue
        phrases.append(phrase)
        place = phrase.end
    return phrases


def _subject_straight_before(
    language: Language, tokens: list[Token], phrases: list[Phrase], verb: int
) -> Phrase | None:
    """The last mention before a verb, if nothing but small words stands between them."""
    for phrase in reversed(phrases):
        if phrase.end > verb:
            continue
        between = tokens[phrase.end : verb]
        if not tokens[verb].follows or not all(token.follows and _is_small(language, token) for token in between):
            return None
        return phrase if _agrees(language, phrase, tokens, language.verb_gender(tokens[verb].lower)) else None
    return None


def _is_small(language: Language, token: Token) -> bool:
    return token.lower in language.before_verb or _is_adverb(language, token.lower)


def _is_adverb(language: Language, word: str) -> bool:
    return len(word) > _MIN_ADVERB_CHARS and word.endswith(language.adverb_endings)


def _last_in_clause(tokens: list[Token], phrases: list[Phrase], verb: int) -> Phrase | None:
    """The last name or pronoun before a verb if no comma parts them: "laquelle Cap se contentait de dire"."""
    last = phrases[-1] if phrases else None
    if last is None or last.mention.kind not in (MentionKind.NAME, MentionKind.PRONOUN, MentionKind.FIRST):
        return None
    return last if all(token.follows for token in tokens[last.end : verb + 1]) else None


def _last_subject(language: Language, tokens: list[Token], phrases: list[Phrase]) -> Phrase | None:
    """The subject of the last clause before a verb that has none of its own: "Anna se leva et dit :"."""
    for phrase in reversed(phrases):
        place = phrase.start
        if _is_thing_of_nobody(language, phrase) or phrase.mention.kind == MentionKind.NOBODY:
            continue
        while place and not (tokens[place].gap.strip() or tokens[place - 1].lower in _AND):
            if not _is_small(language, tokens[place - 1]):
                break
            place -= 1
        before = tokens[place - 1].lower if place else ""
        behind = tokens[phrase.end] if phrase.end < len(tokens) else None
        is_first = (
            not place
            or bool(tokens[place].gap.strip())
            or before in _AND
            # "quand Cap, un beau matin, me proposa :"
            or (before in language.clauses and behind is not None and "," in behind.gap)
            # "entró Agustina y dijo", "trat der Druide vor und begann"
            or (not language.subject_first and (language.verb_like(before) or before in language.verbs))
            or (language.capital_nouns and phrase.mention.kind == MentionKind.THING and phrase.mention.gender == "M")
        )
        if phrase.mention.kind in (MentionKind.PRONOUN, MentionKind.FIRST):
            if not (place and tokens[phrase.start - 1].lower in language.clauses):
                return phrase
        elif is_first and behind is not None and tokens[place].lower not in language.clauses:
            return phrase
    return None


def _first_subject(language: Language, tokens: list[Token], phrases: list[Phrase]) -> Phrase | None:
    """The subject that a sentence begins with, unless a clause of another comes first."""
    if not phrases or tokens[0].lower in language.clauses:
        return None
    first = phrases[0]
    opening = tokens[: first.start]
    if len(opening) > _MAX_OPENING or any(token.lower in language.verbs for token in opening):
        return None
    if not all(_is_small(language, token) for token in opening):
        return None
    return first if _agrees(language, first, tokens, "") and not _is_thing_of_nobody(language, first) else None


def _is_thing_of_nobody(language: Language, phrase: Phrase) -> bool:
    """True if a thing is not known to be a person: "La porte s'ouvrit :"."""
    mention = phrase.mention
    return mention.kind == MentionKind.THING and not is_person_noun(language, mention.head)
