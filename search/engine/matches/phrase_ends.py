"""Where do the occurrences of a phrase end, of which the beginnings are known?"""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.array_types import I64
from fabula.index.budget import check
from fabula.search.engine.evaluate import Evaluation
from fabula.search.matching.phrase_runs import may_skip_emoji
from fabula.search.plan import PhraseClause, SpeechSpan
from fabula.search.postings.sorted_positions import Positions, next_positions


def phrase_ends(phrase: PhraseClause, starts: I64, evaluation: Evaluation) -> I64:
    """int64[len(starts)]: the last word of each occurrence; `starts` (ascending) are those of `Evaluation.starts`."""
    size, lookup = len(phrase.alternatives), evaluation.lookup
    if size == 1:
        return starts
    if phrase.speech_span is not SpeechSpan.NONE:
        speech = lookup.view.speech
        assert speech is not None  # or there were no starts
        return speech.positions_of(speech.numbers_of(starts, phrase.speech_span) + size - 1, phrase.speech_span)
    if phrase.slop:
        lists = [lookup.posting_list(slot, phrase.level) for slot in phrase.alternatives[1:]]
        scope = phrase.scope
        others = [listed.positions() if scope is None else listed.positions_within(scope) for listed in lists]
        return nearest_ends(starts, others, size - 1 + phrase.slop, lookup.view.end)
    ends = starts + (size - 1)
    if lookup.emoji is not None and may_skip_emoji(phrase):
        return ends_over_emoji(starts, ends, lookup.emoji.positions())
    return ends


def nearest_ends(starts: I64, others: Sequence[Positions], reach: int, beyond: int) -> I64:
    """int64[len(starts)]: the last of the nearest next words after each start, all of which follow within `reach`.

    others  the positions of each next word, ascending.

    >>> nearest_ends(np.array([0, 7]), [np.array([2, 9]), np.array([3, 4, 12])], 5, 20).tolist()
    [3, 12]
    """
    ends = starts
    for positions in others:
        check()
        ends = next_positions(positions, ends, reach, beyond)
    return ends


def ends_over_emoji(starts: I64, ends: I64, emoji: Positions) -> I64:
    """int64[len(starts)]: the last word of phrases whose words stand side by side but for emoji.

    ends   int64[len(starts)]: where they end if they have no emoji. No word of the phrase is one.
    emoji  ascending.

    >>> ends_over_emoji(np.array([0, 5]), np.array([2, 7]), np.array([6, 8])).tolist()
    [2, 9]
    """
    lengths, before = ends - starts, emoji.searchsorted(starts)
    while True:
        # Emoji make room for further words, among which there may be emoji again.
        longer = starts + lengths + emoji.searchsorted(ends, side="right") - before
        if (longer == ends).all():
            return ends
        ends = longer
