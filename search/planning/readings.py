"""Other ways to read prose, where its words are not in the library as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.search.results import ReadAs
from .contractions import ENDINGS, contraction_of, is_also_a_word
from .lexicon import Lexicon
from .spellings import Respelling, respellings

# "Well, were id and shell …": each of so many words may be a contraction or not, four readings in all.
_MAX_DOUBTFUL = 2
# Beyond this many words a query is a passage; enough of it is found as it is.
_MAX_WORDS = 64


class Reading(NamedTuple):
    """The folded words that a text is read as, and what is read differently in it.

    is_sure  False if it takes a common word for a contraction: true only of words in a row.
    """

    terms: tuple[str, ...]
    changes: tuple[ReadAs, ...]
    is_sure: bool = True


def contracted_reading(terms: Sequence[str]) -> list[Reading]:
    """Folded words with the apostrophes of their contractions, where the letters are no common word; [] without any.

    >>> [reading.terms for reading in contracted_reading("i dont think well go".split())]
    [('i', 'do', 'not', 'think', 'well', 'go')]
    """
    found = [change for change in _contractions(terms) if not is_also_a_word(change.read.typed)]
    return [_read(terms, found)] if found else []


def other_readings(text: str, lexicon: Lexicon) -> list[Reading]:
    """Readings of a text that the library does not have as it is typed: contractions, and other spellings it has."""
    terms = words(text)
    if len(terms) > _MAX_WORDS:
        return []
    contractions = _contractions(terms)
    doubtful = [change for change in contractions if is_also_a_word(change.read.typed)][:_MAX_DOUBTFUL]
    taken = {change.first for change in contractions}
    sure = [change for change in contractions if not is_also_a_word(change.read.typed)]
    sure += [change for change in respellings(text, lexicon) if taken.isdisjoint(range(change.first, change.end))]
    choices = chain.from_iterable(combinations(doubtful, size) for size in range(len(doubtful) + 1))
    readings = [_read(terms, [*sure, *chosen]) for chosen in choices if sure or chosen]
    return list(dict.fromkeys(readings))


def _contractions(terms: Sequence[str]) -> list[Respelling]:
    """Contractions in order: of one word ("dont"), or of two that some sign parts which is no apostrophe ("don,t")."""
    found: list[Respelling] = []
    for index, term in enumerate(terms):
        if term in ENDINGS and index > (found[-1].end if found else 0):
            apart = terms[index - 1], term
            together = tuple(words("'".join(apart)))
            if together != apart:
                found.append(Respelling(index - 1, index + 1, together, ReadAs(" ".join(apart), "'".join(apart))))
        elif contraction := contraction_of(term):
            found.append(Respelling(index, index + 1, tuple(words(contraction)), ReadAs(term, contraction)))
    return found


def _read(terms: Sequence[str], changes: Sequence[Respelling]) -> Reading:
    """The terms with these changes, which do not overlap."""
    read: list[str] = []
    at = 0
    for change in sorted(changes):
        read += [*terms[at : change.first], *change.terms]
        at = change.end
    is_sure = not any(is_also_a_word(change.read.typed) for change in changes)
    return Reading((*read, *terms[at:]), tuple(change.read for change in sorted(changes)), is_sure)
