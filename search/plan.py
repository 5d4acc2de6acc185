"""The plan that an engine evaluates: a query whose words have become terms, without its spelling.

Engines know nothing of quotes, operators or languages; parsing, highlighting and explaining know nothing of engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from fabula.index.model import SceneKind
from .match_kind import MatchKind
from .results import ReadAs


class Level(StrEnum):
    """The terms that are compared: folded words, or their stems."""

    SURFACE = "surface"
    STEM = "stem"


class SpeechScope(StrEnum):
    """The side on which words must lie: in what is said, or in what is told."""

    DIALOGUE = "dialogue"
    NARRATION = "narration"


@dataclass(frozen=True, slots=True)
class ScopeFilter:
    """The part of the text in which words must lie.

    speaker  words of a name, folded and without accents: only speech of characters with that name. () for anybody.
    label    as the person typed it.
    others   other names, of which one does as well.
    """

    side: SpeechScope
    speaker: tuple[str, ...] = ()
    label: str = field(default="", compare=False)
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of which one has to fit; () for anybody."""
        return (self.speaker, *self.others) if self.speaker else ()


class SpeechSpan(StrEnum):
    """The breaks over which a phrase runs: none; those within a turn; all between pieces of speech in a scene."""

    NONE = ""
    TURN = "turn"
    SCENE = "scene"


class PatternKind(StrEnum):
    WILDCARD = "wildcard"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What words are asked for: those that fit a wildcard, or the folded word `text` with at most some `edits`.

    label  as the person typed it.
    """

    kind: PatternKind
    text: str
    edits: int = 0
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Expansion:
    """The folded words of a library that fit a pattern.

    words   distinct; for a misspelt word those that are spelt most like it come first, the word itself before all.
    edits   by how many each differs from the pattern; 0 for all words of a wildcard.
    is_cut  True if there are more.
    """

    pattern: Pattern
    words: tuple[str, ...]
    edits: tuple[int, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Terms in order: one is a word, more are a phrase.

    alternatives   for each position the terms that may stand there: a word has a stem in each language, a pattern has
                   all words that fit it, or none.
    slop           how many other words in all may stand between them.
    verbatim       text that must stand there exactly, but for white space; "" for none.
    label          the words as the person typed them.
    superset_hint  a phrase that stands wherever this one does, and is evaluated anyway: a hint, no condition.
    scope          where all of its words must lie; None for anywhere.
    speech_span    unless it is NONE, the phrase must run over such a break, with all of its words in speech.
    expansions     of the positions that patterns were typed for; the others have None. () if there are none.
    """

    alternatives: tuple[tuple[str, ...], ...]
    level: Level
    slop: int = 0
    verbatim: str = ""
    label: str = ""
    superset_hint: PhraseClause | None = field(default=None, compare=False)
    scope: ScopeFilter | None = None
    speech_span: SpeechSpan = SpeechSpan.NONE
    expansions: tuple[Expansion | None, ...] = field(default=(), compare=False)

    @property
    def is_word(self) -> bool:
        """True for a single word that stands wherever its postings say: no text and no scope to check."""
        return len(self.alternatives) == 1 and not self.verbatim and self.scope is None

    @property
    def is_plain(self) -> bool:
        """True if it does not depend on speech."""
        return self.scope is None and not self.speech_span

    @property
    def expansion(self) -> Expansion | None:
        """What the pattern stands for, if the phrase is one pattern and takes its words in no other forms."""
        return self.expansions[0] if len(self.expansions) == 1 and self.level is Level.SURFACE else None


@dataclass(frozen=True, slots=True)
class HasSpeech:
    """The scenes that have any text in the scope."""

    scope: ScopeFilter

    @property
    def label(self) -> str:
        return self.scope.label


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the work.

    A field of words ("title"): `terms` stand in it in order. A range ("words", "date"): `low` to `high`, both
    included, "" is open. A spelling ("lang", "work"): equals `low`, or for "lang" begins with it.
    exact      one of the work's own values is this one, letter by letter, whatever the field; "" for none.
    spellings  values that stand for it as well.
    """

    field: str
    terms: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    label: str = ""
    exact: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Everything:
    """All scenes (of the plan's kinds)."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No scene."""


NOTHING = Nothing()


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The scenes that `part` does not match."""

    part: Part


Part = PhraseClause | HasSpeech | Condition | Everything | Nothing | And | Or | Not


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of an answer. A scene belongs to the first tier that matches it.

    last_resort  True if the tier is tried only if those before it match nothing at all.
    """

    match: MatchKind
    part: Part
    last_resort: bool = False


class Choice(NamedTuple):
    """The values of a work's field that are wanted: conditions, of which one has to hold."""

    field: str
    part: Part


@dataclass(frozen=True, slots=True)
class Plan:
    """Tiers, best first; `kinds` are the kinds of scene that are searched.

    scored  the terms of BM25: each word of prose, each word or phrase of a structured query.
    marked  the part that is marked in every scene; None if it is the part of the scene's tier.
    read_as  words that are looked for in other readings, too.
    chosen   values of fields that are counted, which the tiers ask for: a facet leaves out those of its own field.
    open     the tiers without all of those; () if there are none.
    """

    tiers: tuple[Tier, ...]
    kinds: tuple[SceneKind, ...] = (SceneKind.STORY,)
    scored: tuple[PhraseClause, ...] = ()
    marked: Part | None = None
    read_as: tuple[ReadAs, ...] = ()
    chosen: tuple[Choice, ...] = ()
    open: tuple[Tier, ...] = ()

    def opened(self) -> Plan:
        """The plan to evaluate: without the chosen values, which are applied to what it finds."""
        return replace(self, tiers=self.open) if self.chosen else self


def plan_leaves(part: Part, *, negated: bool = False) -> Iterator[PhraseClause | HasSpeech | Condition]:
    """The leaves of `part` that a match has, in order; those under a Not only if `negated`."""
    match part:
        case PhraseClause() | HasSpeech() | Condition():
            yield part
        case And(parts) | Or(parts):
            for child in parts:
                yield from plan_leaves(child, negated=negated)
        case Not(child) if negated:
            yield from plan_leaves(child, negated=negated)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Where a remembered line is looked for: in scenes of `kinds` that match `part`, with its words in `scope`."""

    part: Part = field(default_factory=Everything)
    scope: ScopeFilter | None = None
    kinds: tuple[SceneKind, ...] = (SceneKind.STORY,)


EVERYWHERE = Narrowing()
