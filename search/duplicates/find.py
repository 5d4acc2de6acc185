"""Finds the works of a commit that tell the same text, as `Library.duplicates` answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check, checked
from fabula.index.errors import OptionError
from fabula.index.model import WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from .compare_works import ComparedWorks
from .grouping import group_works
from .min_share import DEFAULT_MIN_SHARE, LEAST_MIN_SHARE
from .relations import relations, same_texts
from .results import DuplicateGroup, DuplicateKind, Duplicates
from .scene_table import SceneTable, scene_table
from .spare import in_order_of_giving_up, spare_files

# A refrain is told twice because its author did; a scene of so many words is a chapter posted twice.
_MIN_REPEATED_WORDS = 100


def find_duplicates(
    snapshot: Snapshot, min_share: float = DEFAULT_MIN_SHARE, uncertain: Container[WorkRecord] = ()
) -> Duplicates:
    """The groups of works that share at least `min_share` of their words. Raises OptionError, LibraryDamaged.

    uncertain  works whose files may not be there, so that no other work is spare because of them.
    """
    if not LEAST_MIN_SHARE <= min_share <= 1:
        raise OptionError(
            f"A share of {min_share:g} is not possible.", hint=f"Ask for a share from {LEAST_MIN_SHARE:g} to 1."
        )
    check("the texts of all works")
    table = scene_table(snapshot)
    check("the comparison of works")
    firsts = same_texts(table)
    plans = _plan(table, firsts, min_share)
    listed = sorted({work for _, shares in plans for work in shares})
    certain = [work for work in listed if table.records[work] not in uncertain]
    spare = _spare_works(table, listed, certain, firsts.tolist())
    compared = ComparedWorks(table, spare, set(listed).difference(certain))
    groups = [DuplicateGroup(kind, compared.group(kind, shares)) for kind, shares in checked(plans, every=16)]
    groups.sort(key=lambda group: (-group.size, group.works[0].work.title.casefold(), group.works[0].work.id))
    return Duplicates(min_share, tuple(groups))


def _plan(table: SceneTable, firsts: I64, min_share: float) -> list[tuple[DuplicateKind, Mapping[int, float]]]:
    """The kind of each group, and the share of each of its works, the one that others are compared with first."""
    numbers = np.arange(len(table.records))
    twins: dict[int, list[int]] = defaultdict(list)
    for work in np.flatnonzero(firsts != numbers).tolist():
        twins[int(firsts[work])].append(work)
    grouping = group_works(relations(table, firsts == numbers, min_share), min_share)

    def with_twins(shares: Mapping[int, float]) -> dict[int, float]:
        return {each: share for work, share in shares.items() for each in (work, *twins.get(work, ()))}

    plans: list[tuple[DuplicateKind, Mapping[int, float]]] = [
        (DuplicateKind.EDITIONS, with_twins({head: 1.0, **editions})) for head, editions in grouping.editions.items()
    ]
    edited = {work for _, shares in plans for work in shares}
    plans += [(DuplicateKind.SAME, with_twins({first: 1.0})) for first in twins if first not in edited]
    plans += [(DuplicateKind.CONTAINED, {whole: 1.0, **parts}) for whole, parts in grouping.contained.items()]
    plans += [(DuplicateKind.LIKELY, {longest: 1.0, **others}) for longest, others in grouping.likely.items()]
    plans += [(DuplicateKind.REPEATED, {work: 1.0}) for work in _repeating(table)]
    return plans


def _repeating(table: SceneTable) -> list[int]:
    """The works that have a long scene twice."""
    chosen = table.story & (table.texts > 0) & (table.lengths >= _MIN_REPEATED_WORDS)
    works, texts = table.works[chosen], table.texts[chosen]
    order = np.lexsort((texts, works))
    works, texts = works[order], texts[order]
    is_again = (works[1:] == works[:-1]) & (texts[1:] == texts[:-1])
    repeating: list[int] = sorted_unique(works[1:][is_again]).tolist()
    return repeating


def _spare_works(table: SceneTable, listed: Sequence[int], certain: Sequence[int], firsts: Sequence[int]) -> set[int]:
    """Those of the listed works that are spare because of others that are listed and certain.

    Whole files are, as a person deletes files: one that holds several works is spare if each of them is.
    """
    files = [_file_of(record) for record in table.records]
    texts: dict[tuple[str, ...], set[int]] = defaultdict(set)
    members: dict[tuple[str, ...], list[int]] = defaultdict(list)
    all_texts, edges = table.texts.tolist(), table.edges.tolist()
    for work, file in enumerate(files):
        members[file].append(work)
    for work in certain:
        texts[files[work]].update(all_texts[edges[work] : edges[work + 1]])
    among = set(certain)
    order = in_order_of_giving_up(certain, firsts)
    candidates = dict.fromkeys(files[work] for work in order if among.issuperset(members[files[work]]))
    spare = spare_files({file: frozenset(held) for file, held in texts.items()}, candidates)
    return {work for work in listed if files[work] in spare}


def _file_of(record: WorkRecord) -> tuple[str, ...]:
    """What is deleted to be rid of a work: its file, or the work itself if it was made in Python."""
    if record.file:
        return (record.file,)
    return (record.source, record.path) if record.path else (record.id,)
