"""Prose to tiers, from the exact phrase to its single words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from fabula.index.analysis import words
from fabula.search.match_kind import MatchKind
from fabula.search.plan import Level, Or, Part, PhraseClause, Plan, SpeechSpan, Tier
from fabula.search.results import ReadAs
from .clauses import across_breaks, all_of, may_be_interrupted, or_interrupted, stemmed_phrase, word_clauses
from .context import PlanningContext
from .readings import Reading, contracted_reading

# A remembered line drops or adds a word here and there: half as many as it has, and at least this many.
_MIN_NEAR_SLOP = 3


def natural_plan(text: str, context: PlanningContext, others: Sequence[Reading] = ()) -> Plan:
    """Exact phrase, stemmed phrase, near in order, all words; and some of the words if there is nothing else.

    Other readings of the text come below it: "dont" is looked for as it stands, then as "don't". Scored are the single
    words of all readings, each once (those of scripts without spaces as word_units.py has them).

    others  readings beside that of contractions without their apostrophe, which is always tried.
    """
    terms = words(text)
    readings = list({reading.terms: reading for reading in (*contracted_reading(terms), *others)}.values())
    stemmed = stemmed_phrase(terms, text, context)
    exact = _surface_phrase(terms, text, context, stemmed)
    tiers = [Tier(MatchKind.EXACT, exact)]
    if may_be_interrupted(exact, context):
        tiers.append(Tier(MatchKind.SPEECH, across_breaks(exact, SpeechSpan.TURN)))
    read_phrases = [stemmed_phrase(reading.terms, text, context) for reading in readings]
    if readings:
        as_read = [
            _surface_phrase(reading.terms, text, context, phrase)
            for reading, phrase in zip(readings, read_phrases, strict=True)
        ]
        tiers.append(Tier(MatchKind.STEMMED, _any_of([or_interrupted(phrase, context) for phrase in as_read])))
    in_a_row = [or_interrupted(phrase, context) for phrase in (stemmed, *read_phrases)]
    tiers.append(Tier(MatchKind.STEMMED, _any_of(in_a_row)))
    scored = word_clauses(text, context)
    # The terms of one word of a script without spaces, or of a reading, are not that word where they are scattered.
    if len(terms) == 1 or (len(scored) == 1 and len(scored[0].alternatives) > 1):
        scored += read_phrases
    else:
        sure = [(phrase, read) for phrase, read in zip(read_phrases, readings, strict=True) if read.is_sure]
        runs = [scored, *(word_clauses(" ".join(read.terms), context) for _, read in sure)]
        scored = list(dict.fromkeys(chain.from_iterable(runs)))
        near = [_near(phrase, context) for phrase in (stemmed, *(phrase for phrase, _ in sure))]
        tiers.append(Tier(MatchKind.NEAR, _any_of(near)))
        tiers.append(Tier(MatchKind.WORDS, _any_of([all_of(run) for run in runs])))
        if len(scored) > 1:
            tiers.append(Tier(MatchKind.WORDS, Or(tuple(scored)), last_resort=True))
    read_as: dict[ReadAs, None] = dict.fromkeys(change for reading in readings for change in reading.changes)
    return Plan(tuple(tiers), scored=tuple(dict.fromkeys(scored)), read_as=tuple(read_as))


def _surface_phrase(terms: Sequence[str], text: str, context: PlanningContext, stemmed: PhraseClause) -> PhraseClause:
    alternatives = tuple([(term,) for term in terms])
    return PhraseClause(alternatives, Level.SURFACE, label=text, superset_hint=stemmed, scope=context.scope)


def _near(stemmed: PhraseClause, context: PlanningContext) -> Part:
    """The words with others among them, or over any narration."""
    size = len(stemmed.alternatives)
    if size == 1:
        return stemmed
    slop = max(_MIN_NEAR_SLOP, size // 2)
    near = PhraseClause(stemmed.alternatives, Level.STEM, slop, label=stemmed.label, scope=context.scope)
    return Or((near, across_breaks(stemmed, SpeechSpan.SCENE))) if may_be_interrupted(stemmed, context) else near


def _any_of(parts: Sequence[Part]) -> Part:
    """The disjunction of the parts: flat, each once."""
    if len(parts) == 1:
        return parts[0]
    flat: dict[Part, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, Or) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Or(tuple(flat))
