"""Works of an unfinished rebuild that cannot be taken over, because what happens to them depends on other files.

A copy takes the id of a story that is gone, and has to give it back when the story is there again. A file that holds
another story now is a loss, and has to be counted again after the rebuild was refused for it. So the next rebuild takes
over what the library has in the same file with the same bytes, and reads the rest again.
"""

from __future__ import annotations

from collections.abc import Mapping

from fabula.index.model import WorkRecord
from fabula.index.records.work_record import key_of


def unsettled_works(staged: Mapping[str, WorkRecord], before: Mapping[str, WorkRecord]) -> dict[str, WorkRecord]:
    """Those of the `staged` works that are to be read again: all of each file of which one is not as it was `before`.

    Both are by id. None where the library had no works: then nothing depends on what became of them.
    """
    versions = {(key_of(record), record.digest) for record in before.values()}
    keys: set[str] = set()
    for identity, record in staged.items() if before else ():
        key = key_of(record)
        was = before.get(identity)
        if (key, record.digest) not in versions or (was is not None and key_of(was) != key):
            keys.add(key)
    return {identity: record for identity, record in staged.items() if key_of(record) in keys}
