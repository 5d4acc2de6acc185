"""What a library proposes for the beginning of a query. All types are frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fabula.search.tabular import Tabular


class SuggestionKind(StrEnum):
    """What is proposed. A character is one whom works name, or who speaks in them."""

    TITLE = "title"
    AUTHOR = "author"
    CHARACTER = "character"
    FANDOM = "fandom"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal.

    text   a name as works have it; a phrase as it was typed, with its last word completed and words that follow it.
    count  of a name the works that have it, of a phrase how often it stands in stories.
    query  in the query language, what finds them.
    """

    kind: SuggestionKind
    text: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Suggestions(Tabular):
    """Proposals by kind. In each kind names that begin with what was typed come first, then the commonest.

    complete  False while phrases are being prepared in the background, so that only names, or nothing, is proposed.

    >>> [(each.text, each.query) for each in library.suggest("would have be")]
    [('would have been my choice', '"would have been my choice"')]
    """

    generation: int
    prefix: str
    suggestions: tuple[Suggestion, ...]
    complete: bool = True

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each suggestion."""
        for each in self.suggestions:
            yield {"kind": each.kind.value, "text": each.text, "count": each.count, "query": each.query}

    def caption(self) -> str:
        return f"Suggestions for “{self.prefix[:80]}”"

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

    def __len__(self) -> int:
        return len(self.suggestions)
