"""Authors who are one person under several spellings: "A. Conan Doyle", "Arthur Conan Doyle", "Doyle, Arthur Conan".

Alike names are often two people's, so the library itself must show it: works under both names have the same scenes, as
editions of one work do. Names that differ in more than initials, order and parts left out are never joined.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from fabula.index.analysis import flatten, words
from fabula.index.store.snapshot import Snapshot

# Beside a name, not part of it.
_STYLES = frozenset("sir dame lord lady mr mrs miss ms dr rev jr sr".split())
_ASIDES = re.compile(r"\([^)]*\)|\[[^]]*\]")
# Distinct authors of one scene: an archive's banner has as many as the archive.
_MAX_AUTHORS_OF_A_SCENE = 20


class AuthorNames(NamedTuple):
    """Only names with several spellings.

    canonical  spelling -> the one that stands for the person; spellings: that one -> the others.
    """

    canonical: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]

    def all_of(self, name: str) -> tuple[str, ...]:
        """All spellings of the person, `name` among them."""
        shown = self.canonical.get(name, name)
        return (shown, *self.spellings.get(shown, ()))


NO_NAMES = AuthorNames({}, {})


def author_names(snapshot: Snapshot) -> AuthorNames:
    """The authors of a commit whose names are several spellings, as far as its near-duplicate scenes show it."""
    if snapshot.copies is None:
        return NO_NAMES
    works = Counter(name for work in snapshot.works for name in {*work.authors})
    return join_names(works, shared_scenes(snapshot))


def shared_scenes(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Pairs of authors, in order, who have a scene in common."""
    assert snapshot.copies is not None
    authors_of: dict[int, set[str]] = defaultdict(set)
    for segment, groups in enumerate(snapshot.copies):
        own_works = snapshot.segments[segment].segment.scene_works
        numbers = snapshot.work_numbers[segment]
        grouped = np.flatnonzero(groups)
        pairs = np.unique(np.stack([groups[grouped].astype(np.int64), numbers[own_works[grouped]]]), axis=1)
        for group, work in pairs.T.tolist():
            if work >= 0 and len(authors_of[group]) < _MAX_AUTHORS_OF_A_SCENE:
                authors_of[group].update(snapshot.works[work].authors)
    return {pair for authors in authors_of.values() for pair in combinations(sorted(authors), 2)}


def join_names(works: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> AuthorNames:
    """Persons from pairs of names that have a work in common; only those whose names may all be one person's.

    works  how many works each name has. The commonest spelling stands for the person, then the longest.
    """
    person_of: dict[str, set[str]] = {}
    for first, second in sorted(pairs):
        one, other = person_of.get(first, {first}), person_of.get(second, {second})
        if one is not other and all(may_be_one(name, alias) for name in one for alias in other):
            joined = one | other
            for name in joined:
                person_of[name] = joined
    canonical: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    for person in person_of.values():
        shown, *others = sorted(person, key=lambda name: (-works.get(name, 0), "," in name, -len(name), name))
        canonical |= dict.fromkeys(person, shown)
        spellings[shown] = tuple(sorted(others))
    return AuthorNames(canonical, spellings)


def may_be_one(first: str, second: str) -> bool:
    """Whether two names may be one person's.

    >>> may_be_one("Doyle, Arthur Conan", "A. Conan Doyle"), may_be_one("Anne Brontë", "Emily Brontë")
    (True, False)
    """
    one, other = name_words(first), name_words(second)
    if not one or not other:
        return False
    if sorted(one) == sorted(other):
        return True
    if one[-1] != other[-1]:
        # "Cervantes" and "Cervantes Saavedra, Miguel de": all of the shorter name.
        short, long = sorted((one, other), key=len)
        return len(short) < len(long) and {*short} <= {*long} and max(map(len, short)) > 1
    given, fuller = sorted((one[:-1], other[:-1]), key=len)
    return _is_shortened(given, fuller)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded and without accents, the family name last.

    >>> name_words("Wells, H. G. (Herbert George)")
    ('h', 'g', 'wells')
    """
    plain = _ASIDES.sub(" ", name)
    family, comma, given = plain.partition(",")
    if comma and "," not in given:
        plain = f"{given} {family}"
    return tuple(word for word in map(flatten, words(plain)) if word not in _STYLES)


def _is_shortened(given: Sequence[str], fuller: Sequence[str]) -> bool:
    """Whether each given name stands, in order, among the fuller ones, as it is or as an initial on either side."""
    at = 0
    for name in given:
        while at < len(fuller) and not _same_or_initial(name, fuller[at]):
            at += 1
        if at == len(fuller):
            return False
        at += 1
    return True


def _same_or_initial(name: str, other: str) -> bool:
    return name == other or (min(len(name), len(other)) == 1 and name[0] == other[0])
