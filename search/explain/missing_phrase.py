"""Why does no scene hold a word or a phrase?

The reasons are a ladder of looser questions: the first that finds anything says what the text lacks. Every question is
asked of the whole library if the scenes that were searched cannot answer it, so that "nowhere" means nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fabula.index.analysis import words
from fabula.index.model import SceneKind
from fabula.search.engine.protocol import Engine
from fabula.search.plan import Level, Part, PhraseClause
from fabula.search.planning.contractions import contraction_of
from fabula.search.planning.spellings import spelt_apart
from fabula.search.results import Missing
from fabula.search.syntax import Phrase, phrase_words

MAX_NEAREST = 3
_ALL_KINDS = tuple(SceneKind)
# More words than any scene has.
_ANY_DISTANCE = 10_000_000

NOT_WRITTEN_SO = "it is there, but not written like this"
OTHER_FORMS = "it is there in other forms only"
TOO_FAR = "all its words are there in this order, but further apart"
OTHERS_AMONG = "all its words are there, but never in this order without others among them"
OTHER_ORDER = "all its words are there, but never in this order"


def missing_phrase(
    leaf: PhraseClause, engine: Engine, kinds: tuple[SceneKind, ...], *, is_advised: bool = True
) -> Missing:
    """Why the clause, whose scope does not matter, is in no scene of any kind.

    kinds       those that were searched.
    is_advised  whether words like those that are missing are looked for: 10 ms a word.
    """
    leaf = replace(leaf, scope=None)
    for looser, reason, nearest in _looser(leaf, engine):
        place = _place(looser, engine, kinds)
        if place is not None:
            return Missing(label_of(leaf), f"{reason}{place}", nearest)
    if len(leaf.expansions) == 1:
        letters = "".join(words(leaf.label)[:1])
        nearest = engine.nearest(letters, MAX_NEAREST) if is_advised else ()
        return Missing(label_of(leaf), "no word is like this", nearest)
    if len(leaf.alternatives) == 1:
        advice = _advice(words(leaf.label)[0], engine) if is_advised else ()
        return Missing(label_of(leaf), "this word is nowhere in the library", advice)
    return _missing_words(leaf, engine, kinds, is_advised=is_advised)


def label_of(leaf: PhraseClause) -> str:
    """The clause as the person typed it."""
    if leaf.verbatim or len(leaf.alternatives) > 1:
        return f'{"=" if leaf.verbatim else ""}"{leaf.label}"'
    return leaf.label


def _looser(leaf: PhraseClause, engine: Engine) -> Iterator[tuple[PhraseClause, str, tuple[str, ...]]]:
    """Clauses that stand wherever this one does and elsewhere, each with the reason if it does, and with advice."""
    if leaf.verbatim:
        leaf = replace(leaf, verbatim="")
        yield leaf, NOT_WRITTEN_SO, ()
    if leaf.level is Level.SURFACE and not leaf.expansions:
        forms = tuple(engine.stems_of(word) for (word,) in leaf.alternatives)
        advice = () if leaf.slop else (f'~"{leaf.label}"',)
        yield replace(leaf, alternatives=forms, level=Level.STEM), OTHER_FORMS, advice


def _missing_words(leaf: PhraseClause, engine: Engine, kinds: tuple[SceneKind, ...], *, is_advised: bool) -> Missing:
    """Why several words stand nowhere as the clause has them, and not in other forms, either."""
    label = label_of(leaf)
    slots = dict(zip(leaf.alternatives, _typed_words(leaf), strict=True))
    missing = {name: slot for slot, name in slots.items() if not _count(slot, leaf, engine, kinds)}
    absent = [name for name, slot in missing.items() if not _count(slot, leaf, engine, _ALL_KINDS)]
    if absent:
        nearest = _advice(absent[0].strip("*?"), engine) if len(absent) == 1 and is_advised else ()
        return Missing(label, f"nowhere in the library: {', '.join(absent)}", nearest)
    if missing:
        place = "notes" if kinds == (SceneKind.STORY,) else "the story"
        return Missing(label, f"only in {place}: {', '.join(missing)}")
    further = replace(leaf, slop=_ANY_DISTANCE, verbatim="", superset_hint=None)
    if engine.count(further, kinds):
        return Missing(label, TOO_FAR if leaf.slop else OTHERS_AMONG)
    return Missing(label, OTHER_ORDER)


def _advice(word: str, engine: Engine) -> tuple[str, ...]:
    """What to look for instead of a word: its contraction, how the library spells it apart, words like it."""
    advice: list[str] = []
    contraction = contraction_of(word)
    if contraction and engine.scenes_with(tuple(words(contraction))):
        advice.append(contraction)
    elif parts := spelt_apart(word, engine):
        advice.append(" ".join(parts))
    return (*advice, *engine.nearest(word, MAX_NEAREST))[:MAX_NEAREST]


def _typed_words(leaf: PhraseClause) -> list[str]:
    """The name of each position."""
    typed = [str(word) for word in phrase_words(Phrase(leaf.label))] if leaf.expansions else words(leaf.label)
    return typed if len(typed) == len(leaf.alternatives) else ["/".join(slot[:3]) for slot in leaf.alternatives]


def _count(slot: tuple[str, ...], leaf: PhraseClause, engine: Engine, kinds: tuple[SceneKind, ...]) -> int:
    return engine.count(PhraseClause((slot,), leaf.level), kinds)


def _place(part: Part, engine: Engine, kinds: tuple[SceneKind, ...]) -> str | None:
    """Where the part is found: "" in scenes of these kinds, a remark if only in others, None if nowhere."""
    if engine.count(part, kinds):
        return ""
    if len(kinds) == len(_ALL_KINDS) or not engine.count(part, _ALL_KINDS):
        return None
    return ", and only in notes" if kinds == (SceneKind.STORY,) else ", and only in the story"
