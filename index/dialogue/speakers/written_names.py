"""Finds names in a text by their capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from .verbs import ABBREVIATIONS, TITLES
from .word_choice import any_of

NOT_NAMES = frozenset(
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
_NO_NAME = rf"(?!{any_of(NOT_NAMES)}\b)"
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
# Words in a row with capitals, with all that may stand in a name. Nearly all come again and again, so that the pattern
# for names looks at each of them once. A letter comes first, to which a search is quick.
_RUN_WORD = rf"(?:[{_CAPITAL}]|d['’][{_CAPITAL}])[\w'’-]*+"
_AFTER_ABBREVIATION = "|".join(rf"(?<=\b{each})" for each in sorted(ABBREVIATIONS))
_RUN = re.compile(
    rf"[{_CAPITAL}d](?<![\w'’].)(?:(?<!d)|(?=['’][{_CAPITAL}]))(?<={_NO_NAME}.)[\w'’-]*+"
    rf"(?:(?:(?:{_AFTER_ABBREVIATION})\.)?"
    rf"\ (?:(?:de|du|von|van|der|di|da|la|le|of|the)\ )?{_RUN_WORD}){{0,19}}+"
)
# Longer ones are not kept.
_MAX_KEPT_CHARS = 100


class WrittenName(NamedTuple):
    """A name where it is written, half-open; `text` is how it is compared (`plain`)."""

    start: int
    end: int
    text: str


# A third of the time of WrittenName's own constructor.
_MAKE_NAME: Callable[[tuple[int, int, str]], WrittenName] = partial(tuple.__new__, WrittenName)


def plain(name: str) -> str:
    """A name as it is compared: without the stops of titles, and with a capital at its beginning.

    >>> plain("Mr. Orr"), plain("d’Orvell")
    ('Mr Orr', "D'Orvell")
    """
    name = name.replace(".", "").replace("’", "'")
    return f" {name}".replace(" d'", " D'")[1:] if "d'" in name else name


def written_names(text: str) -> Iterator[WrittenName]:
    """All names in a text, in order.

    >>> [name.text for name in written_names("So Mr. Orr saw Ann Vell. He went.")]
    ['Mr Orr', 'Ann Vell']
    """
    for run in _RUN.finditer(text):
        written = run[0]
        names = _names_in(written) if len(written) <= _MAX_KEPT_CHARS else _found_names(written)
        if names:
            begin = run.start()
            for start, end, name in names:
                yield _MAKE_NAME((begin + start, begin + end, name))


def _found_names(run: str) -> tuple[WrittenName, ...]:
    return tuple(WrittenName(*match.span(), plain(match[0])) for match in NAMES.finditer(run))


_names_in = lru_cache(65_536)(_found_names)
