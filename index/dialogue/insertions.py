"""Cuts out narration that no mark separates from speech: "— Oui, dit-il, c'est moi."

French books have it, and older Spanish and Italian ones.
"""

from __future__ import annotations

import re

_VERBS = (
    "dis|dit|dirent|r\u00e9pondit|r\u00e9pondis|r\u00e9pond|r\u00e9pliqua|reprit|repris|demanda|demandai|demande|\u00e9cria|\u00e9criai|cria|murmura|fit|"
    "fis|ajouta|ajoutai|continua|r\u00e9p\u00e9ta|interrompit|observa|pensa|pensai|balbutia|soupira|exclama|riposta|repartit|"
    "poursuivit|d\u00e9clara|affirma|g\u00e9mit|hurla|chuchota|souffla|lan\u00e7a|grommela|b\u00e9gaya|insista|conclut|"
    "dijo|dije|respondi\u00f3|replic\u00f3|exclam\u00f3|pregunt\u00f3|contest\u00f3|murmur\u00f3|grit\u00f3|repuso|a\u00f1adi\u00f3|"
    "disse|dissi|rispose|chiese|esclam\u00f2|domand\u00f2|mormor\u00f2|grid\u00f2|replic\u00f2|soggiunse"
)
_BEFORE = r"(?:(?:me|lui|leur|nous|le|les|mi|gli)\s|(?:s|m|l)['\u2019])?"
# In a tag the verb comes first and no comma follows within it; a verb that is part of the speech is followed otherwise.
_INSERTION = re.compile(
    rf"(?<=[,;!?\u2026])\s+(?={_BEFORE}(?:{_VERBS})\b)[^,.;:!?\u2026\n]{{2,80}}(?:[,.;:!?\u2026]+\s*|\Z)"
)


def without_insertions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of the speech `text[start:end]` around verbs of saying with their subjects."""
    pieces: list[tuple[int, int]] = []
    place = start
    for match in _INSERTION.finditer(text, start, end):
        pieces.append((place, match.start()))
        place = match.end()
    return [*pieces, (place, end)]
