"""The Python API: how scenes are found. Its bases look through all texts and read what a library holds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fabula.search.engine.cost import Cost, estimate, estimate_line
from fabula.search.explain.damage import reports_damage
from fabula.search.explain.too_dear import answering
from fabula.search.matching.match import locate
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.planning.foreseen_words import ForeseenWords
from fabula.search.planning.planner import make_plan
from fabula.search.planning.reread import reread
from .answer import answer_query
from .hidden_works import Asked
from .option_types import check_text, options_of
from .pages import Page, check_options, check_timeout, request_of, with_limit
from .results import DEFAULT_TIMEOUT_SECONDS, Hit, QuoteResults, Results, SearchOptions, Sort, Span
from .stored_library import NO_FILTERS
from .studied_library import StudiedLibrary
from .syntax import Filters, FilterValues, parse, remembered

if TYPE_CHECKING:
    from .facets.results import Facets

_CHEAPER_SELECTION = "Select fewer works, say by fandom or author."
_CHEAPER_LINE = "Quote fewer words of the line, the rarest of them."


class Library(StudiedLibrary):
    """A library open for searching. May be shared by threads; close it, or use it in a `with` block.

    It moves on to later commits by itself, within a second of the next request; each answer is from one commit.

    >>> with Library.open(folder) as library:
    ...     [hit.work.title for hit in library.search("pewter")]
    ['The Ferry']
    """

    @reports_damage
    def search(self, query: str, options: SearchOptions | None = None, *, limit: int | None = None) -> Results:
        """Scenes for `query`, best first. `limit` is short for SearchOptions(limit=…).

        With `group="work"` in the options the answer is WorkResults: works, with the best scenes of each. A query
        "? LINE" is answered as `quote` does, with QuoteResults; of its options limit and timeout count.
        Raises QueryError for a query without words or one that is too long, QueryTooDear for one that takes longer than
        the timeout, OptionError for senseless options.

        >>> results = library.search('"been my choice" author:lee', limit=5)
        >>> results.total, results.hits[0].match, results.hits[0].work.title
        (1, <MatchKind.EXACT: 'exact'>, 'The Ferry')
        """
        started = time.perf_counter()
        chosen = with_limit(options, limit)
        line = remembered(query)
        if line is not None:
            return self._remembered(query, line, chosen)
        parsed = parse(query)
        if chosen.group:
            from .by_work.answer import answer_by_work  # 5 ms, saved where scenes are asked for
        with answering(chosen.timeout, parsed):
            page = Page.asked(self._latest, "search", query, chosen, parsed)
            found = answer_by_work(parsed, page) if chosen.group else answer_query(parsed, page)

        def follow(cursor: str) -> Results:
            return self.search(query, replace(chosen, cursor=cursor))

        return replace(found, query=query, seconds=time.perf_counter() - started, follow=follow)

    @reports_damage
    def hits(self, query: str, options: SearchOptions | None = None) -> Iterator[Hit]:
        """All hits of `query`, best first. The answer is found once, now; the hits are read as they are asked for.

        They are those of one commit, however long that takes, and whatever is written meanwhile. With a cursor they
        begin where it stands; limit and facets do not count. The timeout is for finding the answer, and again for
        every 50 hits. Raises as `search` does. A generator: `close()` ends it early.

        >>> [(hit.rank, hit.work.title) for hit in library.hits("the river")]
        [(1, 'The Ferry')]
        """
        from .all_hits import all_hits

        chosen = options_of(options, SearchOptions)
        check_options(chosen)
        line = remembered(query)
        if line is not None:
            return iter(self._remembered(query, line, chosen))
        parsed = parse(query)
        return all_hits(parsed, Page.asked(self._latest, "search", query, chosen, parsed))

    @reports_damage
    def facets(
        self,
        query: str = "",
        fields: Sequence[str] = (),
        *,
        filters: FilterValues = NO_FILTERS,
        exclude: FilterValues = NO_FILTERS,
        show_hidden: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
    ) -> Facets:
        """How often values of these fields occur among the scenes of `query`; of all that have any for no fields.

        Without a query all scenes that the filters select are counted. The other options are as in SearchOptions.
        Raises as `search` does.

        >>> {field: counts[0].value for field, counts in library.facets("river", ("author", "lang")).facets.items()}
        {'author': 'Ann Lee', 'lang': 'en'}
        """
        from .facets.answer import answer_facets, facet_fields  # 2 ms, and no search asks for it

        check_timeout(timeout)
        check_text(query, "The query")
        names, chosen = facet_fields(fields), Filters.of(filters, exclude)
        parsed = parse(query) if query.strip() else None
        commit = self._latest.now(Asked.by(filters, parsed, show_hidden=show_hidden))
        with answering(timeout, parsed, cheaper=_CHEAPER_SELECTION if parsed is None else ""):
            return answer_facets(query, parsed, names, chosen, commit)

    @reports_damage
    def cost(self, query: str, options: SearchOptions | None = None) -> Cost:
        """What `search` will cost, from how often the words occur. Raises QueryError and OptionError as it does.

        >>> library.cost('"the of"~50').seconds < 0.1
        True
        """
        chosen = options_of(options, SearchOptions)
        check_options(chosen)
        line = remembered(query)
        if line is not None:
            return estimate_line(line)
        parsed, engine = parse(query), self._engine
        with answering(chosen.timeout, parsed):
            words, filters = ForeseenWords(engine), Filters.of(chosen.filters, chosen.exclude)
            plan = make_plan(parsed, words, filters, speech=engine.speech_coverage.attributed > 0)
            return estimate(plan, engine, request_of(chosen)).with_unread(words.unread, plan)

    @reports_damage
    def quote(
        self,
        text: str,
        limit: int = 5,
        *,
        plot: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
        show_hidden: bool = False,
    ) -> QuoteResults:
        """The passages that may be a line remembered more or less, best first, one a scene.

        Where no line is close, some hits are guesses, of match "words": works with the text's words near each other,
        as it may describe what happens rather than quote. With `plot` there are only those. With `show_hidden` the
        passages may be in works that the library hides by their rating.

        Raises QueryError for a text without words or one that is too long, QueryTooDear after `timeout` seconds,
        OptionError for a senseless limit or timeout.

        >>> hit = library.quote("you should have been my choice").hits[0]
        >>> [step for step in hit.difference if step.op is not Op.SAME]
        [Difference(op=<Op.CHANGED: 'changed'>, query='should', text='would')]
        """
        from fabula.search.quote.answer import answer_quote  # 24 ms, saved unless a line is quoted

        check_text(text, "The line")
        with_limit(SearchOptions(timeout=timeout), limit)
        store, engine = self._latest.now(Asked(show_hidden))
        with answering(timeout, cheaper=_CHEAPER_LINE):
            return replace(answer_quote(text, engine, limit, plot), generation=store.generation)

    def _remembered(self, query: str, line: str, options: SearchOptions) -> QuoteResults:
        results = self.quote(line, options.limit, timeout=options.timeout, show_hidden=options.show_hidden)
        notes = results.explanation.notes
        if options.filters or options.exclude or options.facets or options.cursor or options.sort is not Sort.RELEVANCE:
            notes = (*notes, "A remembered line is looked for everywhere; only the best passages are shown.")
        return replace(results, query=query, explanation=replace(results.explanation, reading=f"? {line}", notes=notes))

    @reports_damage
    def locate(self, query: str, scene_id: str, *, timeout: float | None = DEFAULT_TIMEOUT_SECONDS) -> tuple[Span, ...]:
        """The spans that `query` marks in the text of a scene, sorted and disjoint.

        Raises QueryError, QueryTooDear after `timeout` seconds, NotFound.

        >>> scene = library.search("pewter").hits[0].scene
        >>> [scene.text[span.start : span.end] for span in library.locate("old pewter", scene.id)]
        ['old pewter']
        """
        check_timeout(timeout)
        check_text(scene_id, "The id of a scene")
        engine = self._engine
        line = remembered(query)
        if line is not None:
            from fabula.search.quote.marking import passage_in  # 17 ms, saved unless a line is quoted

            with answering(timeout, cheaper=_CHEAPER_LINE):
                return passage_in(line, engine, engine.read_scene(scene_id))
        parsed = parse(query)
        with answering(timeout, parsed):
            plan = reread(parsed, engine) or make_plan(parsed, engine, speech=engine.speech_coverage.attributed > 0)
            scene = SceneTerms.of_view(engine.read_scene(scene_id))
            if plan.marked is not None:
                return locate(plan.marked, scene)
            return next((spans for tier in plan.tiers if (spans := locate(tier.part, scene))), ())
