"""Keeps Whoosh's writers away from our folders.

Stock `FileIndex.writer` takes the segments that a table of contents names and adds one of its own beside them, and
`create_in` begins by deleting the table. Both pass two places, which are wrapped to look first: the constructor of
SegmentWriter, before it makes its lock file, and TOC.create. Indexes of others work as before.
"""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from fabula.index.codec.toc import is_toc
from fabula.index.errors import OptionError


def refuse() -> NoReturn:
    raise OptionError(
        "This index is written by Fabula, not by Whoosh.", hint="Use fabula.index.build or fabula.index.add_works."
    )


def _refuse_our_folder(storage: Any) -> None:
    folder = getattr(storage, "folder", "")
    if folder and any(is_toc(path) for path in Path(folder).glob("_MAIN_*.toc")):
        refuse()


def refuse_writers() -> None:
    """Make Whoosh's writers refuse folders with our table of contents. Done once, on import."""
    construct, create = SegmentWriter.__init__, TOC.create.__func__

    @wraps(construct)
    def construct_elsewhere(self: Any, ix: Any, *arguments: Any, **options: Any) -> None:
        _refuse_our_folder(ix.storage)
        construct(self, ix, *arguments, **options)

    @wraps(create)
    def create_elsewhere(cls: Any, storage: Any, *arguments: Any, **options: Any) -> None:
        _refuse_our_folder(storage)
        create(cls, storage, *arguments, **options)

    SegmentWriter.__init__ = construct_elsewhere
    TOC.create = classmethod(create_elsewhere)


refuse_writers()
