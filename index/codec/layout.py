"""Constants that writers and readers of segments share. docs/file-format.md explains them."""

from fabula.index.model import SceneKind

SEGMENT_KIND = "segment"
SEGMENT_VERSION = 2
COPIES_KIND = "copies"
COPIES_VERSION = 1
SPEECH_KIND = "speech"
SPEECH_VERSION = 1

# Positions between the end of a scene and the next: more than any proximity search spans, so that none crosses scenes.
GAP = 128

# The language of a term whose stem none of the segment's languages is known to give.
NO_LANGUAGE = 255

# A scene's kind is its index here.
KINDS = (SceneKind.STORY, SceneKind.PARATEXT)
