"""Leaves out the works with ratings that the library hides, until they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

from fabula.index.analysis import words
from fabula.index.budget import checked
from fabula.index.store.protocol import Store
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.protocol import Engine
from fabula.search.syntax import And, Field, Filters, FilterValues, Node, Or, Query

_Selection = tuple[Store, Engine]

# Of one commit, as many as people ask for at a time: each rating that a query asks for makes another selection.
_MAX_SELECTIONS = 4


class Asked(NamedTuple):
    """What a question shows of the works that are hidden: all of them, or those with ratings that it asks for.

    >>> Asked.by({"rating": "explicit"}).shows("explicit"), Asked.by({}).shows("explicit")
    (True, False)
    """

    everything: bool = False
    ratings: tuple[Field, ...] = ()

    @classmethod
    def of(cls, options: object, query: Query | None = None) -> Asked:
        """By the filters and `show_hidden` of options that have them, and a query. Raises OptionError."""
        filters: FilterValues = getattr(options, "filters", {})
        return cls.by(filters, query, show_hidden=getattr(options, "show_hidden", False))

    @classmethod
    def by(cls, filters: FilterValues, query: Query | None = None, *, show_hidden: bool = False) -> Asked:
        """By a rating that is wanted, the id of a work, or `show_hidden`. Raises OptionError."""
        nodes = [*Filters.of(filters).conditions(), *((query.root,) if query is not None else ())]
        # Whoever names a work by its id has seen it.
        is_one_work = any(map(_is_of_one_work, nodes))
        return cls(show_hidden or is_one_work, tuple(field for field in _fields(nodes) if field.name == "rating"))

    def shows(self, rating: str) -> bool:
        """True if works with this rating, in small letters, are asked for."""
        return self.everything or any(_meets(field, rating) for field in self.ratings)


NOT_ASKED = Asked()


def _fields(nodes: Sequence[Node]) -> Iterator[Field]:
    """The conditions that may hold of a scene that is found; those under a NOT do not."""
    for node in nodes:
        match node:
            case Field():
                yield node
            case And(children) | Or(children):
                yield from _fields(children)


def _is_of_one_work(node: Node) -> bool:
    """True if only scenes of works that it names by their ids can be found."""
    match node:
        case Field("work"):
            return True
        case And(children):
            return any(map(_is_of_one_work, children))
        case Or(children):
            return all(map(_is_of_one_work, children))
    return False


def _meets(field: Field, rating: str) -> bool:
    if field.exact:
        return field.value.casefold() == rating
    wanted, own = words(field.value), words(rating)
    return any(own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1))


class Selections:
    """The commits that are open, without the works of some ratings. May be shared by threads.

    A selection has its works deleted, as it were: what counts, ranks or lists works and scenes knows nothing of it.
    """

    def __init__(self) -> None:
        # A commit that nobody has open any more takes its selections along.
        self._kept: WeakKeyDictionary[Engine, OrderedDict[frozenset[str], _Selection | None]] = WeakKeyDictionary()
        self._lock = Lock()

    def without(self, store: Store, engine: Engine, ratings: frozenset[str]) -> tuple[Store, Engine]:
        """The commit without the works of these ratings, in small letters: found in 2 µs, but for the first time."""
        if not ratings:
            return store, engine
        with self._lock:
            selections = self._kept.setdefault(engine, OrderedDict())
            if ratings in selections:
                selections.move_to_end(ratings)
                return selections[ratings] or (store, engine)
        hidden = _with_ratings(store.snapshot(), ratings)
        selection: _Selection | None = None
        if any(hidden):
            kept = store.without(hidden)
            selection = kept, engine.over(kept.snapshot())
        with self._lock:
            # Another thread may have been quicker.
            selection = selections.setdefault(ratings, selection)
            if len(selections) > _MAX_SELECTIONS:
                selections.popitem(last=False)
        return selection or (store, engine)


def _with_ratings(snapshot: Snapshot, ratings: frozenset[str]) -> list[frozenset[int]]:
    """The works with any of these ratings, by segment their numbers."""
    from fabula.index.library.names_setting import text_key  # 2 ms, saved where nothing is hidden

    keys: dict[str, bool] = {}

    def is_hidden(rating: str) -> bool:
        if rating not in keys:
            keys[rating] = text_key(rating) in ratings
        return keys[rating]

    return [
        frozenset(
            number
            for number, work in enumerate(checked(opened.segment.works, every=64))
            if is_hidden(work.metadata.rating)
        )
        for opened in snapshot.segments
    ]
