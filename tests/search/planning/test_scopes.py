"""`speaker:` and `in:` bind the parts of a query that they should, and name the kinds of scene."""

from __future__ import annotations

import pytest

from fabula.index.model import SceneKind
from fabula.search.plan import ScopeFilter, SpeechScope
from fabula.search.planning.scopes import scene_kinds, scope_groups, scope_of
from fabula.search.syntax import And, Field, Node, Not, Or, Words

STORY, NOTES = SceneKind.STORY, SceneKind.PARATEXT
CATS, DOGS, COWS = Words("cats"), Words("dogs"), Words("cows")
DIALOGUE, MARY, JOHN = Field("in", "dialogue"), Field("speaker", "Mary"), Field("speaker", "John")


def said_by(name: str, label: str, side: SpeechScope = SpeechScope.DIALOGUE) -> ScopeFilter:
    return ScopeFilter(side, (name,), label)


@pytest.mark.parametrize(
    ("nodes", "kinds"),
    [
        ([], (STORY,)),
        ([CATS, Field("title", "river"), DIALOGUE], (STORY,)),
        ([Field("in", "notes")], (NOTES,)),
        ([Field("in", "all"), CATS], (STORY, NOTES)),
        ([Not(Field("in", "story"))], (NOTES,)),
        ([Not(Field("in", "notes"))], (STORY,)),
        ([Not(Field("in", "all"))], (STORY, NOTES)),
        ([Field("in", "all"), Field("in", "notes")], (NOTES,)),
        ([And((Or((CATS, Field("in", "notes"))), DOGS)), CATS], (NOTES,)),
        ([Not(And((CATS, Field("in", "notes"))))], (NOTES,)),
    ],
)
def test_scene_kinds(nodes: list[Node], kinds: tuple[SceneKind, ...]) -> None:
    """The last `in:` counts, however deep it stands; stories are searched if there is none."""
    assert scene_kinds(nodes) == kinds


def test_scope_of_a_node() -> None:
    """NOT names the other side; a side keeps the speaker around it."""
    assert scope_of(CATS) is scope_of(Field("in", "notes")) is scope_of(Not(MARY)) is None
    assert scope_of(MARY) == said_by("mary", "speaker:Mary")
    assert scope_of(DIALOGUE) == scope_of(Not(Field("in", "narration"))) == ScopeFilter(SpeechScope.DIALOGUE)
    assert scope_of(Not(DIALOGUE)) == ScopeFilter(SpeechScope.NARRATION)
    outer = said_by("mary", "speaker:Mary")
    inner = scope_of(DIALOGUE, outer)
    assert inner == outer and inner.label == "speaker:Mary in:dialogue"


def test_scope_groups() -> None:
    """A side binds all parts; of several speakers each binds those after it, the first those before it as well."""
    assert scope_groups([CATS, DOGS], None) == [(None, (CATS, DOGS), False)]
    assert scope_groups([CATS, DIALOGUE, DOGS], None) == [(ScopeFilter(SpeechScope.DIALOGUE), (CATS, DOGS), True)]
    first, second = scope_groups([CATS, MARY, DOGS, JOHN, COWS], None)
    assert first == (said_by("mary", "speaker:Mary"), (CATS, DOGS), True)
    assert second == (said_by("john", "speaker:John"), (COWS,), True)
    (group,) = scope_groups([MARY, CATS, Field("in", "narration")], None)
    assert group.scope == said_by("mary", "", SpeechScope.NARRATION)
    assert group.scope.label == "speaker:Mary in:narration"
