"""The words of a selection: what can be asked of them, and the answer. All types are frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fabula.search.results import DEFAULT_TIMEOUT_SECONDS
from fabula.search.tabular import Tabular


class WordsKind(StrEnum):
    """What is asked of the words of a selection.

    FREQUENCIES  how often each word stands there.
    NGRAMS       how often each row of two to five words does.
    COLLOCATES   which words stand near the matches of a query more often than elsewhere.
    KEYNESS      which words are more frequent there than in other texts.
    """

    FREQUENCIES = "frequencies"
    NGRAMS = "ngrams"
    COLLOCATES = "collocates"
    KEYNESS = "keyness"


class WordsMeasure(StrEnum):
    """By what collocates and key words are ranked; search/words/measures.py has the formulas and their sources.

    LOG_LIKELIHOOD  how sure it is that the difference is no chance: 3.84 is exceeded by chance once in 20 words, 6.63
                    once in 100, 10.83 once in 1,000, 15.13 once in 10,000.
    LOG_RATIO       how large the difference is: 1 for twice as frequent, 2 for four times.
    MI              mutual information of a word and the query, or the text, in bits.
    LOG_DICE        how often a word and the query stand together, of all that either stands anywhere: 14 at most.
    """

    LOG_LIKELIHOOD = "log-likelihood"
    LOG_RATIO = "log-ratio"
    MI = "mi"
    LOG_DICE = "log-dice"


@dataclass(frozen=True, slots=True)
class WordsOptions:
    """Whose words are counted, and how.

    filters, exclude, show_hidden  as in SearchOptions: a work, an author, a fandom, a speaker; none for the library.
               Words are those of stories, without notes, unless `in` asks for others.
    query      for collocates: a word or phrase of the query language, also with wildcards.
    left, right  for collocates: how many words before and after a match count as near, 0 to 20.
    against    for keyness: filters of the texts to compare with, less what is selected itself; none for all others.
    size       for n-grams: how many words in a row, 2 to 5. No n-gram runs from one scene into the next; one that is
               said runs over narration within the speech.
    measure    for collocates and keyness: what ranks them.
    min_count  how often a row has to occur; None for 1 in frequencies, 2 for n-grams, 3 in collocates and keyness.
    min_chars  the letters of the shortest word that counts.
    common     False leaves out articles, pronouns, auxiliaries and the like of English, French, German and Spanish;
               n-grams neither begin nor end with them.
    limit      rows to return, 0 to 10,000.
    cursor     where the page begins: `cursor` of the page before.
    fold       whether a scene that several works have (editions, uploads, anthologies) is counted once.
    timeout    seconds after which QueryTooDear is raised; None for no limit.

    >>> library.words("ngrams", WordsOptions(size=3, min_count=1, filters={"speaker": "Mary"})).words[0].word
    'been my choice'
    """

    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    exclude: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    show_hidden: bool = False
    query: str = ""
    left: int = 5
    right: int = 5
    against: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    size: int = 2
    measure: WordsMeasure = WordsMeasure.LOG_LIKELIHOOD
    min_count: int | None = None
    min_chars: int = 1
    common: bool = True
    limit: int = 50
    cursor: str | None = None
    fold: bool = True
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word, or several in a row, and how often they occur. Words are folded: "Lexa" is "lexa", and "it's" two words.

    count      in the selection; for a collocate, near the query.
    per_10000  of 10,000 words there.

    For collocates and keyness:

    score                by the measure.
    log_ratio            as WordsMeasure.LOG_RATIO, whatever the measure is.
    reference_count      in the other texts; for a collocate, in the selection but not near the query.
    reference_per_10000  of 10,000 words there.
    left, right          of the count of a collocate, how often before and after a match; a place may be both.
    """

    word: str
    count: int
    per_10000: float
    score: float | None = None
    log_ratio: float | None = None
    reference_count: int | None = None
    reference_per_10000: float | None = None
    left: int | None = None
    right: int | None = None


_COMPARED = ("score", "log_ratio", "reference_count", "reference_per_10000")
COLUMNS = {
    WordsKind.FREQUENCIES: ("word", "count", "per_10000"),
    WordsKind.NGRAMS: ("word", "count", "per_10000"),
    WordsKind.COLLOCATES: ("word", "count", "per_10000", *_COMPARED, "left", "right"),
    WordsKind.KEYNESS: ("word", "count", "per_10000", *_COMPARED),
}
"""The keys of the rows of each kind."""


@dataclass(frozen=True, slots=True)
class Words(Tabular):
    """A page of words, best or most frequent first; of equals the first by letters.

    total            of all pages.
    selected_words   how many words were counted; for collocates, how many stand near the query.
    reference_words  how many they are compared with; 0 where they are not.
    occurrences      how often the query of collocates matches.
    cursor           pass it as WordsOptions.cursor for the next page; None on the last.

    >>> words = library.words(limit=2)
    >>> words.selected_words, [(row.word, row.count) for row in words]
    (24, [('the', 3), ('would', 2)])
    """

    generation: int
    kind: WordsKind
    total: int
    selected_words: int
    reference_words: int
    occurrences: int
    words: tuple[WordRow, ...]
    cursor: str | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each word of the page, without what this kind of answer does not have."""
        for row in self.words:
            yield {name: getattr(row, name) for name in COLUMNS[self.kind]}

    def caption(self) -> str:
        compared = f", compared with {self.reference_words:,}" if self.reference_words else ""
        return f"{self.kind}: {self.total:,} rows from {self.selected_words:,} words{compared}"

    def __iter__(self) -> Iterator[WordRow]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)
