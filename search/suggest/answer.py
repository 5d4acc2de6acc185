"""Suggestions from what is known of a commit, and how that is prepared."""

from __future__ import annotations

from threading import Lock, Thread
from typing import NamedTuple
from weakref import WeakKeyDictionary

from fabula.index.errors import FabulaError, OptionError
from fabula.search.engine.protocol import Engine
from fabula.search.explain.damage import CORRUPTION_ERRORS
from fabula.search.highlight.joined_words import JoinedWords
from fabula.search.latest_commit import Current
from fabula.search.option_types import check_whole_number
from .names import NameIndex
from .phrases import phrases_from
from .results import Suggestion, SuggestionKind, Suggestions
from .typed import Typed
from .word_codes import CommitWords

MAX_LIMIT = 100
_ORDER = tuple(SuggestionKind)


class _Prepared(NamedTuple):
    names: NameIndex
    words: CommitWords
    joined: JoinedWords


class _Preparation:
    """What one commit has for suggestions. Nothing in it refers to the engine, which would then live as long."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.prepared: _Prepared | None = None
        self.is_running = False


# A commit that is closed takes its own with it.
_preparations: WeakKeyDictionary[Engine, _Preparation] = WeakKeyDictionary()
_all = Lock()


def check_suggest(limit: int) -> None:
    """Raises OptionError for a senseless limit."""
    check_whole_number(limit, "limit")
    if not 0 <= limit <= MAX_LIMIT:
        raise OptionError(f"A limit of {limit} is not possible.", hint=f"Ask for 0 to {MAX_LIMIT} suggestions.")


def answer_suggest(prefix: str, limit: int, commit: Current, *, wait: bool) -> Suggestions:
    """See `Library.suggest`."""
    generation = commit.store.generation
    prepared = _prepared(commit, wait=wait)
    if prepared is None:
        return Suggestions(generation, prefix, (), complete=False)
    by_kind = prepared.names.beginning_with(prefix, limit)
    typed = Typed.of(prefix)
    if typed is not None and limit:
        phrases = [
            Suggestion(
                SuggestionKind.PHRASE,
                typed.with_words(phrase.words, prepared.joined),
                phrase.occurrences,
                _query(typed, phrase.words),
            )
            for phrase in phrases_from(typed, prepared.words)[:limit]
        ]
        by_kind[SuggestionKind.PHRASE] = phrases
    return Suggestions(generation, prefix, _shared(by_kind, limit))


def _query(typed: Typed, words: tuple[str, ...]) -> str:
    return f'"{" ".join([*typed.context, *words])}"'


def _shared(by_kind: dict[SuggestionKind, list[Suggestion]], limit: int) -> tuple[Suggestion, ...]:
    """So many of all, by kind: each kind gives one by turns until there are enough."""
    taken = dict.fromkeys(_ORDER, 0)
    left = limit
    while left:
        before = left
        for kind in _ORDER:
            if left and taken[kind] < len(by_kind.get(kind, ())):
                taken[kind] += 1
                left -= 1
        if left == before:
            break
    return tuple(each for kind in _ORDER for each in by_kind.get(kind, ())[: taken[kind]])


def _prepared(commit: Current, *, wait: bool) -> _Prepared | None:
    """What the commit has, prepared by this thread or, unless it waits, by one in the background."""
    with _all:
        preparation = _preparations.get(commit.engine)
        if preparation is None:
            preparation = _preparations[commit.engine] = _Preparation()
    if preparation.prepared is not None:
        return preparation.prepared
    if wait:
        with preparation.lock:
            if preparation.prepared is None:
                preparation.prepared = _prepare(commit)
        return preparation.prepared
    with _all:
        if not preparation.is_running:
            preparation.is_running = True
            Thread(target=_prepare_in_background, args=(commit, preparation), daemon=True).start()
    return None


def _prepare_in_background(commit: Current, preparation: _Preparation) -> None:
    try:
        with preparation.lock:
            if preparation.prepared is None:
                preparation.prepared = _prepare(commit)
    except (FabulaError, OSError, *CORRUPTION_ERRORS):
        # Whoever searches is told that the library is damaged, or closed; the next request tries again.
        pass
    finally:
        preparation.is_running = False


def _prepare(commit: Current) -> _Prepared:
    store, engine = commit
    works = list(store.works().values())
    names = NameIndex.of(works, engine.casts(), engine.spellings_of)
    joined = JoinedWords.of({work.language for work in works})
    return _Prepared(names, CommitWords.of(engine.vocabulary, engine.selected()), joined)
