"""Where is a remembered line in a scene that is open for reading?"""

from __future__ import annotations

from fabula.index.analysis import words
from fabula.search.engine.protocol import Engine
from fabula.search.matching.match import locate
from fabula.search.matching.scene_terms import SceneTerms, SceneView
from fabula.search.plan import Level, PhraseClause
from fabula.search.results import Span
from .finder import align

# Words of a line that are aligned with a whole scene; its beginning says where it is.
_MAX_ALIGNED_WORDS = 60


def passage_in(text: str, engine: Engine, view: SceneView) -> tuple[Span, ...]:
    """Where the scene has the line word for word, else its most similar passage; () if there is neither."""
    query = words(text)
    if not query:
        return ()
    scene = SceneTerms.of_view(view)
    exact = locate(PhraseClause(tuple((word,) for word in query), Level.SURFACE), scene)
    if exact:
        return exact
    runs = align(query[:_MAX_ALIGNED_WORDS], engine, view)
    return (scene.span(runs[0].first, runs[-1].last),) if runs else ()
