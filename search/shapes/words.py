"""The words of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.shapes import Each, Maybe, Number, OneOf, Text, Whole
from fabula.search.words.results import WordsKind
from .view import Key, View

if TYPE_CHECKING:
    from fabula.search.words.results import WordRow, Words

WORD: View[WordRow] = View(
    "Word",
    {
        "word": Key(Text(), note="Folded; of n-grams all words."),
        "count": Key(Whole(), note="In the selection; for a collocate, near the query."),
        "per_10000": Key(Number(0), note="Of 10,000 words there."),
        "score": Key(Maybe(Number()), note="By the measure, for collocates and keyness; else null."),
        "log_ratio": Key(Maybe(Number()), note="1 for twice as frequent as in the other texts."),
        "reference_count": Key(Maybe(Whole()), note="In the other texts, or away from the query."),
        "reference_per_10000": Maybe(Number(0)),
        "left": Key(Maybe(Whole()), note="Of a collocate: how often it stands before a match."),
        "right": Key(Maybe(Whole()), note="And after one."),
    },
)
WORDS: View[Words] = View(
    "WordsAnswer",
    {
        "generation": Whole(),
        "kind": OneOf(tuple(map(str, WordsKind))),
        "total": Key(Whole(), note="The rows of all pages."),
        "selected_words": Key(Whole(), note="How many words were counted; for collocates, how many stand near."),
        "reference_words": Key(Whole(), note="How many they are compared with."),
        "occurrences": Key(Whole(), note="How often the query of collocates matches."),
        "cursor": Maybe(Text()),
        "words": Each(WORD),
    },
)
