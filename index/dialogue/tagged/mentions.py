"""Reads who is mentioned in narration: words, then pronouns, names, and people without a name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from .language import Language

_TOKEN = re.compile(r"([\W\d_]*+)([^\W\d_]++['\u2019]?)")
# Further words with a capital are a heading, a list or an attack.
_MAX_NAME_WORDS = 5
_MAX_ADJECTIVES = 2
_BLANKS = " \n\u00a0\u202f"


class Token(NamedTuple):
    """A word, the same in lower case with a straight apostrophe, and what stands between it and the word before."""

    word: str
    lower: str
    gap: str

    @property
    def follows(self) -> bool:
        """True if nothing but blanks, or the hyphen of "dit-il", stands before it."""
        return not self.gap.strip(f"{_BLANKS}-")

    @property
    def is_next(self) -> bool:
        """True if nothing but blanks stands before it."""
        return self.gap != "" and not self.gap.strip(_BLANKS)

    @property
    def is_capital(self) -> bool:
        return self.word[0].isupper()


class MentionKind(StrEnum):
    """NAME "Anna", PRONOUN "elle", FIRST "je", THING "le vieillard", NOBODY "une voix"."""

    NAME = "name"
    PRONOUN = "pronoun"
    FIRST = "first"
    THING = "thing"
    NOBODY = "nobody"


class Mention(NamedTuple):
    """Somebody in narration.

    text    a name with its titles, a thing with its determiner, both as they stand; "" for a pronoun.
    gender  "M", "F" or "".
    head    of a thing, the noun in lower case.
    """

    kind: MentionKind
    text: str = ""
    gender: str = ""
    head: str = ""


class Phrase(NamedTuple):
    """A mention in a row of tokens, from `start` to before `end`."""

    mention: Mention
    start: int
    end: int


# Half of what a named tuple takes otherwise; a work has a token for each fifth of its words.
_new_token = tuple.__new__


def tokens_of(text: str, start: int, end: int, most: int) -> list[Token]:
    """The first words of `text[start:end]`, at most so many."""
    tokens: list[Token] = []
    place = start
    # One match after the other: a search would look through a long row of marks again and again.
    while len(tokens) < most and (match := _TOKEN.match(text, place, end)) is not None:
        gap, word = match.groups()
        place = match.end()
        if word[-1] == "\u2019":
            word = word[:-1] + "'"
        tokens.append(_new_token(Token, (word, word.lower(), gap)))
    return tokens


def phrase_at(language: Language, tokens: list[Token], start: int) -> Phrase | None:
    """The mention of somebody that begins at a token, if one does."""
    token = tokens[start]
    gender = language.pronouns.get(token.lower)
    is_polite = language.capital_nouns and token.is_capital and token.lower in ("sie", "ihr") and token.is_next
    if (
        gender is not None
        and not is_polite
        and not (token.lower in language.determiners and _noun(language, tokens, start + 1))
    ):
        kind = MentionKind.FIRST if gender == "I" else MentionKind.PRONOUN if gender else MentionKind.NOBODY
        return Phrase(Mention(kind, "", gender if kind == MentionKind.PRONOUN else ""), start, start + 1)
    gender = language.determiners.get(token.lower)
    if gender is not None:
        return _noun(language, tokens, start + 1, start, gender)
    if language.bare_nouns and not start and token.is_capital and token.lower in language.nouns:
        # A sentence begins with it: "Старик сказал:"
        return _noun(language, [token._replace(word=token.lower), *tokens[1:]], start, start)
    name = _name(language, tokens, start, start)
    if name is None and language.bare_nouns:
        return _noun(language, tokens, start, start)
    return name


def _noun(
    language: Language, tokens: list[Token], place: int, start: int | None = None, gender: str = ""
) -> Phrase | None:
    """A noun or a name at `place`, behind adjectives; what it belongs to begins at `start`."""
    start = place if start is None else start
    first = place
    while (
        place < len(tokens)
        and place - first < _MAX_ADJECTIVES
        and (place == start or tokens[place].follows)
        and not tokens[place].is_capital
        and (
            tokens[place].lower in language.adjectives
            or (len(tokens[place].word) > 3 and tokens[place].lower.endswith(language.adjective_endings or "\0"))
        )
        and place + 1 < len(tokens)
        and tokens[place + 1].follows
        and _may_be_noun(language, tokens[place + 1])
    ):
        place += 1
    if place >= len(tokens) or not (place == start or tokens[place].follows):
        return None
    token = tokens[place]
    name = _name(language, tokens, place, start)
    if name is not None and not (
        language.capital_nouns
        and name.mention.kind == MentionKind.NAME
        and start < place
        and token.lower.rstrip("'") not in language.titles
    ):
        return (
            name if name.mention.gender or not gender else name._replace(mention=name.mention._replace(gender=gender))
        )
    if not _may_be_noun(language, token):
        return None
    end = place + 1
    if token.lower in language.nobody:
        return Phrase(Mention(MentionKind.NOBODY), start, end)
    if language.capital_nouns:
        # "der Barde Kullur"
        named = None if end >= len(tokens) or not tokens[end].is_next else _name(language, tokens, end, end)
        if named is not None and named.mention.kind == MentionKind.NAME:
            return named._replace(start=start)
    elif end < len(tokens) and tokens[end].is_next and tokens[end].is_capital:
        # "портной Петрович", "el dolorido Sancho"
        named = _name(language, tokens, end, end)
        if named is not None and named.mention.kind == MentionKind.NAME:
            return named._replace(start=start)
    is_person = is_person_noun(language, token.lower)
    if not is_person and (language.bare_nouns or (start < place and tokens[start].lower in language.indefinite)):
        # "un instant", "тихо"
        return None if start == place else Phrase(Mention(MentionKind.NOBODY), start, end)
    known = language.titles.get(token.lower, language.nouns.get(token.lower, ""))
    text = "".join(
        each.word if number == 0 or tokens[start + number - 1].word.endswith("'") else f" {each.word}"
        for number, each in enumerate(tokens[start:end])
    )
    return Phrase(Mention(MentionKind.THING, text, gender or known, token.lower), start, end)


def is_person_noun(language: Language, noun: str) -> bool:
    """True if a noun, in lower case, is known to be a person."""
    return (
        noun in language.titles
        or noun in language.nouns
        or noun in language.generic
        or noun.endswith(language.person_endings or "\0")
    )


def _may_be_noun(language: Language, token: Token) -> bool:
    lower = token.lower
    if token.is_capital:
        return True
    if language.capital_nouns:
        return False
    return len(lower) > 2 and not (
        lower.endswith(language.no_noun_endings or "\0")
        or lower in language.prepositions
        or lower in language.before_verb
        or lower in language.verbs
        or lower in language.pronouns
        or lower in language.determiners
        or lower in language.clauses
    )


def _name(language: Language, tokens: list[Token], place: int, start: int) -> Phrase | None:
    """A name with its titles at `place`, or titles by themselves."""
    first = place
    titles: list[str] = []
    gender = ""
    while place < len(tokens) and (place == first or _joins(language, tokens, place)) and len(titles) < _MAX_NAME_WORDS:
        lower = tokens[place].lower
        if lower in language.titles:
            gender = gender or language.titles[lower]
            titles.append(lower)
        elif not (
            titles
            and lower in language.determiners
            and place + 1 < len(tokens)
            and tokens[place + 1].lower in language.titles
        ):
            break
        place += 1
    begin = place
    words = 0
    end = place
    if place < len(tokens) and (titles or tokens[place].lower in language.leading):
        while (
            place < len(tokens)
            and tokens[place].lower in language.particles
            and (place == first or _joins(language, tokens, place))
        ):
            place += 1
    while place < len(tokens) and words < _MAX_NAME_WORDS and (place == first or _joins(language, tokens, place)):
        token = tokens[place]
        if not token.is_capital or token.lower in language.no_names:
            break
        words += 1
        place += 1
        end = place
        while (
            place < len(tokens)
            and tokens[place].lower in language.particles
            and _joins(language, tokens, place)
            and not tokens[place].is_capital
        ):
            place += 1
        if place < len(tokens) and not tokens[place].is_capital:
            break
    if not words:
        if not titles:
            return None
        return Phrase(Mention(MentionKind.THING, _joined(tokens[start:begin]), gender, titles[-1]), start, begin)
    text = _joined(tokens[first:end])
    if len(tokens[end - 1].word) == 1 and end < len(tokens) and tokens[end].gap.startswith("."):
        text += "."
    return Phrase(Mention(MentionKind.NAME, text, gender), start, end)


def _joins(language: Language, tokens: list[Token], place: int) -> bool:
    """True if a token may belong to the name that the one before it is part of."""
    gap, before = tokens[place].gap, tokens[place - 1]
    if gap.startswith(".") and not gap[1:].strip(_BLANKS):
        return len(before.word) == 1 or before.lower in language.titles
    return tokens[place].is_next or gap == "-" or (not gap and before.word.endswith("'"))


def _joined(tokens: list[Token]) -> str:
    parts = []
    for number, token in enumerate(tokens):
        if number:
            parts.append(
                ". "
                if token.gap.startswith(".")
                else "-"
                if token.gap == "-"
                else ""
                if tokens[number - 1].word.endswith("'")
                else " "
            )
        parts.append(token.word)
    return "".join(parts)
