"""Where in a scene that is being read is a remembered line?"""

from __future__ import annotations

from fabula.index.analysis import words
from fabula.search.engine.protocol import Engine
from fabula.search.matching.match import locate
from fabula.search.matching.scene_terms import SceneTerms, SceneView
from fabula.search.plan import Level, PhraseClause
from fabula.search.results import Span

from .finder import lay

__all__ = ["passage_in"]

# Words of a line that are laid on a whole scene; its beginning says where it is.
_MOST = 60


def passage_in(text: str, engine: Engine, reading: SceneView) -> tuple[Span, ...]:
    """The passages of a scene that are the line word for word, else the one that is most like it; none for neither."""
    query = words(text)
    if not query:
        return ()
    scene = SceneTerms.of_view(reading)
    exact = locate(PhraseClause(tuple((word,) for word in query), Level.SURFACE), scene)
    if exact:
        return exact
    runs = lay(query[:_MOST], engine, reading)
    return (scene.span(runs[0].first, runs[-1].last),) if runs else ()
