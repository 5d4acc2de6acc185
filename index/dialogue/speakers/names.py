"""Finds the characters of a work: names by their capitals; characters.py joins those of one character."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from fabula.index.stated_names import NO_NAMES, StatedNames
from .characters import Characters, join_forms
from .persons import is_sound
from .verbs import ABBREVIATIONS, ADDRESSES, FEMALE, KIN, MALE, TITLES
from .word_choice import any_of

_NO_NAMES = frozenset(
    """I I'm I'll I've I'd A An The And But Or Nor So Yet For If As At By In Of On To Up It Its He She We They You My
    Your His Her Our Their This That These Those There Here What When Where Who Whom Whose Why How Which While
    Then Than Not No Yes Oh Ah Well Now Never Ever Good God Heaven Christmas Easter Sunday Monday Tuesday
    Wednesday Thursday Friday Saturday January February March July August September October November December
    English French German Italian Russian American European Latin Greek Spanish Indian Chapter Book Part Volume
    Perhaps Whereupon Thereupon Clearly Whenever Although Though Because Since Until Unless Instead Besides
    Otherwise Still Quite Rather Almost Always Often Sometimes Soon Later Early Finally Certainly Surely Really
    Indeed Do Did Does Is Are Was Were Be Been Has Had Have Would Shall Should Can Could Might Must Let After
    Before With Without From Into Upon About All Some Any Every Each Both One Two Three First Second Last Next
    Such Only Just Even Again Once Suddenly Presently Meanwhile However Nothing Something Everything Nobody
    Somebody Everybody O Hm Hmm Um Er Hello Hey Okay OK Please Thank Thanks Sorry Dear Poor Old Young Little
    Street Road London Paris England France Germany Italy Russia America Europe Rome Bible Church Lord's Heavens
    Gracious Goodness Another Other Others Thus Having Being Seeing Through Under Over Said Very Also Same More Most
    Many Few Several Immediately Hereupon Hereat Thereat""".split()
)
# Words with a capital that begin no name.
_NO_NAME = rf"(?!{any_of(_NO_NAMES)}\b)"
# "It was the Commander. Clarke went on": only an abbreviation has a stop within a name.
_TITLE = rf"(?:{any_of(TITLES)}\b|{any_of(ABBREVIATIONS)}\.)"
_CAPITAL = "A-ZÀ-ÖØ-ÞŒŠŽА-ЯЁ"
# "d'Artagnan" has its capital behind a small letter.
_WORD = rf"(?:d['’])?[{_CAPITAL}][^\W\d_]*(?:['’][{_CAPITAL}][^\W\d_]+)?(?:-[{_CAPITAL}]?[^\W\d_]+)*"
# At most four words: a longer run of capitals is a heading, a list or an attack.
# The capital is looked for first, so that at most letters nothing else is tried.
NAME = (
    rf"(?=[{_CAPITAL}]|d['’][{_CAPITAL}]){_NO_NAME}(?:{_TITLE}\ (?:(?:de|du|von|van|di|da)\ )?)?{_WORD}"
    rf"(?:\ (?:(?:de|du|von|van|der|la|le|of|the)\ )?{_WORD}){{0,3}}"
)
NAMES = re.compile(rf"(?<![\w'’]){NAME}")
_BEGINS = re.compile(r"(?:^|[.!?:;\"“”‘’—–\-_(…]\s*|\n)$")
# Stands before each piece of narration.
_PARTS = "\0"
# Blanks instead of all ASCII characters that are in no word.
_LETTERS = bytes(code if code > 127 or chr(code).isalnum() or code == 95 else 32 for code in range(256))
_LOWER_CASE = re.compile(r"\b[a-z]+\b")
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


def plain(name: str) -> str:
    """A name as it is compared: without the stops of titles, and with a capital at its beginning.

    >>> plain("Mr. Orr"), plain("d’Orvell")
    ('Mr Orr', "D'Orvell")
    """
    name = name.replace(".", "").replace("’", "'")
    return f" {name}".replace(" d'", " D'")[1:] if "d'" in name else name


def office_of(person: str) -> str:
    """The title that a person is called by alone, as its bearers have it; "" for others.

    >>> office_of("king"), office_of("old king"), office_of("sir"), office_of("mother")
    ('King', '', '', '')
    """
    title = person.capitalize()
    return title if title in TITLES and title not in KIN and title not in ADDRESSES else ""


def names_of(narration: Iterable[str], tagged: Counter[str], stated: StatedNames = NO_NAMES) -> Names:
    """The characters named in the pieces of `narration`. `tagged` counts the names that tags have."""
    amid_sentence: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    pieces = list(narration)
    mentions: list[list[str]] = [[] for _ in pieces]
    # One text is looked through in half the time of many.
    text = _PARTS + _PARTS.join(pieces)
    ends = list(accumulate(len(piece) + 1 for piece in pieces))
    for match in NAMES.finditer(text):
        name = plain(match[0])
        start, end = match.span()
        piece = bisect_left(ends, end)
        mentions[piece].append(name)
        first, _, rest = name.partition(" ")
        begins = text[start - 1] == _PARTS or _BEGINS.search(text, start - 4, start) is not None
        if first in _NO_NAMES:
            if not rest or rest.split(" ")[0] in _NO_NAMES:
                continue
            name, begins = rest, False
        anywhere[name] += 1
        if not begins:
            amid_sentence[name] += 1
        pronoun = _PRONOUN.search(text, end, min(end + _PRONOUN_REACH_CHARS, ends[piece]))
        if pronoun is not None and NAMES.search(text, end, pronoun.start()) is None:
            votes[name]["F" if pronoun[0].lower().startswith(("she", "her")) else "M"] += 1
    lower_case = _lower_case_words(text)
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


def _lower_case_words(text: str) -> Counter[str]:
    """How often each word without a capital is in the text. Others are counted, too, where that is quicker."""
    runs = Counter(text.encode("utf-8", "replace").translate(_LETTERS).decode().split())
    # Quote marks and dashes are no letters either.
    for run in [run for run in runs if not run.isascii()]:
        count = runs.pop(run)
        for word in _LOWER_CASE.findall(run):
            runs[word] += count
    return runs
