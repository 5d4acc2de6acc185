"""What will an answer cost? Known from how often words occur, before anything is looked for.

The figures are processor seconds of a warm process on the machine of docs/benchmarks.md. On another machine they are
wrong by one factor for all queries, so that dear ones are still told from cheap ones;
`python -m benchmarks.stress.costs` says how well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, prod

from fabula.search.plan import (
    And,
    Condition,
    HasSpeech,
    Not,
    Nothing,
    Or,
    Part,
    Pattern,
    PhraseClause,
    Plan,
    SpeechSpan,
    plan_leaves,
)
from .protocol import Engine, LibrarySize, Request

# Any answer: to parse it, to plan it and to put it together.
_SECONDS_OF_ANY = 1.5e-3
# A hit that is shown: its scene is read, marked and cut; and each word and each phrase that is marked in it.
_SECONDS_A_HIT = 0.6e-3
_SECONDS_A_MARKED_WORD = 2e-6
_SECONDS_A_MARKED_PHRASE = 25e-6
# A word or phrase, in each segment; one of the words that a wildcard stands for; a condition on the works.
_SECONDS_A_LEAF = 0.1e-3
_SECONDS_AN_EXPANDED_WORD = 10e-6
_SECONDS_A_CONDITION = 0.5e-3
# A scene whose score is summed up, for each word; a scene that is put in order; one whose text is read.
_SECONDS_A_SCORE = 15e-9
_SECONDS_A_SCENE = 0.5e-6
_SECONDS_A_TEXT = 70e-6
# An occurrence: unpacked or counted, tried as the beginning of a phrase, and told to lie in speech or narration.
_SECONDS_A_POSITION = 3e-9
_SECONDS_A_START = 35e-9
_SECONDS_A_SPOKEN_START = 15e-9
# A wildcard or misspelt word whose words have to be looked up.
_SECONDS_AN_EXPANSION = 50e-3
# A phrase with such a word, whose words may be many: a hundred near phrases of two wildcards take 6 s.
_SECONDS_AN_UNREAD_PHRASE = 50e-3
# A word that is nowhere, for which words like it are looked up; so many of a query.
_SECONDS_AN_ABSENT_WORD = 10e-3
_MAX_EXPLAINED = 8
# A remembered line, whatever it is; and each of its words, up to as many as are aligned with as many windows.
_SECONDS_A_LINE = 40e-3
_SECONDS_A_WORD_OF_LINE = 2e-3
_MAX_WORDS_OF_LINE = 300
# Where the first word of a near phrase is so many times as common as its rarest, only its places near that are tried.
_STARTS_AN_ANCHOR = 8
# Words that go together stand side by side so many times as often as chance would have it.
_TOGETHER = 5.0


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate.

    seconds  of one processor.
    dearest  the part of the query that takes most of them, as the person typed it; "" if there is none.
    """

    seconds: float
    dearest: str = ""

    def with_unread(self, patterns: Collection[Pattern], plan: Plan) -> Cost:
        """The cost with that of looking up the words of these, and of searching for all of them."""
        if not patterns:
            return self
        leaves = {leaf for tier in plan.tiers for leaf in plan_leaves(tier.part, negated=True)}
        phrases = sum(_is_unread(leaf, patterns) for leaf in leaves)
        added = len(patterns) * _SECONDS_AN_EXPANSION + phrases * _SECONDS_AN_UNREAD_PHRASE
        dearest = self.dearest if added < self.seconds else next(iter(patterns)).label
        return Cost(self.seconds + added, dearest)


def _is_unread(leaf: PhraseClause | HasSpeech | Condition, patterns: Collection[Pattern]) -> bool:
    """True for a phrase of several words with any of the patterns."""
    return (
        isinstance(leaf, PhraseClause)
        and len(leaf.alternatives) > 1
        and any(expansion is not None and expansion.pattern in patterns for expansion in leaf.expansions)
    )


def estimate_line(text: str) -> Cost:
    """The cost of finding a remembered line."""
    words = min(_MAX_WORDS_OF_LINE, len(text.split()))
    return Cost(_SECONDS_A_LINE + words * _SECONDS_A_WORD_OF_LINE, text)


def estimate(plan: Plan, engine: Engine, request: Request) -> Cost:
    """The cost of `engine.answer(plan, request)` and of showing its hits, without doing any of it.

    0.1 ms for a query of ten words; words that were not asked for before are looked up on disk, 10 µs each.
    """
    leaves = dict.fromkeys(leaf for tier in plan.tiers for leaf in plan_leaves(tier.part, negated=True))
    found = _scenes_found(plan, engine)
    by_label: dict[str, float] = {}
    for leaf in dict.fromkeys((*leaves, *plan.scored)):
        by_label[leaf.label] = by_label.get(leaf.label, 0.0) + _search_cost(leaf, engine)
    words = sum(isinstance(leaf, PhraseClause) and leaf.is_word for leaf in leaves)
    absent = sum(isinstance(leaf, PhraseClause) and not min(_frequencies(leaf, engine)) for leaf in leaves)
    explained = min(absent, _MAX_EXPLAINED) * _SECONDS_AN_ABSENT_WORD if found < 1 else 0.0
    marks = words * _SECONDS_A_MARKED_WORD + (len(leaves) - words) * _SECONDS_A_MARKED_PHRASE
    shown = min(found, request.limit) * (_SECONDS_A_HIT + marks)
    ranked = found * (_SECONDS_A_SCENE + len(plan.scored) * _SECONDS_A_SCORE)
    dearest = max(by_label, key=by_label.__getitem__, default="")
    return Cost(_SECONDS_OF_ANY + ranked + shown + explained + sum(by_label.values()), dearest)


def _scenes_found(plan: Plan, engine: Engine) -> float:
    """How many scenes the plan matches."""
    found = sum(_scenes_with(tier.part, engine) for tier in plan.tiers if not tier.last_resort)
    if found < 1:
        found += sum(_scenes_with(tier.part, engine) for tier in plan.tiers if tier.last_resort)
    return min(found, engine.size.scenes)


def _scenes_with(part: Part, engine: Engine) -> float:
    """How many scenes match a part, if words stand near each other as often as they do in general."""
    size = engine.size
    match part:
        case PhraseClause():
            return min(size.scenes, expected_runs(_frequencies(part, engine), part.slop, size.words))
        case And(parts):
            counts = [_scenes_with(child, engine) for child in parts]
            return min(*counts, size.scenes * _TOGETHER * prod(count / max(1, size.scenes) for count in counts))
        case Or(parts):
            return min(size.scenes, sum(_scenes_with(child, engine) for child in parts))
        case Not(child):
            return size.scenes - _scenes_with(child, engine)
        case Nothing():
            return 0
    return size.scenes


def _frequencies(phrase: PhraseClause, engine: Engine) -> list[int]:
    return [engine.frequency(slot, phrase.level) for slot in phrase.alternatives]


def _search_cost(leaf: PhraseClause | HasSpeech | Condition, engine: Engine) -> float:
    """Seconds to find the scenes that have the leaf."""
    if not isinstance(leaf, PhraseClause):
        return _SECONDS_A_CONDITION
    frequencies = _frequencies(leaf, engine)
    expanded = sum(len(slot) for slot in leaf.alternatives if len(slot) > 1)
    seconds = _SECONDS_A_LEAF + expanded * _SECONDS_AN_EXPANDED_WORD
    if not min(frequencies):
        return seconds
    size, library = len(frequencies), engine.size
    if leaf.scope is not None:
        seconds += sum(frequencies) * _SECONDS_A_SPOKEN_START
    if leaf.speech_span is SpeechSpan.SCENE:
        seconds += min(frequencies) * _SECONDS_A_SPOKEN_START
    elif leaf.speech_span is SpeechSpan.TURN:
        seconds += expanded * _SECONDS_AN_EXPANDED_WORD
    elif size == 1:
        seconds += frequencies[0] * _SECONDS_A_POSITION
    elif leaf.slop:
        # A word that comes again is unpacked once.
        seconds += sum(dict(zip(leaf.alternatives, frequencies, strict=True)).values()) * _SECONDS_A_POSITION
        seconds += _starts_tried(frequencies, leaf.slop, library) * _SECONDS_A_START
    elif leaf.superset_hint is None:
        seconds += min(frequencies) * _SECONDS_A_POSITION
        seconds += _starts_tried(sorted(frequencies), 0, library) * _SECONDS_A_START
    if leaf.verbatim:
        seconds += min(library.scenes, expected_runs(frequencies, 0, library.words)) * _SECONDS_A_TEXT
    return seconds


def expected_runs(frequencies: Sequence[int], slop: int, words: int) -> float:
    """How often words of these frequencies follow one another with up to `slop` others among them, if they go together
    as words do.

    words  in the library.
    """
    if not min(frequencies):
        return 0.0
    *_, runs = _runs_by_length(float(frequencies[0]), frequencies[1:], slop, words)
    return min(runs, float(min(frequencies)))


def _runs_by_length(first: float, others: Sequence[int], slop: int, words: int) -> Iterator[float]:
    """How many of so many runs are left after the first word, and after each other one; less than one ends it.

    After n other words their average room is 1 + slop / n places: the first few may have all of the slop, a hundred
    have next to none.
    """
    yield first
    logarithms = 0.0
    for count, frequency in enumerate(others, start=1):
        logarithms += log(frequency / max(1, words) * _TOGETHER)
        left = first * exp(min(0.0, logarithms + count * log(1 + slop / count)))
        yield left
        if left < 1:
            return


def _starts_tried(frequencies: Sequence[int], slop: int, library: LibrarySize) -> float:
    """How many starts are tried in all, for each next word those that are left of the word before."""
    first, rarest = float(frequencies[0]), min(frequencies)
    if slop:
        # Only those in scenes that have each word as often as the phrase (Markov's inequality), and near the rarest.
        frequency, times = max(Counter(frequencies).items(), key=lambda item: item[1] / item[0])
        first *= min(1.0, frequency / (times * max(1, library.scenes)) if times > 1 else 1.0)
        near_rarest = rarest * max(1.0, (len(frequencies) + slop) * first / max(1, library.words))
        first = near_rarest if first > _STARTS_AN_ANCHOR * rarest else first
    return sum(_runs_by_length(first, frequencies[1:], slop, library.words))
