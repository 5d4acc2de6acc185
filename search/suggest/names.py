"""Titles, authors, characters and fandoms by the beginning of any of their words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import merge
from typing import NamedTuple, Self

import numpy as np

from fabula.index.analysis import flatten, words
from fabula.index.array_types import I64, U8, Mask
from fabula.index.budget import check, checked
from fabula.index.codec.speech import CastMember
from fabula.index.model import WorkRecord
from fabula.search.syntax import Field
from .results import Suggestion, SuggestionKind

# The commonest of each kind: 30 MB of memory at most.
_MAX_NAMES = 50_000
# A name is found by each of so many words; longer ones are titles that are whole sentences.
_MAX_WORDS = 12
_MAX_KEY_CHARS = 100
# Above all letters.
_BEYOND = "\U0010ffff"
_SORTED_AT_ONCE = 10_000
_KINDS = (SuggestionKind.TITLE, SuggestionKind.AUTHOR, SuggestionKind.CHARACTER, SuggestionKind.FANDOM)


class Name(NamedTuple):
    """A name, how many works have it, and other spellings by which it is found."""

    kind: SuggestionKind
    text: str
    works: int
    query: str
    spellings: tuple[str, ...] = ()


class NameIndex:
    """Names by their words without accents: for each word of a name a key, from that word to the end of the name."""

    def __init__(self, names: Iterable[Name]) -> None:
        ranked: list[Name] = []
        by_kind: dict[SuggestionKind, list[Name]] = defaultdict(list)
        for name in names:
            by_kind[name.kind].append(name)
        for kind in _KINDS:
            check()
            ranked += sorted(by_kind[kind], key=lambda name: (-name.works, name.text))[:_MAX_NAMES]
        self._names = ranked
        keyed: list[tuple[str, int, bool]] = []
        for number, name in enumerate(checked(ranked)):
            keyed += [(key, number, is_first) for key, is_first in _keys_of(name)]
        # By pieces, as no other thread has its turn while one is sorted.
        pieces = [sorted(keyed[at : at + _SORTED_AT_ONCE]) for at in range(0, len(keyed), _SORTED_AT_ONCE)]
        keyed = list(merge(*pieces))
        self._keys = [key for key, _, _ in keyed]
        self._numbers: I64 = np.array([number for _, number, _ in keyed], np.int64)
        self._is_first: Mask = np.array([is_first for _, _, is_first in keyed], bool)
        self._kinds: U8 = np.array([_KINDS.index(name.kind) for name in ranked], np.uint8)

    @classmethod
    def of(
        cls,
        works: Sequence[WorkRecord],
        casts: Mapping[str, Sequence[CastMember]],
        spellings_of: Callable[[str, str], Sequence[str]],
    ) -> Self:
        """The names of these works.

        casts         the characters of each work by its id.
        spellings_of  other values of a field that stand for the same one.
        """
        names = [
            *_plain(SuggestionKind.TITLE, ((work.title,) for work in works)),
            *_authors(works, spellings_of),
            *_characters(works, casts),
            *_plain(SuggestionKind.FANDOM, (work.metadata.fandoms for work in works)),
        ]
        return cls(names)

    def beginning_with(self, prefix: str, limit: int) -> dict[SuggestionKind, list[Suggestion]]:
        """Up to `limit` of each kind that have a word that begins so: those that begin so themselves come first."""
        typed = words(prefix)
        if not typed or limit <= 0:
            return {}
        start = " ".join(map(flatten, typed))
        if len(start) > _MAX_KEY_CHARS:
            return {}
        low = bisect_left(self._keys, start)
        high = bisect_left(self._keys, start + _BEYOND, low)
        found: I64 = self._numbers[low:high]
        order = found + np.where(self._is_first[low:high], 0, len(self._names))
        if not prefix[-1:].isalnum() and prefix[-1:].isspace():
            # The last word was ended: "the " is no beginning of "theory".
            ended = [key == start or key.startswith(start + " ") for key in self._keys[low:high]]
            found, order = found[ended], order[ended]
        by_kind: dict[SuggestionKind, list[Suggestion]] = {}
        kinds = self._kinds[found]
        for place, kind in enumerate(_KINDS):
            own = order[kinds == place]
            # A name may have been found by several of its words.
            best = np.sort(np.partition(own, most)[:most]) if (most := limit * _MAX_WORDS) < len(own) else np.sort(own)
            numbers = list(dict.fromkeys((best % max(1, len(self._names))).tolist()))[:limit]
            if numbers:
                by_kind[kind] = [self._suggestion(number) for number in numbers]
        return by_kind

    def _suggestion(self, number: int) -> Suggestion:
        name = self._names[number]
        return Suggestion(name.kind, name.text, name.works, name.query)


def _keys_of(name: Name) -> list[tuple[str, bool]]:
    """Each key once, and whether it is where a spelling begins."""
    keys: dict[str, bool] = {}
    for spelling in (name.text, *name.spellings):
        own = [flatten(word) for word in words(spelling)]
        for at in range(min(len(own), _MAX_WORDS)):
            key = " ".join(own[at:])[:_MAX_KEY_CHARS]
            keys[key] = keys.get(key, False) or at == 0
    return list(keys.items())


def _plain(kind: SuggestionKind, values: Iterable[tuple[str, ...]]) -> list[Name]:
    counts = Counter(value for own in checked(values) for value in {*own} if value)
    return [Name(kind, value, count, str(Field(kind.value, value, exact=True))) for value, count in counts.items()]


def _authors(works: Sequence[WorkRecord], spellings_of: Callable[[str, str], Sequence[str]]) -> list[Name]:
    """One name for all spellings of a person, the commonest."""
    works_of: dict[str, set[int]] = defaultdict(set)
    for number, work in enumerate(checked(works)):
        for author in work.authors:
            works_of[author].add(number)
    names: list[Name] = []
    done: set[str] = {""}
    for author in sorted(works_of, key=lambda author: (-len(works_of[author]), author)):
        if author not in done:
            others = tuple(other for other in spellings_of("author", author) if other in works_of)
            done |= {author, *others}
            count = len(works_of[author].union(*(works_of[other] for other in others)))
            query = str(Field("author", author, exact=True))
            names.append(Name(SuggestionKind.AUTHOR, author, count, query, others))
    return names


def _characters(works: Sequence[WorkRecord], casts: Mapping[str, Sequence[CastMember]]) -> list[Name]:
    """Those who speak, by their names and aliases, and those whom only the metadata names."""
    speakers: Counter[str] = Counter()
    named: Counter[str] = Counter()
    both: Counter[str] = Counter()
    aliases: dict[str, set[str]] = defaultdict(set)
    for work in checked(works, every=16):
        speaking = [member for member in casts.get(work.id, ()) if member.utterances]
        own = {member.name for member in speaking}
        for member in speaking:
            aliases[member.name].update(member.aliases)
        speakers.update(own)
        named.update({*work.metadata.characters})
        both.update(own | {*work.metadata.characters})
    return [
        Name(
            SuggestionKind.CHARACTER,
            name,
            count,
            str(Field("speaker", name)) if speakers[name] else str(Field("character", name, exact=True)),
            tuple(sorted(aliases.get(name, ()))),
        )
        for name, count in both.items()
        if name
    ]
