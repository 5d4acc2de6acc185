"""What an engine is asked: a query after its words have become terms, without any of its spelling.

An engine needs to know nothing of quotes, operators or languages; parsing, highlighting and explaining need to know
nothing of engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from fabula.index.model import SceneKind

from .results import MatchKind

__all__ = [
    "NOTHING",
    "And",
    "Condition",
    "Everything",
    "Expansion",
    "ExpansionKind",
    "HasSpeech",
    "Level",
    "Not",
    "Nothing",
    "Or",
    "Part",
    "PhraseClause",
    "Plan",
    "ScopeFilter",
    "SpeechScope",
    "SpeechSpan",
    "Tier",
    "plan_leaves",
]


class Level(StrEnum):
    """Which terms are compared: folded words, or their stems."""

    SURFACE = "surface"
    STEM = "stem"


class SpeechScope(StrEnum):
    """Where words have to lie: in what is said, or in what is told."""

    DIALOGUE = "dialogue"
    NARRATION = "narration"


@dataclass(frozen=True, slots=True)
class ScopeFilter:
    """The words that count.

    speaker  words of a name, folded and without accents; what is said by characters with such a name. () for anybody.
    label    as the person typed it.
    """

    side: SpeechScope
    speaker: tuple[str, ...] = ()
    label: str = field(default="", compare=False)


class SpeechSpan(StrEnum):
    """Over which breaks a phrase may run: none; those within a turn; all between pieces of speech in a scene."""

    NONE = ""
    TURN = "turn"
    SCENE = "scene"


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Terms one after the other: a word if there is one, a phrase if there are more.

    alternatives   for each position the terms that may stand there, at least one (a word has a stem in each language).
    slop           how many other words, in all, may stand between them.
    verbatim       text that must stand there as written, white space aside; "" for none.
    label          the words as the person typed them.
    superset_hint  a phrase that stands wherever this one does, and is asked for anyway: a hint, no condition.
    scope          where all of its words must lie; None for anywhere.
    speech_span    where it is not NONE, the phrase must run over such a break, and all of its words lie in speech.
    """

    alternatives: tuple[tuple[str, ...], ...]
    level: Level
    slop: int = 0
    verbatim: str = ""
    label: str = ""
    superset_hint: PhraseClause | None = field(default=None, compare=False)
    scope: ScopeFilter | None = None
    speech_span: SpeechSpan = SpeechSpan.NONE

    @property
    def is_word(self) -> bool:
        """True for a single word, which is where its postings are; neither the text nor a scope need be asked."""
        return len(self.alternatives) == 1 and not self.verbatim and self.scope is None

    @property
    def is_plain(self) -> bool:
        """True where speech has no part in it."""
        return self.scope is None and not self.speech_span


class ExpansionKind(StrEnum):
    WILDCARD = "wildcard"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Any folded word that fits: a wildcard pattern, or a word and a number of edits. `scope` as for a PhraseClause."""

    kind: ExpansionKind
    pattern: str
    edits: int = 0
    label: str = ""
    scope: ScopeFilter | None = None


@dataclass(frozen=True, slots=True)
class HasSpeech:
    """The scenes that have any of what the scope looks at."""

    scope: ScopeFilter

    @property
    def label(self) -> str:
        return self.scope.label


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the work.

    A field of words ("title"): `terms` stand in it one after the other. A range ("words", "date"): `low` to `high`,
    both included, "" open. A spelling ("lang", "work"): equals `low`, or for "lang" begins with it.
    """

    field: str
    terms: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    label: str = ""


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


Part = PhraseClause | Expansion | HasSpeech | Condition | Everything | Nothing | And | Or | Not


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of an answer. A scene belongs to the first tier that matches it.

    last_resort  True if the tier is only tried when those before it match nothing at all.
    """

    match: MatchKind
    part: Part
    last_resort: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Tiers, best first; `kinds` are the scenes looked at.

    scored  what BM25 counts: each word of prose, each word or phrase of a structured query as one term.
    marked  what is marked in a scene, whatever its tier; None where it is the part of its tier.
    """

    tiers: tuple[Tier, ...]
    kinds: tuple[SceneKind, ...] = (SceneKind.STORY,)
    scored: tuple[PhraseClause, ...] = ()
    marked: Part | None = None


def plan_leaves(part: Part, *, negated: bool = False) -> Iterator[PhraseClause | Expansion | HasSpeech | Condition]:
    """The leaves of `part` that a match holds, in order; those under a Not only if `negated`."""
    match part:
        case PhraseClause() | Expansion() | HasSpeech() | Condition():
            yield part
        case And(parts) | Or(parts):
            for child in parts:
                yield from plan_leaves(child, negated=negated)
        case Not(child) if negated:
            yield from plan_leaves(child, negated=negated)
