"""The answer to what is asked of the words of a selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.errors import OptionError
from fabula.search.engine.protocol import Engine
from fabula.search.highlight.joined_words import JoinedWords
from fabula.search.latest_commit import Current
from fabula.search.pages import Page, check_timeout, items_of
from fabula.search.plan import Narrowing
from fabula.search.planning.planner import selection
from fabula.search.syntax import Filters, FilterValues
from .collocates import near_words
from .common_words import common_words
from .measures import log_dice, log_likelihood, log_ratio, mutual_information
from .ngrams import count_ngrams
from .occurrences import occurrences_of
from .results import WordRow, Words, WordsKind, WordsMeasure, WordsOptions
from .selected_text import SelectedText

MAX_LIMIT = 10_000
MAX_REACH = 20
MIN_SIZE, MAX_SIZE = 2, 5
_PER = 10_000
_ANY_TOTAL = 1 << 40
_MIN_COUNTS = {WordsKind.FREQUENCIES: 1, WordsKind.NGRAMS: 2, WordsKind.COLLOCATES: 3, WordsKind.KEYNESS: 3}


def checked_kind(kind: str, options: WordsOptions) -> WordsKind:
    """The kind by its name. Raises OptionError for options that make no sense."""
    if kind not in list(WordsKind):
        raise OptionError(f'There are no "{kind}" of words.', hint=f"There are: {', '.join(WordsKind)}.")
    chosen = WordsKind(kind)
    check_timeout(options.timeout)
    for name, value, low, high in (
        ("limit", options.limit, 0, MAX_LIMIT),
        ("size", options.size, MIN_SIZE, MAX_SIZE),
        ("left", options.left, 0, MAX_REACH),
        ("right", options.right, 0, MAX_REACH),
        ("min_count", 1 if options.min_count is None else options.min_count, 1, 1 << 40),
        ("min_chars", options.min_chars, 1, 100),
    ):
        if not low <= value <= high:
            raise OptionError(f"A {name} of {value} is not possible.", hint=f"Give {low:,} to {high:,}.")
    if chosen is WordsKind.COLLOCATES and not options.query.strip():
        raise OptionError("Collocates need a query.", hint="Give the word or phrase near which words are counted.")
    if options.measure not in list(WordsMeasure):
        raise OptionError(f'There is no measure "{options.measure}".', hint=f"There are: {', '.join(WordsMeasure)}.")
    items_of(options, 0)
    return chosen


def answer_words(kind: WordsKind, page: Page[WordsOptions]) -> Words:
    """See `Library.words`."""
    options, commit = page.options, page.commit
    store, engine = commit
    within = _within(engine, options.filters, options)
    text = SelectedText.of(commit, within, fold=options.fold)
    wanted = _wanted_words(text, options)
    match kind:
        case WordsKind.FREQUENCIES:
            words = _frequencies(text, wanted, options)
        case WordsKind.NGRAMS:
            words = _ngrams(text, wanted, options)
        case WordsKind.COLLOCATES:
            words = _collocates(text, wanted, options, engine)
        case WordsKind.KEYNESS:
            words = _keyness(text, within, wanted, options, commit)
    return replace(words, generation=store.generation, cursor=page.cursor(words.total))


def _frequencies(text: SelectedText, wanted: Mask, options: WordsOptions) -> Words:
    counts = text.frequencies()
    ranked = _ranked(
        counts.astype(np.float64), np.flatnonzero(wanted & (counts >= _min_count(WordsKind.FREQUENCIES, options)))
    )
    joined, words, size = _joined(text), text.vocabulary.words, text.words

    def row(number: int) -> WordRow:
        return WordRow(joined.text(words[number : number + 1]), int(counts[number]), _share(int(counts[number]), size))

    return _rows(WordsKind.FREQUENCIES, ranked, options, size, row)


def _within(engine: Engine, filters: FilterValues, options: WordsOptions) -> Narrowing:
    wanted = Filters.of(filters, options.exclude)
    return selection(engine, wanted, speech=engine.speech_coverage.attributed > 0)


def _wanted_words(text: SelectedText, options: WordsOptions) -> Mask:
    """bool[vocabulary]: the words that may stand in a row."""
    words = text.vocabulary.words
    mask = np.ones(len(words), bool)
    if options.min_chars > 1:
        mask = np.array([len(word) >= options.min_chars for word in words], bool)
    if not options.common:
        for word in common_words(text.languages()):
            number = text.vocabulary.number_of(word)
            if number is not None:
                mask[number] = False
    return mask


def _joined(text: SelectedText) -> JoinedWords:
    return JoinedWords.of(text.languages())


def _min_count(kind: WordsKind, options: WordsOptions) -> int:
    return _MIN_COUNTS[kind] if options.min_count is None else options.min_count


def _ranked(scores: F64, numbers: I64) -> I64:
    """The numbers by score, the highest first; of equals the first by letters, as words are numbered."""
    ranked: I64 = numbers[np.argsort(-scores[numbers], kind="stable")]
    return ranked


def _ngrams(text: SelectedText, wanted: Mask, options: WordsOptions) -> Words:
    most = items_of(options, _ANY_TOTAL).stop
    min_count = _min_count(WordsKind.NGRAMS, options)
    found = count_ngrams(text.column(), options.size, wanted, min_count, most)
    joined, size, words = _joined(text), text.words, text.vocabulary.words
    page = items_of(options, found.total)
    rows = [
        WordRow(joined.text([words[number] for number in row]), count, _share(count, size))
        for row, count in zip(
            found.words[page.start : page.stop].tolist(), found.counts[page.start : page.stop].tolist(), strict=True
        )
    ]
    return Words(0, WordsKind.NGRAMS, found.total, size, 0, 0, tuple(rows))


def _keyness(text: SelectedText, within: Narrowing, wanted: Mask, options: WordsOptions, commit: Current) -> Words:
    engine = commit.engine
    others = _within(engine, options.against, options) if options.against else _everywhere(within, options, engine)
    reference = SelectedText.beside(text, commit, others, fold=options.fold)
    counts, reference_counts = text.frequencies(), reference.frequencies()
    return _compared(WordsKind.KEYNESS, text, counts, reference_counts, wanted, options)


def _everywhere(within: Narrowing, options: WordsOptions, engine: Engine) -> Narrowing:
    """All texts that were not excluded, stories or notes as those selected."""
    rest = _within(engine, {}, options)
    return replace(rest, kinds=within.kinds)


def _collocates(text: SelectedText, wanted: Mask, options: WordsOptions, engine: Engine) -> Words:
    occurrences = occurrences_of(options.query, engine, text)
    near = near_words(text, occurrences, options.left, options.right)
    counts = text.frequencies()
    matches = sum(len(found.firsts) for found in occurrences)
    return _compared(
        WordsKind.COLLOCATES,
        text,
        near.near,
        counts - near.near - near.matched,
        wanted,
        options,
        matches=matches,
        totals=counts,
        sides=(near.left, near.right),
    )


def _compared(
    kind: WordsKind,
    text: SelectedText,
    counts: I64,
    reference_counts: I64,
    wanted: Mask,
    options: WordsOptions,
    *,
    matches: int = 0,
    totals: I64 | None = None,
    sides: tuple[I64, I64] | None = None,
) -> Words:
    """The words that are more frequent in one text than in the other, by the measure."""
    size, reference_size = int(counts.sum()), int(reference_counts.sum())
    cells = counts, reference_counts, size - counts, reference_size - reference_counts
    ratios = log_ratio(*cells)
    match options.measure:
        case WordsMeasure.LOG_LIKELIHOOD:
            scores = log_likelihood(*cells)
        case WordsMeasure.MI:
            scores = mutual_information(*cells)
        case WordsMeasure.LOG_DICE:
            # For keyness how often the word and the text meet, of all that either has.
            size_of_both = (size, counts + reference_counts) if totals is None else (matches, totals)
            scores = log_dice(counts, *size_of_both)
        case _:
            scores = ratios
    is_more = counts * max(1, reference_size) > reference_counts * max(1, size)
    ranked = _ranked(scores, np.flatnonzero(wanted & is_more & (counts >= _min_count(kind, options))))

    joined, words = _joined(text), text.vocabulary.words

    def row(number: int) -> WordRow:
        own, other = int(counts[number]), int(reference_counts[number])
        return WordRow(
            joined.text(words[number : number + 1]),
            own,
            _share(own, size),
            round(float(scores[number]), 4),
            round(float(ratios[number]), 4),
            other,
            _share(other, reference_size),
            *(int(side[number]) for side in sides or ()),
        )

    rows = _rows(kind, ranked, options, size, row)
    return replace(rows, reference_words=reference_size, occurrences=matches)


def _share(count: int, words: int) -> float:
    """Of 10,000 words."""
    return round(count * _PER / words, 4) if words else 0.0


def _rows(kind: WordsKind, ranked: I64, options: WordsOptions, size: int, row: Callable[[int], WordRow]) -> Words:
    page = items_of(options, len(ranked))
    rows = tuple(row(number) for number in ranked[page.start : page.stop].tolist())
    return Words(0, kind, len(ranked), size, 0, 0, rows)
