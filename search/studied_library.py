"""What can be asked of all texts at once: words in their contexts, who speaks, which works tell the same."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from fabula.search.duplicates.min_share import DEFAULT_MIN_SHARE
from fabula.search.explain.damage import reports_damage
from fabula.search.explain.too_dear import answering
from .hidden_works import Asked
from .option_types import check_number, check_text, check_texts, options_of
from .pages import Page, check_timeout, with_limit
from .results import DEFAULT_TIMEOUT_SECONDS, SearchOptions
from .stored_library import StoredLibrary

if TYPE_CHECKING:
    from fabula.search.concordance.results import Concordance, ConcordanceLine, ConcordanceOptions
    from fabula.search.dispersion.results import Dispersion, DispersionOptions, WorkSpread
    from fabula.search.duplicates.results import Duplicates
    from .speakers.results import Lines, Speakers
    from .suggest.results import Suggestions
    from .words.results import Words, WordsOptions

# What is said of duplicates depends on files of the sources, too, which may go meanwhile.
_DUPLICATES_SECONDS = 60.0
# All works are compared with all others: 10,000 take seconds. Nobody waits for that as for a search.
DUPLICATES_TIMEOUT_SECONDS = 300.0
_CHEAPER_DUPLICATES = "Allow more time, or give each of the sources a library of its own."
_CHEAPER_SELECTION = "Select fewer works, say by fandom or author."


class _KnownDuplicates(NamedTuple):
    """The answer of a commit, until a time by time.monotonic(). The commit itself is not held: its files may go."""

    generation: int
    hidden: frozenset[str]
    answer: Duplicates
    until: float


class StudiedLibrary(StoredLibrary):
    """A library open for looking through all its texts; `Library` finds scenes, too.

    >>> with StudiedLibrary.open(folder) as studied:
    ...     studied.concordance("ferryman").total
    1
    """

    # Known for a while: a server is asked for page after page of them.
    _duplicates: _KnownDuplicates | None = None

    @reports_damage
    def concordance(
        self, query: str, options: ConcordanceOptions | None = None, *, limit: int | None = None
    ) -> Concordance:
        """Every match of `query` with the words around it: in reading order, sorted by them, or counted by one of them.

        Works are in the order of titles. Words without quotes are one phrase: as typed if that stands anywhere, else in
        any forms, else near each other. Of a query with operators all that a search would mark is a match. `limit` is
        short for ConcordanceOptions(limit=…).

        Raises QueryError for a query without words or one that is too long, OptionError for senseless options,
        QueryTooDear after the timeout.

        >>> line = library.concordance("old pewter", ConcordanceOptions(context=2)).lines[0]
        >>> line.left, line.match, line.right
        ('colour of', 'old pewter', ', and the')
        """
        # 5 ms, and no search asks for them
        from fabula.search.concordance.answer import answer_concordance, check_concordance_options
        from fabula.search.concordance.results import ConcordanceOptions
        from fabula.search.matches.asked import asked

        started = time.perf_counter()
        chosen = options_of(options, ConcordanceOptions, limit)
        check_concordance_options(chosen)
        parsed = asked(query)
        with answering(chosen.timeout, parsed):
            found = answer_concordance(parsed, Page.asked(self._latest, "concordance", query, chosen, parsed))
        return replace(found, query=query, seconds=time.perf_counter() - started)

    @reports_damage
    def concordance_lines(self, query: str, options: ConcordanceOptions | None = None) -> Iterator[ConcordanceLine]:
        """All lines of `concordance` in reading order, from one commit; texts are read as the lines are asked for.

        Of the options context, filters, fold and timeout count; the time is that of finding the matches, and of each
        200 lines. Raises as `concordance` does.

        >>> [line.right for line in library.concordance_lines("the", ConcordanceOptions(context=1))]
        ['river', 'colour', 'ferryman']
        """
        # 5 ms, and no search asks for them
        from fabula.search.concordance.answer import check_concordance_options
        from fabula.search.concordance.results import ConcordanceOptions
        from fabula.search.concordance.stream import all_lines
        from fabula.search.matches.asked import asked

        chosen = options_of(options, ConcordanceOptions)
        check_concordance_options(chosen)
        parsed = asked(query)
        with answering(chosen.timeout, parsed):
            return all_lines(parsed, chosen, self._latest.now(Asked.of(chosen, parsed)))

    @reports_damage
    def dispersion(
        self, queries: str | Sequence[str], options: DispersionOptions | None = None, *, limit: int | None = None
    ) -> Dispersion:
        """Where the matches of up to four queries stand in each work: by chapter, in bins, and word by word.

        What is a match is as in `concordance`, but that scenes which several works have count in each. `limit` is short
        for DispersionOptions(limit=…).

        Raises QueryError for a query without words or one that is too long, OptionError for senseless options,
        QueryTooDear after the timeout.

        >>> [chapter.matches for chapter in library.dispersion(["choice", "the"]).works[0].chapters]
        [(1, 3)]
        """
        # 5 ms, and no search asks for them
        from fabula.search.dispersion.answer import answer_dispersion, parsed_queries
        from fabula.search.dispersion.results import DispersionOptions

        started = time.perf_counter()
        names = _names(queries)
        chosen = options_of(options, DispersionOptions, limit)
        parsed = parsed_queries(names, chosen)
        with answering(chosen.timeout):
            page = Page.asked(self._latest, "dispersion", "\n".join(names), chosen)
            found = answer_dispersion(names, parsed, page)
        return replace(found, seconds=time.perf_counter() - started)

    @reports_damage
    def dispersion_works(
        self, queries: str | Sequence[str], options: DispersionOptions | None = None
    ) -> Iterator[WorkSpread]:
        """All works of `dispersion` in its order, from one commit; their chapters are read as they are asked for.

        Limit and cursor do not count; the time is that of finding the matches, and of each work. Raises as `dispersion`
        does.

        >>> [(spread.work.title, spread.matches) for spread in library.dispersion_works("the")]
        [('The Ferry', (3,))]
        """
        # 5 ms, and no search asks for them
        from fabula.search.dispersion.answer import all_works, parsed_queries
        from fabula.search.dispersion.results import DispersionOptions

        chosen = options_of(options, DispersionOptions)
        parsed = parsed_queries(_names(queries), chosen)
        with answering(chosen.timeout):
            return all_works(parsed, chosen, self._latest.now(Asked.of(chosen)))

    @reports_damage
    def speakers(self, options: SearchOptions | None = None, *, limit: int | None = None) -> Speakers:
        """The characters who speak in the works that the filters select, those who say most first.

        Of the options limit, cursor, filters, fold and timeout count. A character of several works of one fandom or
        series is one speaker; docs/query-language.md says for which languages speakers are found. Raises OptionError,
        QueryTooDear.

        >>> [(speaker.name, speaker.turns, speaker.words) for speaker in library.speakers()]
        [('Mary', 1, 6)]
        """
        from fabula.search.speakers.answer import answer_speakers  # 5 ms, and no search asks for it

        chosen = with_limit(options, limit)
        with answering(chosen.timeout, cheaper=_CHEAPER_SELECTION):
            return answer_speakers(Page.asked(self._latest, "speakers", "", chosen))

    @reports_damage
    def lines(self, speaker: str, options: SearchOptions | None = None, *, limit: int | None = None) -> Lines:
        """All that the characters with this name say, by works in the order of titles, in reading order.

        Of the options limit, cursor, filters, fold and timeout count. Raises QueryError for a name without
        words, OptionError, QueryTooDear.

        >>> [(line.speaker, line.text) for line in library.lines("mary")]
        [('Mary', 'You would have been my choice,')]
        """
        from fabula.search.speakers.answer import answer_lines  # 5 ms, and no search asks for it

        check_text(speaker, "The name")
        chosen = with_limit(options, limit)
        with answering(chosen.timeout, cheaper=_CHEAPER_SELECTION):
            return answer_lines(speaker, Page.asked(self._latest, "lines", speaker, chosen))

    @reports_damage
    def words(
        self, kind: str = "frequencies", options: WordsOptions | None = None, *, limit: int | None = None
    ) -> Words:
        """The words of a selection: "frequencies", "ngrams", "collocates" of a query, or "keyness" beside other texts.

        `limit` is short for WordsOptions(limit=…). Raises OptionError for senseless options, QueryError for a query of
        collocates without words, QueryTooDear after the timeout, or for n-grams of more than 16 million words.

        >>> [(row.word, row.count, row.per_10000) for row in library.words(limit=1)]
        [('the', 3, 1250.0)]
        >>> near = WordsOptions(query="choice", left=3, right=3, min_count=1)
        >>> [(row.word, row.left, row.right) for row in library.words("collocates", near, limit=2)]
        [('been', 1, 0), ('have', 1, 0)]
        >>> said = WordsOptions(filters={"in": "dialogue"}, min_count=1)
        >>> [(row.word, row.score) for row in library.words("keyness", said, limit=1)]
        [('been', 2.9071)]
        """
        from fabula.search.words.answer import answer_words, checked_kind  # 12 ms, saved for searches
        from fabula.search.words.results import WordsOptions

        check_text(kind, "The kind")
        chosen = options_of(options, WordsOptions, limit)
        asked = checked_kind(kind, chosen)
        with answering(chosen.timeout, cheaper=_CHEAPER_SELECTION):
            return answer_words(asked, Page.asked(self._latest, "words", asked, chosen))

    @reports_damage
    def suggest(
        self,
        prefix: str,
        limit: int = 10,
        *,
        show_hidden: bool = False,
        wait: bool = True,
        timeout: float | None = DEFAULT_TIMEOUT_SECONDS,
    ) -> Suggestions:
        """Titles, authors, characters, fandoms and phrases that begin with what was typed, case and accents aside.

        A name is found by each of its words. The last word of a phrase is completed, and the words that mostly follow
        are proposed. `limit` is 0 to 100. What they need is prepared once a commit: 1.9 s for 93 MB of texts, and 50 MB
        of memory. With `wait` False a thread in the background does so, and until then there are none. `show_hidden` is
        as in SearchOptions.

        Raises OptionError for a senseless limit or timeout, QueryTooDear after `timeout` seconds.

        >>> [(each.kind.value, each.text, each.count) for each in library.suggest("fer")]
        [('title', 'The Ferry', 1), ('phrase', 'ferryman would not look', 1)]
        """
        from fabula.search.suggest.answer import answer_suggest, check_suggest  # 8 ms, saved for searches

        check_text(prefix, "The beginning")
        check_timeout(timeout)
        check_suggest(limit)
        with answering(timeout, cheaper=_CHEAPER_SELECTION):
            return answer_suggest(prefix, limit, self._latest.now(Asked(show_hidden)), wait=wait)

    @reports_damage
    def duplicates(
        self,
        min_share: float = DEFAULT_MIN_SHARE,
        *,
        timeout: float | None = DUPLICATES_TIMEOUT_SECONDS,
        show_hidden: bool = False,
    ) -> Duplicates:
        """Groups of works that tell the same text: one file twice, editions, parts of collections.

        min_share  of the words of a work that another must have, 0.1 to 1. Raises OptionError.
        timeout    seconds; after them QueryTooDear is raised. None for no limit.
        show_hidden  compare works that the library hides by their rating, too.

        >>> library.duplicates().groups
        ()
        """
        check_number(min_share, "min_share")
        check_timeout(timeout)
        # 20 ms, saved for searches
        from fabula.index.reports.uncertain_files import UncertainFiles
        from fabula.search.duplicates.find import find_duplicates

        # It takes seconds for 10,000 works, and a server is asked for page after page of it.
        hidden, known = self._latest.hidden(Asked(show_hidden)), self._duplicates
        snapshot = self._latest.without(self._latest.whole(), hidden).store.snapshot()
        if (
            known is None
            or (known.generation, known.hidden) != (snapshot.generation, hidden)
            or known.answer.min_share != min_share
            or time.monotonic() > known.until
        ):
            with answering(timeout, cheaper=_CHEAPER_DUPLICATES):
                answer = find_duplicates(snapshot, min_share, UncertainFiles.of(self._store.address))
            self._duplicates = known = _KnownDuplicates(
                snapshot.generation, hidden, answer, time.monotonic() + _DUPLICATES_SECONDS
            )
        return known.answer


def _names(queries: str | Sequence[str]) -> tuple[str, ...]:
    """One query or several. Raises OptionError."""
    if isinstance(queries, str):
        return (queries,)
    check_texts(queries, "queries", '("choice", "my choice")')
    return tuple(queries)
