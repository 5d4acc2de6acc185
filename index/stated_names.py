"""What an archivist states of the characters of a work: which names are one person's, how it is called, its gender."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from fabula.index.model import Gender

_DIGEST_BYTES = 8


class StatedName(NamedTuple):
    """One character.

    name    how it is called.
    also    its other names; "I" for a first-person narrator, "the waiter" for one whom tags call so.
    gender  UNKNOWN if nothing is stated: then the text tells.
    """

    name: str
    also: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN


class StatedNames:
    """The characters stated for one work. Names are compared without case, accents' encoding and stops of titles.

    >>> names = StatedNames([StatedName("Clarke Griffin", ("Wanheda",), Gender.FEMALE)])
    >>> names.of("WANHEDA"), names.of("Lexa")
    (0, None)
    """

    def __init__(self, general_to_special: Iterable[StatedName] = ()) -> None:
        """Of several for one name they are one; a later one's gender, and a later one's claim to a name, count."""
        found: dict[str, StatedName] = {}
        for stated in general_to_special:
            key = name_key(stated.name)
            before = found.get(key, stated)
            also = tuple(dict.fromkeys((*before.also, *stated.also)))
            found[key] = StatedName(stated.name, also, stated.gender or before.gender)
        self.characters = tuple(found.values())
        self._of: dict[str, int] = {}
        for number, stated in enumerate(self.characters):
            self._of.update(dict.fromkeys(map(name_key, stated.also), number))
        # What somebody is called is nobody else's other name.
        self._of.update({name_key(stated.name): number for number, stated in enumerate(self.characters)})

    def __bool__(self) -> bool:
        return bool(self.characters)

    def of(self, name: str) -> int | None:
        """The number of the character that has this name; None if nothing is stated of it."""
        return self._of.get(name_key(name)) if self._of else None

    def gender(self, name: str) -> str:
        """ "M" or "F" if that is stated of the bearer of this name, else ""."""
        number = self.of(name)
        return "" if number is None else self.characters[number].gender.upper()

    @property
    def digest(self) -> int:
        """Names what is stated, in 64 bits; 0 for nothing."""
        if not self.characters:
            return 0
        plain = json.dumps([(name, also, gender) for name, also, gender in self.characters])
        return int.from_bytes(blake2b(plain.encode(), digest_size=_DIGEST_BYTES).digest(), "little")


NO_NAMES = StatedNames()


def name_key(name: str) -> str:
    """A name as stated names are compared.

    >>> name_key("Mrs.  O’Brien")
    "mrs o'brien"
    """
    composed = unicodedata.normalize("NFC", name).replace(".", " ").replace("’", "'")
    return " ".join(composed.casefold().split())
