"""Does a character have the name that a query asks for?"""

from __future__ import annotations

from fabula.index.analysis import flatten, words
from fabula.index.codec.speech import CastMember

# What pages call the first person of a story.
_NARRATOR, _FIRST_PERSON = "the narrator", "I"


def has_name(member: CastMember, name: tuple[str, ...]) -> bool:
    """True if one of the character's names has the words of `name`, folded and without accents, in order.

    Nobody is called "I": that character is "the narrator" as well, also if somebody has stated the name.
    """
    names = (member.name, *member.aliases)
    names = (*names, _NARRATOR) if _FIRST_PERSON in names else names
    return any(_is_subsequence(name, [flatten(word) for word in words(own_name)]) for own_name in names)


def _is_subsequence(wanted: tuple[str, ...], own_words: list[str]) -> bool:
    rest = iter(own_words)
    return all(word in rest for word in wanted)
