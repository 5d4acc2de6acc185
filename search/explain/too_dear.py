"""Which part of a query took too long, in the person's own words, and which query would be cheaper?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fabula.index.budget import at_most, check
from fabula.index.errors import QueryTooDear
from fabula.search.plan import Condition, HasSpeech, Level, Pattern, PatternKind, PhraseClause
from fabula.search.syntax import PhraseMode, Query, nodes, phrase_words
from fabula.search.syntax.patterns import pattern_in

_OFFERED_SLOP = 5
# Not "within an author": words are looked for in all scenes, so that their weights are the same for all queries.
_FEWER_PARTS = "Ask for fewer and rarer words at once."
_FEWER_WORDS = "Ask for fewer of the words, the rarest of them, or for a phrase in quotes."


@contextmanager
def answering(seconds: float | None, query: Query | None = None, cheaper: str = "") -> Iterator[None]:
    """This block makes an answer that may take so long; None for no limit, less if a budget around it has less left.

    query    what is answered. The words of prose are named as they were typed, not as its tiers look for them.
    cheaper  the hint for what is no query of the language; "" for one that fits the part of the query.

    Raises QueryTooDear with the words of the part that it was at.
    """
    prose = None if query is None else query.natural
    is_prose = prose is not None
    try:
        with at_most(seconds):
            if query is not None:
                check(query.root if prose is None else _named_prose(prose))
            yield
    except QueryTooDear as error:
        if error.part is None or error.seconds is None:
            raise
        named = name_of(error.part, is_prose=is_prose)
        message = f"The answer takes longer than {error.seconds:g} s. The time was over at {named}."
        hint = cheaper or (_FEWER_WORDS if is_prose else cheaper_than(error.part) or _FEWER_PARTS)
        # Without the part: around this one may be another block that would word it again.
        raise QueryTooDear(message, hint, seconds=error.seconds) from None


def name_of(part: object, *, is_prose: bool = False) -> str:
    """The part as the person typed it, for "The time was over at".

    >>> name_of(PhraseClause((("the",), ("of",)), Level.SURFACE, slop=50, label="the of"))
    '"the of"~50'
    """
    if isinstance(part, str):
        return part
    if is_prose and isinstance(part, PhraseClause):
        return _named_prose(part.label)
    typed = _typed(part)
    if isinstance(typed, nodes.Phrase):
        return str(nodes.Phrase(nodes.shortened(typed.text), typed.mode, typed.slop))
    return nodes.shortened(str(typed))


def cheaper_than(part: object) -> str:
    """A sentence that offers a cheaper query; "" if only fewer words are cheaper.

    >>> cheaper_than(Pattern(PatternKind.WILDCARD, "a*", label="a*"))
    'Write more letters of a*.'
    """
    match _typed(part):
        case nodes.Wildcard() as wildcard:
            return f"Write more letters of {nodes.shortened(str(wildcard))}."
        case nodes.Fuzzy(word, edits):
            return f"Ask for {f'{word}~1 or {word}' if edits > 1 else word}."
        case nodes.Phrase(text) if len(text) > nodes.MAX_NAMED_CHARS:
            # Its words are too many, however near each other.
            return ""
        case nodes.Phrase(text, mode, slop) if slop:
            nearer = [nodes.Phrase(text, mode, distance) for distance in (min(_OFFERED_SLOP, slop // 2), 0)]
            return f"Ask for {' or '.join(dict.fromkeys(map(str, nearer)))}."
        case nodes.Phrase(text, PhraseMode.VERBATIM):
            return f"Ask for {nodes.quoted(text)} without the “=”."
        case nodes.Phrase() as phrase:
            return next((cheaper_than(word) for word in phrase_words(phrase) if not isinstance(word, str)), "")
    return ""


def _typed(part: object) -> object:
    """A part of a plan as a node of the query's tree; other parts as they are."""
    match part:
        case PhraseClause(label=label, slop=slop) if part.verbatim or slop or len(part.alternatives) > 1:
            mode = PhraseMode.STEMMED if part.level is Level.STEM else PhraseMode.FOLDED
            return nodes.Phrase(label, PhraseMode.VERBATIM if part.verbatim else mode, slop)
        case Pattern(PatternKind.WILDCARD, text):
            return nodes.Wildcard(text)
        case Pattern(PatternKind.FUZZY, text, edits):
            return nodes.Fuzzy(text, edits)
        case PhraseClause(label=label):
            return pattern_in(label) or label
        case Condition() | HasSpeech():
            return part.label
    return part


def _named_prose(text: str) -> str:
    return f"the words {nodes.quoted(nodes.shortened(text))}"
