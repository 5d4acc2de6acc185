"""Joins the names of one person: a full name with its parts, a title with a surname."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from fabula.index.stated_names import NO_NAMES, StatedNames
from .language import Language

# A name is taken for the part of a full name that is used so many times as often as the next.
_CLEAR_LEAD = 3
_MAX_NAMES = 2_000
_MIN_VOTES = 2


class Person(NamedTuple):
    """forms, the commonest first; gender "M", "F" or ""."""

    forms: tuple[str, ...]
    gender: str


class People(NamedTuple):
    """persons    those with a name, and those called by what they are.
    by_name    a form of a name -> a place in `persons`.
    by_word    a word of names -> the one person that has it.
    by_title   a title -> those who bear it.
    """

    persons: list[Person]
    by_name: dict[str, int]
    by_word: dict[str, int]
    by_title: dict[str, set[int]]


def people_of(
    names: Mapping[str, int], votes: Mapping[str, Counter[str]], language: Language, stated: StatedNames = NO_NAMES
) -> People:
    """The people that the names belong to.

    names  how often each is used.
    votes  how often verbs and pronouns of each gender stand by it.
    stated  names that are one person's, or are not, whatever the rules say.
    """
    counts = dict(Counter(names).most_common(_MAX_NAMES))
    parts = {name: _parts(name, language) for name in counts}
    groups: dict[str, str] = {name: name for name in counts}
    genders = {
        name: stated.gender(name) or _gender(parts[name], votes.get(name, Counter()), language) for name in counts
    }
    # The stated characters of names, and of the groups by their heads.
    owners = {name: number for name in counts if (number := stated.of(name)) is not None}
    of_stated: dict[int, str] = {}
    for name, number in owners.items():
        groups[name] = of_stated.setdefault(number, name)
    by_core: dict[tuple[str, ...], list[str]] = defaultdict(list)
    having: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        core = parts[name].core
        by_core[core].append(name)
        if len(core) > 1:
            for word in dict.fromkeys(core):
                having[word].append(name)
    for same in by_core.values():
        heads: list[str] = []
        for name in sorted(same, key=lambda name: (-counts[name], name)):
            head = next((head for head in heads if _fit(genders[head], genders[name])), None)
            # What is stated is in its group already, which others may join.
            if head is None or name in owners:
                heads.append(name)
            else:
                groups[name] = head
                genders[head] = genders[head] or genders[name]
    for core, same in by_core.items():
        if len(core) > 2:
            continue
        for name in same:
            if groups[name] == name:
                full = _full_name(name, core, counts, parts, genders, groups, having)
                if full is not None and owners.get(name) in (None, owners.get(full, owners.get(name))):
                    groups[name] = full
                    if name in owners:
                        owners[full] = owners[name]
    return _people(counts, parts, genders, groups, language)


class _Parts(NamedTuple):
    titles: tuple[str, ...]
    core: tuple[str, ...]


def _parts(name: str, language: Language) -> _Parts:
    words = name.replace(".", "").replace("'", "' ").split()
    place = 0
    while place < len(words) - 1 and (words[place].lower() in language.titles or (place and words[place].islower())):
        place += 1
    titles = tuple(word.lower() for word in words[:place] if word.lower() in language.titles)
    core = tuple(word for word in words[place:] if word.lower() not in language.particles)
    return _Parts(titles, core or tuple(words[-1:]))


def _gender(parts: _Parts, votes: Counter[str], language: Language) -> str:
    titled = next((gender for title in parts.titles if (gender := language.titles[title])), "")
    if titled:
        return titled
    male, female = votes["M"], votes["F"]
    if male + female >= _MIN_VOTES and max(male, female) >= 2 * min(male, female) + 1:
        return "M" if male > female else "F"
    return ""


def _fit(gender: str, other: str) -> bool:
    return not (gender and other and gender != other)


def _head(groups: Mapping[str, str], name: str) -> str:
    while groups[name] != name:
        name = groups[name]
    return name


def _full_name(
    name: str,
    core: tuple[str, ...],
    counts: Mapping[str, int],
    parts: Mapping[str, _Parts],
    genders: Mapping[str, str],
    groups: Mapping[str, str],
    having: Mapping[str, list[str]],
) -> str | None:
    """The head of the only group, or that used far more than others, whose full name has all words of `core`."""
    bearers: Counter[str] = Counter()
    for full in having.get(core[0], ()):
        words = parts[full].core
        if len(words) > len(core) and set(core) <= set(words) and _fit(genders[_head(groups, full)], genders[name]):
            head = _head(groups, full)
            if head != _head(groups, name):
                bearers[head] += counts[full]
    ranked = bearers.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def _people(
    counts: Mapping[str, int],
    parts: Mapping[str, _Parts],
    genders: Mapping[str, str],
    groups: Mapping[str, str],
    language: Language,
) -> People:
    members: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        members[_head(groups, name)].append(name)
    people = People([], {}, {}, defaultdict(set))
    owners: dict[str, set[int]] = defaultdict(set)
    for place, (head, names) in enumerate(members.items()):
        names.sort(key=lambda name: (-counts[name], name))
        gender = next((gender for name in (head, *names) if (gender := genders[name])), "")
        if not gender:
            # The ending of a given name is all that there is.
            longest = max(names, key=lambda name: len(parts[name].core))
            gender = language.name_gender(parts[longest].core[0].lower())
        people.persons.append(Person(tuple(names), gender))
        for name in names:
            people.by_name[name] = place
            for title in parts[name].titles:
                people.by_title[title].add(place)
            for word in parts[name].core:
                owners[word].add(place)
    for word, places in owners.items():
        if len(places) == 1:
            people.by_word[word] = next(iter(places))
        elif word in people.by_name:
            people.by_word[word] = people.by_name[word]
    return people
