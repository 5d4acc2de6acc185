"""A parsed query to a plan: words to terms and stems, prose to the steps from exact to near to single words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from fabula.index.analysis import words
from fabula.index.errors import OptionError
from fabula.index.model import SceneKind
from fabula.search.plan import (
    And as All,
)
from fabula.search.plan import (
    Condition,
    Everything,
    Expansion,
    ExpansionKind,
    HasSpeech,
    Level,
    Part,
    PhraseClause,
    Plan,
    ScopeFilter,
    SpeechScope,
    SpeechSpan,
    Tier,
    plan_leaves,
)
from fabula.search.plan import (
    Not as Without,
)
from fabula.search.plan import (
    Or as Any,
)
from fabula.search.results import MatchKind
from fabula.search.syntax import And, Field, Fuzzy, Node, Not, Or, Phrase, PhraseMode, Query, Wildcard, Words
from fabula.search.syntax.fields import FIELDS, is_value, range_of

from .scopes import layer_of, scopes

__all__ = ["make_plan"]

# A remembered line drops or adds a word here and there; half as many again as it has, and three for short ones.
_NEAR_LEAST = 3

_SCENES = {
    "story": (SceneKind.STORY,),
    "notes": (SceneKind.PARATEXT,),
    "all": (SceneKind.STORY, SceneKind.PARATEXT),
}
_WORST_LAST = list(MatchKind)


def make_plan(
    query: Query,
    stems: Callable[[str], tuple[str, ...]],
    filters: Mapping[str, str] | None = None,
    *,
    speech: bool = False,
) -> Plan:
    """The plan for `query`. `stems` gives the stems that a folded word may have in the library, at least one.

    speech  whether speech is told apart in the library, so that phrases may run over narration.

    Raises OptionError for a filter by an unknown field or with a senseless value.
    """
    planner = _Planner(stems, speech)
    added: list[Node] = [Field(*item) for item in _checked(filters)] if filters else []
    extra: list[Part] = []
    if query.natural is not None:
        (first, *others) = scopes([*query.fields, *added], None)
        planner.layer = first.layer
        tiers = planner.natural(query.natural)
        extra = [planner.part(node) for node in first.nodes]
        for scope in others:
            planner.layer = scope.layer
            extra += planner.scope(scope.nodes, named=True)
    else:
        root: Node = query.root
        if any(layer_of(node) for node in added):
            # A layer that a filter names binds the whole query.
            root, added = (
                And((root, *(node for node in added if layer_of(node)))),
                [node for node in added if not layer_of(node)],
            )
        extra = [planner.condition(node) for node in added if isinstance(node, Field)]
        tiers = planner.structured(root)
    # "in:" says which scenes are looked at; it is no condition that scenes meet.
    conditions = [part for part in extra if not isinstance(part, Everything)]
    if conditions:
        tiers = [Tier(tier.match, _all([tier.part, *conditions]), tier.last_resort) for tier in tiers]
    kinds = _SCENES[planner.scenes]
    # Each counts once, however many tiers ask for it.
    scored = dict.fromkeys(planner.scoring(query, tiers))
    # Of alternatives all that are there are marked; of the steps of a natural query, the one that was reached.
    marked = planner.whole if query.natural is None and isinstance(query.root, Or) else None
    return Plan(tuple(tiers), kinds, tuple(scored), marked)


def _checked(filters: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name, value in filters.items():
        if name not in FIELDS:
            raise OptionError(f'There is no field "{name}" to filter by.', hint=f"The fields are: {', '.join(FIELDS)}.")
        if not is_value(name, value):
            raise OptionError(
                f'"{value}" is no value for the field "{name}".',
                hint="Values look like words:>5000 and date:2015..",
            )
        yield name, value


class _Planner:
    def __init__(self, stems: Callable[[str], tuple[str, ...]], speech: bool) -> None:
        self.stems = stems
        self.speech = speech
        self.layer: ScopeFilter | None = None
        # Whether phrases may run over narration: as found, or one step after.
        self.wide = False
        self.scenes = "story"
        # The words of a natural query.
        self.prose: list[PhraseClause] = []
        self.whole: Part | None = None

    def natural(self, text: str) -> list[Tier]:
        """Exact phrase, stemmed phrase, near in order, all words; and some of the words if there is nothing else."""
        found = words(text)
        stemmed = self._stemmed(found, text)
        self.prose = self._each(found)
        slots = tuple([(word,) for word in found])
        exact = PhraseClause(slots, Level.SURFACE, label=text, superset_hint=stemmed, scope=self.layer)
        tiers = [Tier(MatchKind.EXACT, exact)]
        joined = self._joins(exact)
        if joined:
            tiers.append(Tier(MatchKind.SPEECH, _over(exact, SpeechSpan.TURN)))
        tiers.append(Tier(MatchKind.STEMMED, self._or_joined(stemmed, SpeechSpan.TURN)))
        if len(found) > 1:
            slop = max(_NEAR_LEAST, len(found) // 2)
            near = PhraseClause(stemmed.alternatives, Level.STEM, slop, label=text, scope=self.layer)
            wide = _over(stemmed, SpeechSpan.SCENE)
            tiers.append(Tier(MatchKind.NEAR, Any((near, wide)) if joined else near))
            tiers.append(Tier(MatchKind.WORDS, _all(self.prose)))
            if len(self.prose) > 1:
                tiers.append(Tier(MatchKind.WORDS, Any(tuple(self.prose)), last_resort=True))
        return tiers

    def structured(self, root: Node) -> list[Tier]:
        part = self.part(root)
        if isinstance(root, Phrase) and root.mode is PhraseMode.STEMMED and not root.slop:
            # A stemmed phrase that stands there letter by letter comes first, and says so.
            assert isinstance(part, PhraseClause)
            slots = tuple((word,) for word in words(root.text))
            exact = PhraseClause(slots, Level.SURFACE, label=part.label, superset_hint=part, scope=part.scope)
            spoken = [Tier(MatchKind.SPEECH, _over(exact, SpeechSpan.TURN))] if self._joins(exact) else []
            stemmed = Tier(MatchKind.STEMMED, self._or_joined(part, SpeechSpan.TURN))
            return [Tier(MatchKind.EXACT, exact), *spoken, stemmed]
        if isinstance(root, Phrase) and isinstance(part, PhraseClause):
            if not self._joins(part):
                return [Tier(_kind(part), part)]
            return [
                Tier(MatchKind.EXACT, part),
                Tier(MatchKind.SPEECH, _over(part, SpeechSpan.TURN)),
                Tier(MatchKind.NEAR, _over(part, SpeechSpan.SCENE), last_resort=True),
            ]
        # Where speech is not told apart no phrase reaches any further.
        self.whole = part
        choices = _choices(root, part)
        if self.speech:
            self.wide = True
            self.whole = self.part(root)
            choices = tuple(
                [
                    choice
                    for narrow, wide in zip(choices, _choices(root, self.whole), strict=True)
                    for choice in (narrow, _beyond(narrow, wide))
                ]
            )
        # A scene that holds the phrase of "phrase OR word" is found exactly; one that holds the word is not.
        by_kind: dict[MatchKind, dict[Part, None]] = {}
        for choice in choices:
            by_kind.setdefault(_worst_kind(choice), {})[choice] = None
        ranked = sorted(by_kind.items(), key=lambda item: _WORST_LAST.index(item[0]))
        tiers = [Tier(kind, next(iter(own)) if len(own) == 1 else Any(tuple(own))) for kind, own in ranked]
        if self.speech:
            lone = [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause)]
            if len(lone) == 1 and part in (lone[0], All((lone[0],))) and self._joins(lone[0]):
                # Two speeches that follow one another may be one all the same.
                tiers.append(Tier(MatchKind.NEAR, _over(lone[0], SpeechSpan.SCENE), last_resort=True))
        return tiers

    def _joins(self, phrase: PhraseClause) -> bool:
        """True if the phrase may stand in speech with narration in its midst."""
        told = phrase.scope is not None and phrase.scope.side is SpeechScope.NARRATION
        return self.speech and len(phrase.alternatives) > 1 and not phrase.slop and not phrase.verbatim and not told

    def _or_joined(self, phrase: PhraseClause, speech_span: SpeechSpan) -> Part:
        return Any((phrase, _over(phrase, speech_span))) if self._joins(phrase) else phrase

    def scope(self, nodes: Iterable[Node], *, named: bool) -> list[Part]:
        """The parts of one scope. A layer that binds no words is a condition of its own."""
        built = [self.part(node) for node in nodes]
        if named and self.layer is not None and not any(map(_content, built)):
            built.append(HasSpeech(self.layer))
        return built

    def scoring(self, query: Query, tiers: list[Tier]) -> list[PhraseClause]:
        """A phrase counts as often as it stands in a scene, and is as rare as the scenes that hold it."""
        if query.natural is not None:
            return self.prose
        # What is only looked for if there is nothing else would have to be looked for to be counted.
        tiers = [tier for tier in tiers if not tier.last_resort]
        return [leaf for tier in tiers for leaf in plan_leaves(tier.part) if isinstance(leaf, PhraseClause)]

    def part(self, node: Node) -> Part:
        match node:
            case Words(text):
                return _all(self._each(words(text)))
            case Phrase():
                return self._phrase(node)
            case Wildcard(pattern):
                return Expansion(ExpansionKind.WILDCARD, pattern, label=pattern, scope=self.layer)
            case Fuzzy(word, edits):
                return Expansion(ExpansionKind.FUZZY, words(word)[0], edits, label=str(node), scope=self.layer)
            case Field() | Not(Field("in", "dialogue" | "narration")) if layer := layer_of(node, self.layer):
                return HasSpeech(layer)
            case Field():
                return self.condition(node)
            case And(children):
                return self._conjunction(children)
            case Or(children):
                return Any(tuple(dict.fromkeys(self.part(child) for child in children)))
            case Not(Field("in", value)) if value != "all":
                # Scenes are one or the other, so that what is not looked at leaves the other to look at.
                return self.condition(Field("in", "story" if value == "notes" else "notes"))
            case Not(child):
                return self._negated(child)

    def _conjunction(self, children: tuple[Node, ...]) -> Part:
        outer, built = self.layer, list[Part]()
        for scope in scopes(children, outer):
            self.layer = scope.layer
            built += self.scope(scope.nodes, named=scope.named)
        self.layer = outer
        return _all(built)

    def _negated(self, child: Node) -> Part:
        """What is ruled out is all that the child would find."""
        before, self.wide = self.wide, True
        part = self.part(child)
        self.wide = before
        return Without(part)

    def condition(self, field: Field) -> Part:
        name, value = field.name, field.value
        if name == "in":
            self.scenes = value
            return Everything()
        if name in ("words", "date"):
            limits = range_of(name, value)
            assert limits is not None  # the parser lets no other value through
            return Condition(name, low=limits.low, high=limits.high, label=str(field))
        if name == "lang":
            return Condition(name, low=value.lower().replace("_", "-"), label=str(field))
        if name == "work":
            return Condition(name, low=value.lower(), label=str(field))
        return Condition(name, terms=tuple(words(value)), label=str(field))

    def _phrase(self, phrase: Phrase) -> Part:
        found = words(phrase.text)
        if phrase.mode is PhraseMode.STEMMED:
            own = self._stemmed(found, phrase.text, phrase.slop)
        else:
            slots = tuple((word,) for word in found)
            verbatim = phrase.text if phrase.mode is PhraseMode.VERBATIM and not phrase.slop else ""
            own = PhraseClause(slots, Level.SURFACE, phrase.slop, verbatim, label=phrase.text, scope=self.layer)
        return self._or_joined(own, SpeechSpan.TURN) if self.wide else own

    def _stemmed(self, found: list[str], label: str, slop: int = 0) -> PhraseClause:
        return PhraseClause(
            tuple([self.stems(word) for word in found]), Level.STEM, slop, label=label, scope=self.layer
        )

    def _each(self, found: list[str]) -> list[PhraseClause]:
        return [self._stemmed([word], word) for word in dict.fromkeys(found)]


def _all(parts: Sequence[Part]) -> Part:
    """All of `parts`, each of which is flat, flat and each once."""
    if len(parts) == 1:
        return parts[0]
    flat: list[Part] = []
    for part in parts:
        flat += part.parts if isinstance(part, All) else [part]
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _over(phrase: PhraseClause, speech_span: SpeechSpan) -> PhraseClause:
    """The phrase over such a break. (dataclasses.replace takes four times as long.)"""
    return PhraseClause(phrase.alternatives, phrase.level, 0, "", phrase.label, None, phrase.scope, speech_span)


def _choices(root: Node, part: Part) -> tuple[Part, ...]:
    """The parts of which any will do."""
    return part.parts if isinstance(root, Or) and isinstance(part, Any) else (part,)


def _beyond(narrow: Part, wide: Part) -> Part:
    """What `wide` finds that `narrow` does not, as far as that can be told apart."""
    both = isinstance(wide, Any) and len(wide.parts) == 2 and wide.parts[0] == narrow
    return wide.parts[1] if isinstance(wide, Any) and both else wide


def _content(part: Part) -> list[PhraseClause | Expansion]:
    return [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause | Expansion)]


def _worst_kind(part: Part) -> MatchKind:
    if isinstance(part, PhraseClause):
        return _kind(part)
    return max((_kind(leaf) for leaf in _content(part)), key=_WORST_LAST.index, default=MatchKind.NONE)


def _kind(leaf: PhraseClause | Expansion) -> MatchKind:
    """How a scene matches through this leaf."""
    if isinstance(leaf, Expansion):
        return MatchKind.FUZZY if leaf.kind is ExpansionKind.FUZZY else MatchKind.WORDS
    if leaf.speech_span:
        return MatchKind.SPEECH
    if leaf.slop:
        return MatchKind.NEAR
    if leaf.level is Level.SURFACE:
        return MatchKind.EXACT
    return MatchKind.STEMMED if len(leaf.alternatives) > 1 else MatchKind.WORDS
