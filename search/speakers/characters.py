"""One character under several names in several works: who is the same person?

Within a fandom (or a series, where works have no fandom) a name is one character's. A name that is another character's
alias is that character's, too, if it is nobody else's: "Clarke" of one work is "Clarke Griffin" of the next, who is
also called Clarke there. Works that share neither fandom nor series share no characters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from fabula.index.analysis import flatten, words
from fabula.index.budget import checked
from fabula.index.codec.speech import CastMember
from fabula.index.model import Gender, WorkRecord
from .results import Speaker, SpokenWork

# The name of a first-person narrator is nobody's: each work has its own.
_FIRST_PERSON = "I"
_MAX_ALIASES = 20

_Name = tuple[str, ...]
"""The folded words of a name, without accents."""


class Part(NamedTuple):
    """A character of one work, with how often and how many words the character speaks there."""

    work: WorkRecord
    member: CastMember
    turns: int
    words: int


def speakers_of(parts: Iterable[Part]) -> list[Speaker]:
    """The characters of works, those with the most words first."""
    by_world: defaultdict[_World, list[Part]] = defaultdict(list)
    all_parts = list(parts)
    fandoms_of = _fandoms_by_name(all_parts)
    for part in checked(all_parts, every=256):
        by_world[_world(part, fandoms_of)].append(part)
    speakers = [
        _speaker(world, same)
        for world, of_world in checked(by_world.items(), every=16)
        for same in _same_persons(of_world)
    ]
    return sorted(speakers, key=lambda speaker: (-speaker.words, -speaker.turns, speaker.name, speaker.fandom))


class _World(NamedTuple):
    """Where a name is one person's: a fandom, else a series, else a single work."""

    fandom: str = ""
    series: str = ""
    work: str = ""


def _fandoms_by_name(parts: Sequence[Part]) -> Mapping[_Name, set[str]]:
    """The fandoms of works with no other one, by the names of their characters."""
    fandoms: defaultdict[_Name, set[str]] = defaultdict(set)
    for work, member, _, _ in checked(parts, every=256):
        if len(work.metadata.fandoms) == 1:
            for name in (member.name, *member.aliases):
                fandoms[folded_name(name)].add(work.metadata.fandoms[0])
    return fandoms


def _world(part: Part, fandoms_of: Mapping[_Name, set[str]]) -> _World:
    """A crossover's character belongs to the first of its fandoms that knows the name from elsewhere."""
    work, name = part.work, part.member.name
    fandoms = work.metadata.fandoms
    fandom = fandoms[0] if fandoms else ""
    if len(fandoms) > 1:
        known = fandoms_of.get(folded_name(name), set())
        fandom = next((each for each in fandoms if each in known), fandom)
    if name == _FIRST_PERSON:
        return _World(fandom, work=work.id)
    if fandom:
        return _World(fandom)
    return _World(series=work.metadata.series) if work.metadata.series else _World(work=work.id)


class _Person:
    """The characters of one world that are taken for one person."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.works: set[str] = set()
        self.genders: set[Gender] = set()

    def add(self, part: Part) -> None:
        self.parts.append(part)
        self.works.add(part.work.id)
        if part.member.gender:
            self.genders.add(part.member.gender)

    def may_be(self, other: _Person) -> bool:
        """No two characters of one work are one person, nor a woman and a man."""
        return not self.works & other.works and len(self.genders | other.genders) < 2


def _same_persons(parts: Sequence[Part]) -> list[list[Part]]:
    """The characters of one world, grouped by person."""
    persons: defaultdict[_Name, _Person] = defaultdict(_Person)
    # The names of the characters that have each alias.
    owners: defaultdict[_Name, set[_Name]] = defaultdict(set)
    for part in parts:
        name = folded_name(part.member.name)
        persons[name].add(part)
        for alias in part.member.aliases:
            owners[folded_name(alias)].add(name)
    # The shortest name first: it is the one that may stand for a longer one.
    for name in sorted(persons, key=lambda each: (len(each), each)):
        others = owners[name] - {name}
        owner = persons.get(others.pop()) if len(others) == 1 else None
        if owner is not None and owner.may_be(persons[name]):
            for part in persons.pop(name).parts:
                owner.add(part)
    return [person.parts for person in persons.values()]


def _speaker(world: _World, parts: Sequence[Part]) -> Speaker:
    names: Counter[str] = Counter()
    genders: Counter[Gender] = Counter()
    for _, member, turns, word_count in parts:
        names[member.name] += word_count + 1
        genders[member.gender] += turns if member.gender else 0
    # The fullest name: most words of name, then most words of speech.
    name = max(names, key=lambda each: (len(words(each)), names[each], each))
    own_names = [each for each, _ in names.most_common()]
    others = dict.fromkeys([*own_names, *(alias for part in parts for alias in part.member.aliases)])
    others.pop(name, None)
    works = sorted(parts, key=lambda part: (-part.words, -part.turns, part.work.title.casefold(), part.work.id))
    gender = max(genders, key=lambda each: (genders[each], each.value))
    return Speaker(
        name,
        tuple(others)[:_MAX_ALIASES],
        gender if genders[gender] else Gender.UNKNOWN,
        world.fandom,
        sum(part.turns for part in parts),
        sum(part.words for part in parts),
        tuple(SpokenWork(part.work, part.member.name, part.turns, part.words) for part in works),
    )


def folded_name(name: str) -> _Name:
    """The words of a name as they are compared.

    >>> folded_name("Léxa kom-Trikru")
    ('lexa', 'kom', 'trikru')
    """
    return tuple(flatten(word) for word in words(name))
