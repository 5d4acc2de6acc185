"""Joins the forms of names that belong to one character.

A full name is joined with its parts where only one full name has them, and a title with a surname where only one
bearer fits ("Miss Bartlett", "Charlotte Bartlett"); not where both stand with the same title ("Mr. Knightley", "Mr.
John Knightley"). After the rules of Vala et al. (2015), "Mr. Bennet and his coterie", EMNLP.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from fabula.index.stated_names import NO_NAMES, StatedNames
from .verbs import FEMALE, MALE, TITLES

_MARRIED, _UNMARRIED = frozenset({"Mrs", "Lady", "Madame", "Signora", "Frau"}), frozenset({"Miss", "Mademoiselle"})
# Titles that go before given names.
_GIVEN_NAME_TITLES = frozenset(
    "Miss Master Lady Sir Uncle Aunt Aunty Auntie Cousin Prince Princess King Queen Brother Sister".split()
)
_PARTICLES = frozenset("de du von van di da of the la le".split())
# A full name with a title that is used more often than this share of the same title with the surname is another
# character's.
_MAX_FULL_NAME_SHARE = 0.03
# Two titles with one surname are two characters if the rarer is named so often, and has this share of the other.
_MIN_SECOND_TITLE, _SECOND_TITLE_SHARE = 12, 0.3
# A full name is meant if it is named this many times as often as the next.
_CLEAR_LEAD = 3


class Characters(NamedTuple):
    """forms    for each character the forms of its name, the commonest first.
    of       form -> character.
    genders  "M", "F" or "" for each character.
    """

    forms: list[list[str]]
    of: dict[str, int]
    genders: list[str]


def join_forms(counts: dict[str, int], votes: Mapping[str, Counter[str]], stated: StatedNames = NO_NAMES) -> Characters:
    """The characters that the forms belong to.

    counts  how often each form is used.
    votes   for a form, how often a pronoun of each gender ("M", "F") follows it.
    stated  forms that are one character's, or are not, whatever the rules say.
    """
    forms = _Forms(counts, votes, stated)
    for core, names in forms.by_core.items():
        if len(core) > 1:
            forms.join_all_that_fit(names)
        else:
            _join_titles(forms, core[0], names)
    for name in sorted(counts, key=lambda name: -counts[name]):
        title, core = forms.parts[name]
        if len(core) == 1:
            full = _full_name(forms, name, title, core[0])
            if full is not None:
                forms.join(name, full)
    return forms.characters()


class _Forms:
    """Forms of names, grouped step by step (a union-find); each group has one form as its head.

    parts    form -> its title ("" if none) and its other words.
    by_core  other words -> the forms that have just these.
    genders  form -> "M", "F" or ""; that of a head is its group's.
    titles   form -> its titles; those of a head are its group's; `full_names` the same of cores of several words.
    stated   form -> the stated character that it belongs to; that of a head is its group's.
    """

    def __init__(self, counts: dict[str, int], votes: Mapping[str, Counter[str]], stated: StatedNames) -> None:
        self.counts, self._votes = counts, votes
        self.stated = {name: number for name in counts if (number := stated.of(name)) is not None}
        self.parts = {name: _title_and_core(name) for name in counts}
        self.genders = {
            name: stated.gender(name) or _gender_of_title(title) or _gender_by_votes(votes.get(name, Counter()))
            for name, (title, _) in self.parts.items()
        }
        self.titles = {name: {title} for name, (title, _) in self.parts.items()}
        self.full_names = {name: {core} if len(core) > 1 else set() for name, (_, core) in self.parts.items()}
        self._parents = {name: name for name in counts}
        self.by_core: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.by_first_word: dict[str, list[str]] = defaultdict(list)
        self.by_last_word: dict[str, list[str]] = defaultdict(list)
        for name, (_, core) in self.parts.items():
            self.by_core[core].append(name)
            if len(core) > 1:
                self.by_first_word[core[0]].append(name)
                self.by_last_word[core[-1]].append(name)
        self._stated_genders = {number: each.gender.upper() for number, each in enumerate(stated.characters)}
        firsts: dict[int, str] = {}
        for name, number in self.stated.items():
            self.join(name, firsts.setdefault(number, name))

    def head(self, name: str) -> str:
        parents = self._parents
        while parents[name] != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    def fits(self, name: str, other: str) -> bool:
        """True if neither gender nor marriage nor a statement speaks against their being one character."""
        name, other = self.head(name), self.head(other)
        if self._are_stated_apart(name, other):
            return False
        genders = {self.genders[name], self.genders[other]} - {""}
        if len(genders) == 2:
            return False
        if self._are_of_one_family(name, other):
            return False
        # A mother and her daughter.
        titles = self.titles[name] | self.titles[other]
        return not (titles & _MARRIED and titles & _UNMARRIED)

    def _are_of_one_family(self, head: str, other: str) -> bool:
        """True for two who have the same surname and other given names: brothers, who may both be called "Mr. Orr"."""
        return any(
            mine[-1] == yours[-1] and mine[0] != yours[0]
            for mine in self.full_names[head]
            for yours in self.full_names[other]
        )

    def join(self, name: str, other: str) -> None:
        """Make one group of theirs; its head is that of `other`."""
        name, other = self.head(name), self.head(other)
        if name != other and not self._are_stated_apart(name, other):
            self.genders[other] = self.genders[other] or self.genders[name]
            self.titles[other] |= self.titles[name]
            self.full_names[other] |= self.full_names[name]
            if name in self.stated:
                self.stated[other] = self.stated[name]
            self._parents[name] = other

    def _are_stated_apart(self, head: str, other: str) -> bool:
        stated = self.stated
        return head in stated and other in stated and stated[head] != stated[other]

    def join_all_that_fit(self, names: list[str]) -> None:
        for name in names:
            for other in names:
                if name < other and self.fits(name, other):
                    self.join(name, other)

    def characters(self) -> Characters:
        """The groups, those named most first."""
        groups: dict[str, list[str]] = defaultdict(list)
        for name in self.counts:
            groups[self.head(name)].append(name)
        ordered = sorted(groups.items(), key=lambda group: -sum(self.counts[name] for name in group[1]))
        characters = Characters([], {}, [])
        for number, (head, names) in enumerate(ordered):
            names.sort(key=lambda name: (-self.counts[name], name))
            characters.forms.append(names)
            characters.of.update(dict.fromkeys(names, number))
            characters.genders.append(self._gender_of_group(head, names))
        return characters

    def _gender_of_group(self, head: str, names: list[str]) -> str:
        titled = next((gender for name in names if (gender := _gender_of_title(self.parts[name][0]))), "")
        votes: Counter[str] = Counter()
        for name in names:
            votes.update(self._votes.get(name, {}))
        known = self._stated_genders[self.stated[head]] if head in self.stated else ""
        return known or titled or _gender_by_votes(votes) or self.genders[head]


def _join_titles(forms: _Forms, bare: str, names: list[str]) -> None:
    """Join the forms of one word with and without a title: a family's bare name is the man's."""
    titled = sorted((name for name in names if forms.parts[name][0]), key=lambda name: -forms.counts[name])
    men = [name for name in titled if _gender_of_title(forms.parts[name][0]) != "F"]
    if bare in forms.parts and titled:
        if forms.genders[bare] == "F":
            titled = [name for name in titled if forms.genders[name] == "F"]
        elif men:
            titled = men
        if titled and forms.fits(bare, titled[0]):
            forms.join(bare, titled[0])
    for group in (men, [name for name in titled if forms.parts[name][0] in ("Miss", "Ms")]):
        for name in group[1:]:
            if not _are_two(forms, group[0], name):
                forms.join(name, group[0])


def _are_two(forms: _Forms, name: str, rarer: str) -> bool:
    """True for "Mr. Orr" and "Doctor Orr" where the text has both all the time."""
    count = forms.counts[rarer]
    return count >= _MIN_SECOND_TITLE and count >= _SECOND_TITLE_SHARE * forms.counts[name]


def _full_name(forms: _Forms, name: str, title: str, word: str) -> str | None:
    """The full name that `name` stands for: `word`, with a title or without; None if it cannot be told."""
    if _is_given_name(forms, title, word):
        full = _clear_leader(forms, [full for full in forms.by_first_word[word] if forms.fits(name, full)])
        if full is not None:
            return full
    bearers = [full for full in forms.by_last_word[word] if forms.fits(name, full)]
    if title:
        # "Mr. Knightley" is none of those who are "Mr. John Knightley" elsewhere.
        gender = _gender_of_title(title) or forms.genders[forms.head(name)]
        bearers = [
            full
            for full in bearers
            if gender
            and forms.genders[forms.head(full)] == gender
            and not any(forms.parts[same][0] == title for same in forms.by_core[forms.parts[full][1]])
        ]
    elif forms.genders[name] == "F":
        bearers = []
    else:
        # Neither is "Knightley", where "Mr. John Knightley" is another than "Mr. Knightley": he is called that too
        # often for its being the whole name of the same.
        titles = [title for title in forms.titles[forms.head(name)] if title]
        bearers = [full for full in bearers if not _is_another(forms, full, titles, word)]
        if titles and not forms.genders[forms.head(name)]:
            # Doctor Orr may be the father of Ann Orr.
            bearers = [full for full in bearers if forms.parts[full][0]]
    return _clear_leader(forms, bearers)


def _is_given_name(forms: _Forms, title: str, word: str) -> bool:
    if title:
        return title in _GIVEN_NAME_TITLES
    titles = [forms.parts[other][0] for other in forms.by_core[(word,)]]
    return not any(title and title not in _GIVEN_NAME_TITLES for title in titles)


def _is_another(forms: _Forms, full: str, titles: list[str], word: str) -> bool:
    core = " ".join(forms.parts[full][1])
    return any(
        forms.counts.get(f"{title} {core}", 0) > _MAX_FULL_NAME_SHARE * forms.counts.get(f"{title} {word}", 0)
        for title in titles
    )


def _clear_leader(forms: _Forms, names: list[str]) -> str | None:
    """The form whose group is the only one, or is named `_CLEAR_LEAD` times as often as any other."""
    counts: Counter[str] = Counter()
    commonest: dict[str, str] = {}
    for name in sorted(names, key=lambda name: -forms.counts[name]):
        head = forms.head(name)
        counts[head] += forms.counts[name]
        commonest.setdefault(head, name)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]):
        return None
    return commonest[ranked[0][0]]


def _title_and_core(name: str) -> tuple[str, tuple[str, ...]]:
    words = name.split(" ")
    if words[0] in TITLES and len(words) > 1:
        # "M. de Treville" and "the Duke of Orvell" are Treville and Orvell elsewhere.
        core = [word for word in words[1:] if word not in _PARTICLES]
        return words[0], tuple(core or words[1:])
    return "", tuple(words)


def _gender_of_title(title: str) -> str:
    return "M" if title in MALE else "F" if title in FEMALE else ""


def _gender_by_votes(votes: Counter[str]) -> str:
    male, female = votes["M"], votes["F"]
    if male + female >= 2 and max(male, female) >= 2 * min(male, female) + 1:
        return "M" if male > female else "F"
    return ""
