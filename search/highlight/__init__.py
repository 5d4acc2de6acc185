"""Which piece of the scene is shown, and how are the matches marked? Choosing apart from formatting."""

from .formats import marked_html
from .fragments import snippet
from .scenes import scene_snippet
from .sentences import sentences

__all__ = ["marked_html", "scene_snippet", "sentences", "snippet"]
