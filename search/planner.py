"""A parsed query to a plan: words to terms and stems, prose to the steps from exact to near to single words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..index.analysis import words
from ..index.errors import OptionError
from ..index.model import SceneKind
from .plan import All, Any, Condition, Everything, Expansion, ExpansionKind, Level, Part, Plan, Sequence, Tier, Without
from .plan import leaves as plan_leaves
from .results import MatchKind
from .syntax import And, Field, Fuzzy, Node, Not, Or, Phrase, PhraseMode, Query, Wildcard, Words
from .syntax.fields import FIELDS, is_value, range_of

__all__ = ["make_plan"]

# A remembered line drops or adds a word here and there; half as many again as it has, and three for short ones.
_NEAR_LEAST = 3

_SCENES = {
    "story": (SceneKind.STORY,),
    "notes": (SceneKind.PARATEXT,),
    "all": (SceneKind.STORY, SceneKind.PARATEXT),
}
_WORST_LAST = list(MatchKind)


def make_plan(query: Query, stems: Callable[[str], tuple[str, ...]], filters: Mapping[str, str] | None = None) -> Plan:
    """The plan for `query`. `stems` gives the stems that a folded word may have in the library, at least one.

    Raises OptionError for a filter by an unknown field or with a senseless value.
    """
    planner = _Planner(stems)
    extra = [planner.condition(Field(*item)) for item in _checked(filters or {})]
    if query.natural is not None:
        tiers = planner.natural(query.natural)
        extra += [planner.part(node) for node in query.fields]
    else:
        tiers = planner.structured(query.root)
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
    def __init__(self, stems: Callable[[str], tuple[str, ...]]) -> None:
        self.stems = stems
        self.scenes = "story"
        self.whole: Part | None = None

    def natural(self, text: str) -> list[Tier]:
        """Exact phrase, stemmed phrase, near in order, all words; and some of the words if there is nothing else."""
        found = words(text)
        stemmed = self._stemmed(found, text)
        exact = Sequence(tuple((word,) for word in found), Level.SURFACE, label=text, within=stemmed)
        tiers = [Tier(MatchKind.EXACT, exact), Tier(MatchKind.STEMMED, stemmed)]
        if len(found) > 1:
            slop = max(_NEAR_LEAST, len(found) // 2)
            near = Sequence(stemmed.slots, Level.STEM, slop, label=text)
            each = self._each(found)
            tiers.append(Tier(MatchKind.NEAR, near))
            tiers.append(Tier(MatchKind.WORDS, _all(each)))
            if len(each) > 1:
                tiers.append(Tier(MatchKind.WORDS, Any(tuple(each)), last_resort=True))
        return tiers

    def structured(self, root: Node) -> list[Tier]:
        part = self.whole = self.part(root)
        if isinstance(root, Phrase) and root.mode is PhraseMode.STEMMED and not root.slop:
            # A stemmed phrase that stands there letter by letter comes first, and says so.
            assert isinstance(part, Sequence)
            slots = tuple((word,) for word in words(root.text))
            exact = Sequence(slots, Level.SURFACE, label=root.text, within=part)
            return [Tier(MatchKind.EXACT, exact), Tier(MatchKind.STEMMED, part)]
        # A scene that holds the phrase of "phrase OR word" is found exactly; one that holds the word is not.
        by_kind: dict[MatchKind, list[Part]] = {}
        for choice in part.parts if isinstance(part, Any) else (part,):
            by_kind.setdefault(_worst_kind(choice), []).append(choice)
        ranked = sorted(by_kind.items(), key=lambda item: _WORST_LAST.index(item[0]))
        return [Tier(kind, choices[0] if len(choices) == 1 else Any(tuple(choices))) for kind, choices in ranked]

    def scoring(self, query: Query, tiers: list[Tier]) -> list[Sequence]:
        """A phrase counts as often as it stands in a scene, and is as rare as the scenes that hold it."""
        if query.natural is not None:
            found = words(query.natural)
            return [self._stemmed([word], word) for word in found]
        return [leaf for tier in tiers for leaf in plan_leaves(tier.part) if isinstance(leaf, Sequence)]

    def part(self, node: Node) -> Part:
        match node:
            case Words(text):
                return _all(self._each(words(text)))
            case Phrase():
                return self._phrase(node)
            case Wildcard(pattern):
                return Expansion(ExpansionKind.WILDCARD, pattern, label=pattern)
            case Fuzzy(word, edits):
                return Expansion(ExpansionKind.FUZZY, words(word)[0], edits, label=str(node))
            case Field():
                return self.condition(node)
            case And(children):
                return _all([self.part(child) for child in children])
            case Or(children):
                return Any(tuple(dict.fromkeys(self.part(child) for child in children)))
            case Not(Field("in", value)) if value != "all":
                # Scenes are one or the other, so that what is not looked at leaves the other to look at.
                return self.condition(Field("in", "story" if value == "notes" else "notes"))
            case Not(child):
                return Without(self.part(child))

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

    def _phrase(self, phrase: Phrase) -> Sequence:
        found = words(phrase.text)
        if phrase.mode is PhraseMode.STEMMED:
            return Sequence(self._stemmed(found, phrase.text).slots, Level.STEM, phrase.slop, label=phrase.text)
        slots = tuple((word,) for word in found)
        verbatim = phrase.text if phrase.mode is PhraseMode.VERBATIM and not phrase.slop else ""
        return Sequence(slots, Level.SURFACE, phrase.slop, verbatim, label=phrase.text)

    def _stemmed(self, found: list[str], label: str) -> Sequence:
        return Sequence(tuple(self.stems(word) for word in found), Level.STEM, label=label)

    def _each(self, found: list[str]) -> list[Part]:
        return [self._stemmed([word], word) for word in dict.fromkeys(found)]


def _all(parts: Iterable[Part]) -> Part:
    """All of `parts`, flat, each once."""
    flat: list[Part] = []
    for part in parts:
        flat += part.parts if isinstance(part, All) else [part]
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _content(part: Part) -> list[Sequence | Expansion]:
    return [leaf for leaf in plan_leaves(part) if not isinstance(leaf, Condition)]


def _worst_kind(part: Part) -> MatchKind:
    return max((_kind(leaf) for leaf in _content(part)), key=_WORST_LAST.index, default=MatchKind.NONE)


def _kind(leaf: Sequence | Expansion) -> MatchKind:
    """How a scene matches through this leaf."""
    if isinstance(leaf, Expansion):
        return MatchKind.FUZZY if leaf.kind is ExpansionKind.FUZZY else MatchKind.WORDS
    if leaf.slop:
        return MatchKind.NEAR
    if leaf.level is Level.SURFACE:
        return MatchKind.EXACT
    return MatchKind.STEMMED if len(leaf.slots) > 1 else MatchKind.WORDS
