"""The piece of a scene that a result shows, with its matches marked. Fragmenting apart from formatting."""

from .formats import marked_html
from .fragments import snippet
from .rarity import RatedLeaf, rarest_first, rarest_runs
from .scenes import scene_snippet
from .sentences import sentences

__all__ = ["RatedLeaf", "marked_html", "rarest_first", "rarest_runs", "scene_snippet", "sentences", "snippet"]
