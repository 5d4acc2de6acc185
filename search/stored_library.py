"""What stands in an open library: its works, scenes and casts, and how much there is of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from fabula.index.codec.speech import CastMember
from fabula.index.errors import NotFound
from fabula.index.model import Scene, WorkRecord
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Stats, Store
from fabula.search.engine.opening import engine_for
from fabula.search.engine.protocol import Engine
from fabula.search.explain.damage import reports_damage
from fabula.search.explain.too_dear import answering
from .cursors.earlier_commits import SharedCommits
from .hidden_works import Asked
from .latest_commit import LatestCommit
from .option_types import check_text, options_of
from .pages import Page, check_timeout, sort_of
from .results import DEFAULT_TIMEOUT_SECONDS, Sort
from .syntax import Filters, FilterValues

if TYPE_CHECKING:
    from fabula.index.library.speech_due import SpeechDue
    from fabula.index.reports.growth_file import GrowthPoint
    from fabula.index.reports.work_dates import WorkDates
    from .works.results import WorkList, WorkListOptions

NO_FILTERS: FilterValues = MappingProxyType({})


class StoredLibrary:
    """A library open for reading what is stored; `Library` can be searched, too.

    >>> with StoredLibrary.open(folder) as stored:
    ...     [work.title for work in stored.works()]
    ['The Ferry']
    """

    def __init__(self, store: Store, engine: Callable[[Store], Engine] = engine_for) -> None:
        """Most callers want `Library.open`; this is for other kinds of store, with the engine for them."""
        self._latest = LatestCommit(store, engine)

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """The library at `address`. Raises LibraryMissing, NotALibrary, LibraryDamaged or LibraryTooNew.

        >>> library = Library.open(folder)
        """
        return cls(open_store(address))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files of the library.

        >>> library = Library.open(folder)
        >>> library.close()
        """
        self._latest.close()

    @property
    def generation(self) -> int:
        """The number of the commit that is searched.

        >>> library.generation == library.stats().generation
        True
        """
        return self._store.generation

    @property
    def address(self) -> str:
        """Where the library is.

        >>> library.address == str(folder)
        True
        """
        return self._store.address

    @property
    def commit(self) -> str:
        """Names the commit that is searched: another after each commit, and in each library that is no copy.

        >>> generation, _, content = library.commit.partition("-")
        >>> int(generation) == library.generation, len(content) > 8
        (True, True)
        """
        snapshot = self._store.snapshot()
        return f"{snapshot.generation}-{snapshot.toc.content}"

    def refresh(self) -> bool:
        """Move on to the latest commit now; True if there was a later one. Raises LibraryError.

        >>> library.refresh()
        False
        """
        return self._latest.refresh()

    def share_commits(self, commits: SharedCommits | None) -> None:
        """Keep the commits that answers were from for other processes, too, and go on with pages of theirs.

        For servers of several processes; None for this process alone.

        >>> library.share_commits(None)
        """
        self._latest.share(commits)

    @property
    def _store(self) -> Store:
        """Of all works: whoever names a work or a scene by its id has seen it."""
        return self._latest.whole().store

    @property
    def _engine(self) -> Engine:
        return self._latest.whole().engine

    @reports_damage
    def works(
        self,
        query: str = "",
        *,
        filters: FilterValues = NO_FILTERS,
        exclude: FilterValues = NO_FILTERS,
        sort: Sort = Sort.TITLE,
        show_hidden: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
    ) -> tuple[WorkRecord, ...]:
        """The works with each of the words of `query` in title, authors, fandoms, tags or series; all without any.

        filters, exclude  as in SearchOptions. Of places (`in`, `speaker`) any scene of a work has to have them.
        sort              as there; by relevance is by title. Equal ones are by title, then authors.
        show_hidden       list works that the library hides by their rating, too.

        Raises OptionError, QueryTooDear after `timeout` seconds.

        >>> [(work.title, work.authors) for work in library.works()]
        [('The Ferry', ('Ann Lee',))]
        >>> library.works("ferry", filters={"author": "Poe"})
        ()
        """
        check_text(query, "The query")
        if not (query.strip() or filters or exclude) and sort is Sort.TITLE:
            return tuple(self._latest.now(Asked(show_hidden)).store.works().values())
        from .works.find_works import find_works  # 10 ms, saved where all works are listed

        check_timeout(timeout)
        chosen, order = Filters.of(filters, exclude), sort_of(sort)
        commit = self._latest.now(Asked.by(filters, show_hidden=show_hidden))
        with answering(timeout, cheaper="Ask for fewer conditions."):
            return find_works(query, chosen, order, commit)

    @reports_damage
    def work_list(self, query: str = "", options: WorkListOptions | None = None) -> WorkList:
        """A page of the works that `works` gives, with the cursor of the next one.

        All pages are of one commit, whatever is written meanwhile. Raises OptionError, QueryTooDear after the timeout,
        CursorExpired for a page of a commit that is no longer kept.

        >>> page = library.work_list("ferry", WorkListOptions(limit=1))
        >>> page.total, [work.title for work in page], page.cursor
        (1, ['The Ferry'], None)
        """
        from .works.list_works import check_work_options, list_works  # 10 ms, saved for searches
        from .works.results import WorkListOptions

        check_text(query, "The query")
        chosen = options_of(options, WorkListOptions)
        check_work_options(chosen)
        with answering(chosen.timeout, cheaper="Ask for fewer conditions."):
            return list_works(query, Page.asked(self._latest, "works", query, chosen))

    @reports_damage
    def work(self, work_id: str) -> WorkRecord:
        """The work with this id. Raises NotFound.

        >>> first = library.works()[0]
        >>> library.work(first.id) == first
        True
        """
        check_text(work_id, "The id of a work")
        try:
            return self._store.works()[work_id]
        except KeyError:
            raise NotFound.work(work_id) from None

    @reports_damage
    def cast(self, work_id: str) -> tuple[CastMember, ...]:
        """Who speaks in a work, as far as that is known, those who speak most first. Raises NotFound.

        >>> [(member.name, member.utterances) for member in library.cast(library.works()[0].id)]
        [('Mary', 1)]
        """
        self.work(work_id)
        return tuple(member for member in self._engine.cast(work_id) if member.utterances)

    def scene(self, scene_id: str) -> Scene:
        """The scene with this id. Raises NotFound.

        >>> hit = library.search("pewter").hits[0]
        >>> library.scene(hit.scene.id).text == hit.scene.text
        True
        """
        check_text(scene_id, "The id of a scene")
        return self._store.scene(scene_id)

    @reports_damage
    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        """A work's scenes in reading order, notes included. Raises NotFound.

        >>> with at_most(2.0):
        ...     len(library.scenes(library.works()[0].id))
        1
        >>> [scene.text[:9] for scene in library.scenes(library.works()[0].id)]
        ['The river']
        """
        check_text(work_id, "The id of a work")
        return self._store.scenes(work_id)

    def growth(self) -> tuple[GrowthPoint, ...]:
        """The size of the library after each run that changed something, and what that run added and removed.

        >>> [(point.run, point.works, point.added) for point in library.growth()]
        [('add', 1, 1)]
        """
        from fabula.index.reports.growth import library_growth  # 15 ms, saved for searches

        return library_growth(self._store.address)

    def work_dates(self) -> dict[str, WorkDates]:
        """When works came and last changed, by id, as far as the kept reports say.

        >>> {dates.changed for dates in library.work_dates().values()}
        {''}
        """
        from fabula.index.reports.work_dates import work_dates  # 15 ms, saved for searches

        return work_dates(self._store.address)

    @reports_damage
    def stats(self, *, show_hidden: bool = False) -> Stats:
        """Counts of works, scenes and words, and the works by language; without those that the library hides.

        >>> library.stats().works, library.stats().languages
        (1, {'en': 1})
        """
        return self._latest.now(Asked(show_hidden)).store.stats()

    @reports_damage
    def speech_due(self) -> SpeechDue:
        """The works whose speech the next update finds, or finds again.

        >>> library.speech_due()
        SpeechDue(new=0, rules=0, names=0)
        """
        from fabula.index.library.speech_due import speech_due  # 20 ms, and no search asks for it

        store = self._store
        return speech_due(Path(store.address), store.snapshot())
