"""Where in a text do the matches of a query stand?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.errors import OptionError
from fabula.search.engine.evaluate import Evaluation
from fabula.search.engine.phrase_search import PhraseSearch
from fabula.search.engine.protocol import Engine
from fabula.search.match_kind import MatchKind
from fabula.search.plan import Part, PhraseClause, SpeechSpan, plan_leaves
from fabula.search.planning.planner import make_plan
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.sorted_positions import in_pieces
from fabula.search.syntax import parse
from .selected_text import SelectedText

# Prose that nowhere stands in a row stands nowhere: its single words are not what was asked for.
_IN_A_ROW = (MatchKind.EXACT, MatchKind.STEMMED, MatchKind.FUZZY)


class Occurrences(NamedTuple):
    """Matches in one segment: int64[n] each, the first position ascending, and the last, inclusive."""

    firsts: I64
    lasts: I64


def occurrences_of(query: str, engine: Engine, text: SelectedText) -> list[Occurrences]:
    """The matches that lie in the text, of each segment: exact ones, or of other forms if there are none.

    Raises QueryError, and OptionError for a query that asks for no word or phrase.
    """
    parsed = parse(query)
    plan = make_plan(parsed, engine, speech=engine.speech_coverage.attributed > 0)
    found: list[Occurrences] = [_nothing() for _ in text.views]
    is_asked = False
    for tier in plan.tiers:
        if parsed.natural is not None and tier.match not in _IN_A_ROW:
            continue
        phrases = _phrases(tier.part)
        is_asked |= bool(phrases)
        found = _found(tier.part, phrases, text)
        if any(len(occurrences.firsts) for occurrences in found):
            break
    if not is_asked:
        raise OptionError(
            "Collocates are those of a word, or of words in a row.",
            hint='Ask for a word, a "phrase" or a wildcard*, or for several of them with OR.',
        )
    return found


def _nothing() -> Occurrences:
    return Occurrences(np.empty(0, np.int64), np.empty(0, np.int64))


def _phrases(part: Part) -> list[PhraseClause]:
    """The words and phrases of a part whose ends are known from where they begin."""
    return [
        leaf
        for leaf in plan_leaves(part)
        if isinstance(leaf, PhraseClause)
        and not leaf.slop
        and leaf.speech_span is SpeechSpan.NONE
        and not leaf.verbatim
    ]


def _found(part: Part, phrases: Sequence[PhraseClause], text: SelectedText) -> list[Occurrences]:
    by_segment = []
    for view, scenes, runs in zip(text.views, text.scenes, text.runs, strict=True):
        lookup = PostingLookup(view)
        matching: Mask | None = None
        if not isinstance(part, PhraseClause):
            matching = scenes & Evaluation(lookup, {}).mask(part)
        search = PhraseSearch(lookup)
        pairs = [np.empty((0, 2), np.int64)]
        for phrase in phrases:
            starts = _starts(phrase, lookup, search)
            lasts = starts + len(phrase.alternatives) - 1
            kept = [runs.contains(piece) for piece in in_pieces(starts)]
            mask = np.concatenate([np.empty(0, bool), *kept]) & runs.contains(lasts)
            if matching is not None:
                mask &= matching[view.segment.scenes_of(starts)]
            pairs.append(np.stack([starts[mask], lasts[mask]], axis=1))
        both = np.concatenate(pairs)
        both = both[np.lexsort((both[:, 1], both[:, 0]))]
        is_new = np.ones(len(both), bool)
        is_new[1:] = (both[1:] != both[:-1]).any(axis=1)
        by_segment.append(Occurrences(both[is_new, 0], both[is_new, 1]))
    return by_segment


def _starts(phrase: PhraseClause, lookup: PostingLookup, search: PhraseSearch) -> I64:
    """Where a phrase begins; with a scope only where all of it lies in that."""
    if len(phrase.alternatives) == 1:
        starts = lookup.posting_list(phrase.alternatives[0], phrase.level).positions().astype(np.int64)
    else:
        plain = PhraseClause(phrase.alternatives, phrase.level, label=phrase.label, expansions=phrase.expansions)
        starts = search.starts(plain)
    if phrase.scope is None:
        return starts
    speech = lookup.view.speech
    return starts[:0] if speech is None else starts[speech.in_scope(phrase.scope, starts, len(phrase.alternatives))]
