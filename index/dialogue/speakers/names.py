"""Which characters does a work have? Names found by their capitals, and those of one character joined.

Joined are a full name with its parts where only one full name has them, and a title with a surname where only one
bearer fits ("Miss Bartlett", "Charlotte Bartlett"); not where both stand with the same title ("Mr. Knightley", "Mr.
John Knightley"). After the rules of Vala et al. (2015), "Mr. Bennet and his coterie", EMNLP.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .verbs import FEMALE, MALE, TITLES

__all__ = ["NAME", "NAMES", "Names", "names_of"]

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
    Gracious Goodness""".split()
)
# Words with a capital that begin no name.
_NO_NAME = rf"(?!(?:{'|'.join(sorted(_NO_NAMES))})\b)"
_TITLE = rf"(?:{'|'.join(sorted(TITLES, key=len, reverse=True))})"
_CAPITAL = "A-ZÀ-ÖØ-ÞŒŠŽА-ЯЁ"
_WORD = rf"[{_CAPITAL}][^\W\d_]*(?:['’][{_CAPITAL}][^\W\d_]+)?(?:-[{_CAPITAL}]?[^\W\d_]+)*"
# At most four words: a longer run of capitals is a heading, a list or an attack.
# The capital is looked for first, so that at most letters nothing else is tried.
NAME = (
    rf"(?=[{_CAPITAL}]){_NO_NAME}(?:{_TITLE}\b\.?\ )?{_WORD}"
    rf"(?:\ (?:(?:de|du|von|van|der|la|le|of|the)\ )?{_WORD}){{0,3}}"
)
NAMES = re.compile(rf"(?<![\w'’]){NAME}")
_BEGINS = re.compile(r"(?:^|[.!?:;\"“”‘’—–\-_(…]\s*|\n)$")
_LOWER = re.compile(r"\b[a-z]+\b")
_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_MARRIED, _UNMARRIED = frozenset({"Mrs", "Lady", "Madame", "Signora", "Frau"}), frozenset({"Miss", "Mademoiselle"})
# Titles that go before given names.
_GIVEN = frozenset(
    "Miss Master Lady Sir Uncle Aunt Aunty Auntie Cousin Prince Princess King Queen Brother Sister".split()
)
# A whole name with a title that is used more often than this share of the same title with the surname is another's.
_OFTEN = 0.03
# Names beyond these are so rare that nothing is known of them.
_MOST = 2_000


class Names(NamedTuple):
    """characters  the forms of each character's name, the fullest first.
    of             form (without full stops) -> character.
    genders        "M", "F" or "" for each.
    mentions       for each piece of narration the names in it, in order; not all are characters'.
    """

    characters: list[list[str]]
    of: dict[str, int]
    genders: list[str]
    mentions: list[list[str]]


def plain(name: str) -> str:
    """A name as it is compared: without the stops of titles."""
    return name.replace(".", "").replace("’", "'")


def names_of(narration: Iterable[str], named: Counter[str]) -> Names:
    """The characters named in the pieces of `narration`. `named` counts the forms that tags have."""
    inner: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    mentions: list[list[str]] = []
    for text in narration:
        lower.update(_LOWER.findall(text))
        mentions.append(own := [])
        for found in NAMES.finditer(text):
            name = plain(found[0])
            own.append(name)
            first, _, rest = name.partition(" ")
            begins = _BEGINS.search(text, max(0, found.start() - 4), found.start()) is not None or not found.start()
            if first in _NO_NAMES:
                if not rest or rest.split(" ")[0] in _NO_NAMES:
                    continue
                name, begins = rest, False
            anywhere[name] += 1
            if not begins:
                inner[name] += 1
            pronoun = _PRONOUN.search(text, found.end(), found.end() + 80)
            if pronoun is not None and NAMES.search(text, found.end(), pronoun.start()) is None:
                votes[name][
                    "M" if pronoun[1].lower().startswith("h") and not pronoun[1].lower().startswith("her") else "F"
                ] += 1
    forms: Counter[str] = Counter()
    for name, count in anywhere.items():
        words = name.split(" ")
        titled = words[0] in TITLES
        if titled and len(words) == 1 and not named[name]:
            continue
        low = max((lower[word.lower()] for word in words), default=0) if len(words) == 1 else 0
        if named[name] or titled or (inner[name] >= 1 and count >= 2 and low <= inner[name]):
            forms[name] = count
    for name, count in named.items():
        forms[name] += count
    kept = dict(forms.most_common(_MOST))
    return Names(*_joined(kept, votes), mentions)


def _split(name: str) -> tuple[str, tuple[str, ...]]:
    words = name.split(" ")
    if words[0] in TITLES and len(words) > 1:
        return words[0], tuple(words[1:])
    return "", tuple(words)


def _titled_gender(title: str) -> str:
    return "M" if title in MALE else "F" if title in FEMALE else ""


def _voted(votes: Counter[str]) -> str:
    he, she = votes["M"], votes["F"]
    if he + she >= 2 and max(he, she) >= 2 * min(he, she) + 1:
        return "M" if he > she else "F"
    return ""


def _joined(forms: dict[str, int], votes: dict[str, Counter[str]]) -> tuple[list[list[str]], dict[str, int], list[str]]:
    split = {name: _split(name) for name in forms}
    own = {name: _titled_gender(split[name][0]) or _voted(votes.get(name, Counter())) for name in forms}
    parent = {name: name for name in forms}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    titles: dict[str, set[str]] = {name: {split[name][0]} for name in forms}

    def fits(one: str, other: str) -> bool:
        one, other = root(one), root(other)
        first, second = own[one], own[other]
        if first and second and first != second:
            return False
        # A mother and her daughter.
        both = titles[one] | titles[other]
        return not (both & _MARRIED and both & _UNMARRIED)

    def join(name: str, full: str) -> None:
        one, other = root(name), root(full)
        if one != other:
            own[other] = own[other] or own[one]
            titles[other] |= titles[one]
            parent[one] = other

    by_first: dict[str, list[str]] = defaultdict(list)
    by_last: dict[str, list[str]] = defaultdict(list)
    by_core: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, (_, core) in split.items():
        by_core[core].append(name)
        if len(core) > 1:
            by_first[core[0]].append(name)
            by_last[core[-1]].append(name)
    # The same core, with and without a title: a family's bare name is the man's.
    for core, names in by_core.items():
        if len(core) > 1:
            for name in names:
                for other in names:
                    if name < other and fits(name, other):
                        join(name, other)
            continue
        bare = " ".join(core)
        titled = sorted((name for name in names if split[name][0]), key=lambda name: -forms[name])
        men = [name for name in titled if _titled_gender(split[name][0]) != "F"]
        if bare in split and titled:
            if own[bare] == "F":
                titled = [name for name in titled if own[name] == "F"]
            elif men:
                titled = men
            if titled and fits(bare, titled[0]):
                join(bare, titled[0])
        for group in (men, [name for name in titled if split[name][0] in ("Miss", "Ms")]):
            for name in group[1:]:
                join(name, group[0])
    for name in sorted(forms, key=lambda name: -forms[name]):
        title, core = split[name]
        if len(core) != 1:
            continue
        word = core[0]
        surname = any(split[other][0] and split[other][0] not in _GIVEN for other in by_core[core])
        given = not surname if not title else title in _GIVEN
        fulls = [full for full in by_first[word] if fits(name, full)] if given else []
        fulls = _one(fulls, forms, root)
        if not fulls:
            holders = [full for full in by_last[word] if fits(name, full)]
            if title:
                # "Mr. Knightley" is none of those who are "Mr. John Knightley" elsewhere.
                gender = _titled_gender(title)
                holders = [
                    full
                    for full in holders
                    if own[root(full)] == gender
                    and not any(split[same][0] == title for same in by_core[split[full][1]])
                ]
            elif own[name] == "F":
                holders = []
            else:
                # Neither is "Knightley", where "Mr. John Knightley" is another than "Mr. Knightley": he is called that
                # too often for its being the whole name of the same.
                known = [title for title in titles[root(name)] if title]
                holders = [
                    full
                    for full in holders
                    if not any(
                        forms.get(f"{title} {' '.join(split[full][1])}", 0) > _OFTEN * forms.get(f"{title} {word}", 0)
                        for title in known
                    )
                ]
            fulls = _one(holders, forms, root)
        if fulls:
            join(name, fulls[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for name in forms:
        groups[root(name)].append(name)
    ordered = sorted(groups.items(), key=lambda item: -sum(forms[name] for name in item[1]))
    characters, of, genders = [], {}, []
    for place, (head, names) in enumerate(ordered):
        names.sort(key=lambda name: (-forms[name], name))
        characters.append(names)
        of.update(dict.fromkeys(names, place))
        total: Counter[str] = Counter()
        for name in names:
            total.update(votes.get(name, {}))
        genders.append(
            next((gender for name in names if (gender := _titled_gender(split[name][0]))), "")
            or _voted(total)
            or own[head]
        )
    return characters, of, genders


def _one(fulls: list[str], forms: dict[str, int], root: object) -> list[str]:
    """The full name that is meant, if it can be told: the only one, or one that is named three times as often."""
    heads: dict[str, int] = {}
    best: dict[str, str] = {}
    for full in sorted(fulls, key=lambda name: -forms[name]):
        head = root(full)  # type: ignore[operator]
        heads[head] = heads.get(head, 0) + forms[full]
        best.setdefault(head, full)
    ranked = sorted(heads.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
        return []
    return [best[ranked[0][0]]]
