"""The Python API: open a library, search it, read from it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from fabula.index.codec.speech import CastMember
from fabula.index.errors import NotFound, OptionError
from fabula.index.model import Scene, WorkRecord
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Stats, Store
from fabula.search.duplicates.results import DEFAULT_MIN_SHARE, Duplicates
from fabula.search.engine.cost import Cost, estimate
from fabula.search.engine.opening import engine_for
from fabula.search.engine.protocol import FACETS, Answer, Engine, Request
from fabula.search.explain.damage import reports_damage
from fabula.search.explain.no_results import explain
from fabula.search.matching.match import locate
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.planning.planner import make_plan, narrowing
from fabula.search.planning.reread import found_in_a_row, reread
from .hits import hits_of
from .latest_commit import LatestCommit
from .plan import Plan
from .results import QuoteResults, Results, SearchOptions, Sort, Span
from .syntax import Query, parse, remembered

if TYPE_CHECKING:
    from fabula.index.reports.growth_file import GrowthPoint
    from fabula.index.reports.work_dates import WorkDates

MAX_LIMIT = 1_000
# All scenes found are ranked anyway, but nobody pages further than this.
_MAX_OFFSET = 100_000
# "Did you mean this line?" has one answer, or a few between which a reader can choose.
_MAX_MEANT_LINES = 3

# What is said of duplicates depends on files of the sources, too, which may go meanwhile.
_DUPLICATES_SECONDS = 60.0


class _KnownDuplicates(NamedTuple):
    """The answer of a commit, until a time by time.monotonic(). The commit itself is not held: its files may go."""

    generation: int
    answer: Duplicates
    until: float


class Library:
    """A library open for searching. May be shared by threads; close it, or use it in a `with` block.

    It moves on to later commits by itself, within a second of the next request; each answer is from one commit.

    >>> with Library.open(folder) as library:
    ...     [hit.work.title for hit in library.search("pewter")]
    ['The Ferry']
    """

    def __init__(self, store: Store, engine: Callable[[Store], Engine] = engine_for) -> None:
        """Most callers want `Library.open`; this is for other kinds of store, with the engine for them."""
        self._latest = LatestCommit(store, engine)
        self._duplicates: _KnownDuplicates | None = None

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

    def refresh(self) -> bool:
        """Move on to the latest commit now; True if there was a later one. Raises LibraryError.

        >>> library.refresh()
        False
        """
        return self._latest.refresh()

    @property
    def _store(self) -> Store:
        return self._latest.now().store

    @property
    def _engine(self) -> Engine:
        return self._latest.now().engine

    @reports_damage
    def search(self, query: str, options: SearchOptions | None = None, *, limit: int | None = None) -> Results:
        """Scenes for `query`, best first. `limit` is short for SearchOptions(limit=…).

        A query "? LINE" is answered as `quote` does, with QuoteResults; only the limit of its options counts.
        Raises QueryError for a query without words or one that is too long, OptionError for senseless options.

        >>> results = library.search('"been my choice" author:lee', limit=5)
        >>> results.total, results.hits[0].match, results.hits[0].work.title
        (1, <MatchKind.EXACT: 'exact'>, 'The Ferry')
        """
        started = time.perf_counter()
        chosen = options or SearchOptions()
        if limit is not None:
            chosen = replace(chosen, limit=limit)
        offset = _check_options(chosen)
        line = remembered(query)
        if line is not None:
            return self._remembered(query, line, chosen)
        parsed = parse(query)
        store, engine = self._latest.now()
        plan = make_plan(parsed, engine, chosen.filters, speech=engine.speech_coverage.attributed > 0)
        request = Request(chosen.limit, offset, Sort(chosen.sort), tuple(chosen.facets), chosen.fold)
        answer = engine.answer(plan, request)
        if not found_in_a_row(plan, answer.by_tier) and (
            other := reread(parsed, engine, chosen.filters, is_absent=True)
        ):
            plan, answer = other, engine.answer(other, request)
        explanation = explain(parsed, plan, engine, store, answer)
        hits = hits_of(answer, plan, engine, store, offset)
        meant = _meant_line(parsed, chosen, plan, answer, engine) if chosen.remembered and not offset else None
        return Results(
            query=query,
            total=answer.total,
            seconds=time.perf_counter() - started,
            explanation=explanation,
            hits=hits,
            facets=answer.facets,
            cursor=_next_cursor(answer, chosen.limit, offset),
            remembered=meant,
        )

    @reports_damage
    def cost(self, query: str, options: SearchOptions | None = None) -> Cost:
        """What `search` will cost, from how often the words occur. Raises QueryError and OptionError as it does.

        >>> library.cost('"the of"~50').seconds < 0.1
        True
        """
        chosen = options or SearchOptions()
        offset = _check_options(chosen)
        line = remembered(query)
        parsed = parse(query if line is None else line)
        engine = self._engine
        plan = make_plan(parsed, engine, chosen.filters, speech=engine.speech_coverage.attributed > 0)
        request = Request(chosen.limit, offset, Sort(chosen.sort), tuple(chosen.facets), chosen.fold)
        return estimate(plan, engine, request)

    @reports_damage
    def quote(self, text: str, limit: int = 5, *, plot: bool = False) -> QuoteResults:
        """The passages that may be a line remembered more or less, best first, one a scene.

        Where no line is close, some hits are guesses, of match "words": works with the text's words near each other,
        as it may describe what happens rather than quote. With `plot` there are only those.

        Raises QueryError for a text without words or one that is too long, OptionError for a senseless limit.

        >>> hit = library.quote("you should have been my choice").hits[0]
        >>> [step for step in hit.difference if step.op is not Op.SAME]
        [Difference(op=<Op.CHANGED: 'changed'>, query='should', text='would')]
        """
        from fabula.search.quote.answer import answer_quote  # 24 ms, saved unless a line is quoted

        _check_options(SearchOptions(limit=limit))
        engine = self._engine
        return answer_quote(text, engine, limit, plot)

    def _remembered(self, query: str, line: str, options: SearchOptions) -> QuoteResults:
        results = self.quote(line, options.limit)
        notes = results.explanation.notes
        if options.filters or options.facets or options.cursor or options.sort is not Sort.RELEVANCE:
            notes = (*notes, "A remembered line is looked for everywhere; only the best passages are shown.")
        return replace(results, query=query, explanation=replace(results.explanation, reading=f"? {line}", notes=notes))

    @reports_damage
    def locate(self, query: str, scene_id: str) -> tuple[Span, ...]:
        """The spans that `query` marks in the text of a scene, sorted and disjoint. Raises QueryError, NotFound.

        >>> scene = library.search("pewter").hits[0].scene
        >>> [scene.text[span.start : span.end] for span in library.locate("old pewter", scene.id)]
        ['old pewter']
        """
        engine = self._engine
        line = remembered(query)
        if line is not None:
            from fabula.search.quote.marking import passage_in  # 17 ms, saved unless a line is quoted

            return passage_in(line, engine, engine.read_scene(scene_id))
        parsed = parse(query)
        plan = reread(parsed, engine) or make_plan(parsed, engine, speech=engine.speech_coverage.attributed > 0)
        scene = SceneTerms.of_view(engine.read_scene(scene_id))
        if plan.marked is not None:
            return locate(plan.marked, scene)
        return next((spans for tier in plan.tiers if (spans := locate(tier.part, scene))), ())

    @reports_damage
    def works(self) -> tuple[WorkRecord, ...]:
        """All works, by title, then authors.

        >>> [(work.title, work.authors) for work in library.works()]
        [('The Ferry', ('Ann Lee',))]
        """
        return tuple(self._store.works().values())

    @reports_damage
    def work(self, work_id: str) -> WorkRecord:
        """The work with this id. Raises NotFound.

        >>> first = library.works()[0]
        >>> library.work(first.id) == first
        True
        """
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
        return self._store.scene(scene_id)

    @reports_damage
    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        """A work's scenes in reading order, notes included. Raises NotFound.

        >>> [scene.text[:9] for scene in library.scenes(library.works()[0].id)]
        ['The river']
        """
        return self._store.scenes(work_id)

    @reports_damage
    def duplicates(self, min_share: float = DEFAULT_MIN_SHARE) -> Duplicates:
        """Groups of works that tell the same text: one file twice, editions, parts of collections.

        min_share  of the words of a work that another must have, 0.1 to 1. Raises OptionError.

        >>> library.duplicates().groups
        ()
        """
        # 20 ms, saved for searches
        from fabula.index.reports.uncertain_files import UncertainFiles
        from fabula.search.duplicates.find import find_duplicates

        # It takes seconds for 10,000 works, and a server is asked for page after page of it.
        snapshot, known = self._store.snapshot(), self._duplicates
        if (
            known is None
            or known.generation != snapshot.generation
            or known.answer.min_share != min_share
            or time.monotonic() > known.until
        ):
            answer = find_duplicates(snapshot, min_share, UncertainFiles.of(self._store.address))
            self._duplicates = known = _KnownDuplicates(
                snapshot.generation, answer, time.monotonic() + _DUPLICATES_SECONDS
            )
        return known.answer

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
    def stats(self) -> Stats:
        """Counts of works, scenes and words, and the works by language.

        >>> library.stats().works, library.stats().languages
        (1, {'en': 1})
        """
        return self._store.stats()


def _meant_line(
    query: Query, options: SearchOptions, plan: Plan, answer: Answer, engine: Engine
) -> QuoteResults | None:
    """What the quote finder claims for prose that no scene has in a row, in any form."""
    if query.natural is None or found_in_a_row(plan, answer.by_tier):
        return None
    from fabula.search.quote.answer import remembered_line  # 24 ms, saved where the words are found

    within = narrowing(query, engine, options.filters, speech=engine.speech_coverage.attributed > 0)
    return remembered_line(query.natural, engine, within, _MAX_MEANT_LINES)


def _check_options(options: SearchOptions) -> int:
    """The offset of the page that `options` ask for. Raises OptionError."""
    if not 0 <= options.limit <= MAX_LIMIT:
        raise OptionError(f"A limit of {options.limit} is not possible.", hint=f"Ask for 0 to {MAX_LIMIT:,} results.")
    if options.sort not in list(Sort):
        raise OptionError(f'There is no order "{options.sort}".', hint=f"The orders are: {', '.join(Sort)}.")
    for facet in options.facets:
        if facet not in FACETS:
            raise OptionError(f'There is no facet "{facet}".', hint=f"The facets are: {', '.join(FACETS)}.")
    if options.cursor is None:
        return 0
    match = re.fullmatch(r"o(\d{1,7})", options.cursor)
    if match is None or int(match[1]) > _MAX_OFFSET:
        raise OptionError(
            f'"{options.cursor[:40]}" is no cursor.', hint="Use the cursor that the page before was answered with."
        )
    return int(match[1])


def _next_cursor(answer: Answer, limit: int, offset: int) -> str | None:
    next_offset = offset + limit
    shown = answer.total - answer.collapsed
    return f"o{next_offset}" if limit and next_offset < min(shown, _MAX_OFFSET) else None
