"""Where does a scene end? Turns the blocks of a work into scenes, with notes and sign-offs kept apart.

`scene_breaks.py` holds the rule, `scene_gap.py` learns which blank lines break scenes, `paratext.py` recognises notes,
`cuts.py` limits lengths, `stated_scenes.py` takes the scenes that a file states, `scenes.py` puts it together.
`readers/structure/breaks.py` recognises ornaments ("* * *").
"""

from .scenes import segment

__all__ = ["segment"]
