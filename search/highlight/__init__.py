"""Which piece of the scene is shown, and how are the matches marked? Choosing apart from formatting."""

from .formats import marked_html
from .fragments import snippet
from .sentences import sentences

__all__ = ["marked_html", "sentences", "snippet"]
