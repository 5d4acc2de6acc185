"""A snippet made from word positions is the one made from all spans."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from fabula.search.highlight import scene_snippet, snippet
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneTerms

# Long words, so that the densest 40 words and the densest 240 letters are seldom the same.
SCENE = " ".join(f"word{number:03}." if number % 9 == 0 else f"word{number:03}" for number in range(300))


@given(st.sets(st.integers(0, 299), max_size=8))
# A neighbour of the densest matches, half of it too far before them to be shown.
@example({0, 45, 46})
def test_marks_are_matches(positions: set[int]) -> None:
    """Each mark is one of the matches, and there is one unless nothing matched."""
    shown = scene_snippet(SceneTerms.of_text(SCENE), [Run(position, position) for position in sorted(positions)])
    marked = [shown.text[start:end] for start, end in shown.highlights]
    assert set(marked) <= {f"word{position:03}" for position in positions}
    assert bool(marked) == bool(positions)


def test_a_scene_without_matches_is_shown_from_its_beginning() -> None:
    """As `snippet` does."""
    assert scene_snippet(SceneTerms.of_text(SCENE), []) == snippet(SCENE, [])
