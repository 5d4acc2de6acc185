"""Gives the characters of a cast the names that an archivist states, and makes one of those that are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fabula.index.stated_names import StatedNames, name_key

if TYPE_CHECKING:
    from .cast import Cast, Character


def with_stated_names(cast: Cast, names: StatedNames) -> Cast:
    """The same voices, under the stated names. Whatever found the cast, it knows nothing of them or something."""
    if not names or not cast.characters:
        return cast
    # The characters that are one, by the number of what is stated, or by their own below 0.
    groups: dict[int, list[int]] = {}
    for number, character in enumerate(cast.characters):
        stated = _stated(character, names)
        groups.setdefault(-1 - number if stated is None else stated, []).append(number)
    merged = [
        (_merged([cast.characters[number] for number in numbers], names, stated), numbers)
        for stated, numbers in groups.items()
    ]
    merged.sort(key=lambda item: -item[0].speeches)
    place_of = {number: place for place, (_, numbers) in enumerate(merged) for number in numbers}
    voices = tuple(
        tuple(voice._replace(speaker=place_of.get(voice.speaker, voice.speaker)) for voice in scene)
        for scene in cast.voices
    )
    return cast._replace(characters=tuple(character for character, _ in merged), voices=voices)


def _stated(character: Character, names: StatedNames) -> int | None:
    """What is stated of a character: of the commonest of its names of which anything is."""
    found = map(names.of, (character.name, *character.aliases))
    return next((number for number in found if number is not None), None)


def _merged(characters: list[Character], names: StatedNames, number: int) -> Character:
    first = characters[0]
    if number < 0:
        return first
    stated = names.characters[number]
    used = [name for character in characters for name in (character.name, *character.aliases)]
    return first._replace(
        name=stated.name,
        aliases=_others(stated.name, (*used, *filter(_is_name, stated.also))),
        gender=stated.gender or next((each.gender for each in characters if each.gender), first.gender),
        speeches=sum(character.speeches for character in characters),
    )


def _others(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """`names` without `name`, each once."""
    by_key = {name_key(name): name}
    for other in names:
        by_key.setdefault(name_key(other), other)
    return tuple(by_key.values())[1:]


def _is_name(name: str) -> bool:
    """False for "I" and "the waiter", which are somebody else in a work that does not use them of this character."""
    return name != "I" and not name.startswith("the ")
