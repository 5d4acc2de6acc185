"""Ids that name an archive instead of a story, and what a rebuild gives in their place.

Until the query of an address counted, all stories of an archive whose addresses differ by their query had one id, with
".2", ".3" and so on in the order in which they came. Such an id says nothing of the story that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fabula.index.identity import canonical_address
from fabula.index.identity.ids import id_of, own_name, stem_of
from fabula.index.model import WorkRecord
from fabula.index.receipt import RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.records.works_by_key import in_id_order

_MAX_NAMED_IDS = 20


def names_archive(record: WorkRecord) -> bool:
    """True if the id of `record` was made from its address without the query, which other stories share."""
    canonical = canonical_address(record.metadata.address)
    if not canonical:
        return False
    parts = urlsplit(record.metadata.address.strip())
    page = f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    return canonical_address(f"http://{page}") != canonical and stem_of(record.id) == id_of(f"address {page}")


def mended_ids(before: Mapping[str, WorkRecord], after: Mapping[str, WorkRecord]) -> dict[str, str]:
    """The ids of `before` that named an archive -> the ids of the same works `after` a rebuild."""
    wrong = [record for record in in_id_order(before.values()) if record.id not in after and names_archive(record)]
    by_name: dict[str, list[WorkRecord]] = {}
    for record in in_id_order(after.values()) if wrong else ():
        if record.id not in before:
            by_name.setdefault(own_name(record), []).append(record)
    mended: dict[str, str] = {}
    for record in wrong:
        same = by_name.get(own_name(record), [])
        # The copy in the same file comes first if there are several of one story.
        same.sort(key=lambda other: key_of(other) != key_of(record))
        if same:
            mended[record.id] = same.pop(0).id
    return mended


def mended_warning(mended: Mapping[str, str]) -> list[RunWarning]:
    """Which ids a rebuild has made anew: one warning, or none."""
    if not mended:
        return []
    named = ", ".join(f"{old} is {new} now" for old, new in list(mended.items())[:_MAX_NAMED_IDS])
    more = ", …" if len(mended) > _MAX_NAMED_IDS else ""
    one = len(mended) == 1
    subject = "1 work has a new id" if one else f"{len(mended):,} works have new ids"
    cause = f"the old {'one' if one else 'ones'} did not tell stories of the same archive apart"
    text = f"{subject}, because {cause}: {named}{more}."
    return [RunWarning(WarningKind.IDS_MENDED, text)]
