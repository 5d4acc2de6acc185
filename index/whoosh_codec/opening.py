"""A library, opened as a Whoosh index."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from fabula.index.codec.toc import TOC_VERSION, generations, read_toc
from fabula.index.errors import LibraryDamaged
from fabula.index.store.library_marker import check_marker
from .guard import refuse
from .schema import make_schema
from .toc_loader import main_language, segments_of


class LibraryIndex(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's index over our tables of contents alone.

    Stock `open_dir` reads ours as well, but it lets the file choose the loader, and Whoosh's own loaders unpickle.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self.storage = FileStorage(str(self._folder), readonly=True)
        self.indexname = "MAIN"
        self._schema = None
        self._read_toc()

    def latest_generation(self) -> int:
        found = generations(self._folder)
        return found[-1] if found else -1

    def _read_toc(self) -> Any:
        generation = self.latest_generation()
        if generation < 0:
            raise LibraryDamaged.without_contents(self._folder.parent)
        segments = segments_of(self._folder, read_toc(self._folder, generation))
        return TOC(make_schema(partial(main_language, segments)), segments, generation, version=TOC_VERSION)

    def writer(self, procs: int = 1, **options: Any) -> NoReturn:
        refuse()

    def optimize(self, **options: Any) -> NoReturn:
        refuse()


def open_index(library: str | Path) -> LibraryIndex:
    """The library at this path as a Whoosh index, read-only; a table of contents that is not ours is refused.

    Raises LibraryMissing, NotALibrary, LibraryDamaged or LibraryTooNew.
    """
    folder = Path(library)
    check_marker(folder)
    try:
        return LibraryIndex(folder / "index")
    except OSError as error:
        raise LibraryDamaged.unreadable(folder, error) from error
