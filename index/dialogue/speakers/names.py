"""Finds the characters of a work: names by their capitals; characters.py joins those of one character."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from fabula.index.stated_names import NO_NAMES, StatedNames
from .characters import Characters, join_forms
from .persons import is_sound
from .verbs import ADDRESSES, FEMALE, KIN, MALE, TITLES
from .word_keys import counts_in
from .written_names import NOT_NAMES, written_names

# What stands before the first word of a sentence, but for blanks.
_BEGIN = frozenset('.!?:;"“”‘’—–-_(…')
# Stands before each piece of narration.
_PARTS = "\0"
# Its first letter comes first, as a search for some letters is quick.
_PRONOUN = re.compile(r"[HhSs](?<=\b.)(?i:(?<=h)(?:e|im|is|imself|er|ers|erself)|(?<=s)he)\b")
# A pronoun this far behind a name says its gender.
_PRONOUN_REACH_CHARS = 80
# A bearer of a title is meant by the title alone if he is named so many times as often as the next, and with his name
# at least once for so many times without.
_CLEAR_LEAD, _MAX_ALONE = 3, 20
# "Mother" is a name where tags have it as often; fewer are another's mother.
_MIN_KIN_TAGS = 3
# Names beyond these are so rare that nothing is known of them.
_MAX_NAMES = 2_000


class Names(NamedTuple):
    """characters  the characters, by the forms of their names without the stops of titles.
    mentions    for each piece of narration the names in it, in order; not all are characters'.
    """

    characters: Characters
    mentions: list[list[str]]


def office_of(person: str) -> str:
    """The title that a person is called by alone, as its bearers have it; "" for others.

    >>> office_of("king"), office_of("old king"), office_of("sir"), office_of("mother")
    ('King', '', '', '')
    """
    title = person.capitalize()
    return title if title in TITLES and title not in KIN and title not in ADDRESSES else ""


def names_of(narration: Iterable[str], tagged: Counter[str], stated: StatedNames = NO_NAMES) -> Names:
    """The characters named in the pieces of `narration`. `tagged` counts the names that tags have."""
    pieces = list(narration)
    anywhere, amid_sentence, votes, mentions = _in_narration(pieces)
    lower_case = counts_in(_PARTS.join(pieces), {name.lower() for name in (*anywhere, *tagged) if " " not in name})
    forms: Counter[str] = Counter()
    for name, count in anywhere.items():
        titled = name.split(" ")[0] in TITLES
        is_name = tagged[name] or titled or (amid_sentence[name] >= 1 and count >= 2)
        is_name = is_name and _can_be_a_name(name, tagged[name], amid_sentence[name], lower_case[name.lower()])
        if is_name or stated.of(name) is not None:
            forms[name] = count
    for name, count in tagged.items():
        if stated.of(name) is not None or _can_be_a_name(name, count, amid_sentence[name], lower_case[name.lower()]):
            forms[name] += count
    offices = _offices(forms, anywhere + tagged, [name for name in tagged if stated.of(name) is None])
    for office, form in offices.items():
        if form not in forms:
            forms[form] = anywhere[office] + tagged[office]
            votes[form] = votes[office] + Counter({_gender_of(office): 2})
    characters = join_forms(dict(forms.most_common(_MAX_NAMES)), votes, stated)
    characters.of.update((office, characters.of[form]) for office, form in offices.items() if form in characters.of)
    return Names(characters, mentions)


class _Counts(NamedTuple):
    """How often narration has each name, and how often within a sentence; how often a pronoun of each gender follows
    it; and the names of each piece."""

    anywhere: Counter[str]
    amid_sentence: Counter[str]
    votes: dict[str, Counter[str]]
    mentions: list[list[str]]


def _in_narration(pieces: Sequence[str]) -> _Counts:
    counts = _Counts(Counter(), Counter(), defaultdict(Counter), [[] for _ in pieces])
    anywhere, amid_sentence, votes, mentions = counts
    # One text is looked through in half the time of many.
    text = _PARTS + _PARTS.join(pieces)
    ends = [*accumulate(len(piece) + 1 for piece in pieces), 0]
    piece, voted, until, gender = 0, "", 0, ""
    for start, end, name in written_names(text):
        if until and start >= until:
            # No other name stands before the pronoun.
            votes[voted][gender] += 1
        until = 0
        while ends[piece] < end:
            piece += 1
        mentions[piece].append(name)
        first, _, rest = name.partition(" ")
        if first in NOT_NAMES:
            if not rest or rest.split(" ")[0] in NOT_NAMES:
                continue
            name = rest
            amid_sentence[name] += 1
        elif not _begins(text, start):
            amid_sentence[name] += 1
        anywhere[name] += 1
        pronoun = _PRONOUN.search(text, end, min(end + _PRONOUN_REACH_CHARS, ends[piece]))
        if pronoun is not None:
            voted, until, gender = name, pronoun.start(), "F" if pronoun[0].lower().startswith(("she", "her")) else "M"
    if until:
        votes[voted][gender] += 1
    return counts


def _begins(text: str, start: int) -> bool:
    """True if a name that starts there begins a sentence, or a piece of narration."""
    before = text[max(0, start - 4) : start]
    return before[-1] in (_PARTS, "\n") or before.rstrip()[-1:] in _BEGIN


def _can_be_a_name(name: str, tagged: int, amid_sentence: int, lower_case: int) -> bool:
    """False for a title alone, for a word of speech ("Voice"), and for one that has a capital only where sentences
    begin.

    tagged, amid_sentence, lower_case  how often tags have the name, how often it stands within a sentence, and how
                                       often its letters stand without a capital.
    """
    if is_sound(name.lower().rpartition(" ")[2]):
        return False
    if " " in name:
        return True
    if name in TITLES:
        return name in KIN and tagged >= _MIN_KIN_TAGS
    return lower_case <= amid_sentence or (tagged > 0 and (amid_sentence > 0 or not lower_case))


def _offices(forms: Counter[str], counts: Counter[str], tagged: Iterable[str]) -> dict[str, str]:
    """For each title that tags have alone, as "the Colonel", the form of the character that it means: the full name of
    its only bearer, or of one who is named far more often than the others; else its own words, "the colonel"."""
    offices = {}
    for title in tagged:
        if title in TITLES and title not in KIN and title not in ADDRESSES:
            bearers: Counter[str] = Counter()
            commonest: dict[str, str] = {}
            for form, count in forms.most_common():
                first, _, rest = form.partition(" ")
                if first == title and rest:
                    surname = rest.rpartition(" ")[2]
                    bearers[surname] += count
                    commonest.setdefault(surname, form)
            ranked = bearers.most_common(2)
            is_clear = ranked and (len(ranked) == 1 or ranked[0][1] >= _CLEAR_LEAD * ranked[1][1])
            # One who is mentioned now and then is not whom the text calls so all the time.
            is_meant = is_clear and ranked[0][1] * _MAX_ALONE >= counts[title]
            offices[title] = commonest[ranked[0][0]] if is_meant else f"the {title.lower()}"
    return offices


def _gender_of(title: str) -> str:
    return "M" if title in MALE else "F" if title in FEMALE else ""
