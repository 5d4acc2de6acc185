"""What the settings of a library state of the characters of each work."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from hashlib import blake2b
from pathlib import PureWindowsPath

from fabula.index.files.paths import path_key
from fabula.index.model import WorkRecord
from fabula.index.stated_names import NO_NAMES, StatedName, StatedNames
from .names_setting import NamesSetting, text_key

_DIGEST_BYTES = 12


class LibraryNames:
    """See `NamesOfWorks`.

    What is stated for a work counts before what is stated for a fandom, and that before what is stated for all; of two
    for the same, the later one.
    """

    def __init__(self, settings: Iterable[NamesSetting]) -> None:
        # Sorting keeps the order of equals.
        self.settings = sorted(settings, key=lambda each: (bool(each.works), bool(each.fandoms)))
        self._of_all = [number for number, each in enumerate(self.settings) if not (each.fandoms or each.works)]
        self._of_fandom: dict[str, list[int]] = defaultdict(list)
        self._of_work: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(self.settings):
            for fandom in each.fandoms:
                self._of_fandom[text_key(fandom)].append(number)
            for work in each.works:
                self._of_work[_work_key(work)].append(number)
        # Most works have those of their fandoms only.
        self._known: dict[tuple[int, ...], StatedNames] = {(): NO_NAMES}

    @cached_property
    def digest(self) -> str:
        """Names all that is stated; "" for nothing."""
        if not self.settings:
            return ""
        plain = json.dumps([[each.name, each.also, each.gender, each.fandoms, each.works] for each in self.settings])
        return blake2b(plain.encode(), digest_size=_DIGEST_BYTES).hexdigest()

    def concerning(self, work: WorkRecord) -> tuple[int, ...]:
        """The settings that are for this work, by their places in `settings`."""
        numbers = set(self._of_all)
        for fandom in work.metadata.fandoms if self._of_fandom else ():
            numbers.update(self._of_fandom.get(text_key(fandom), ()))
        if self._of_work:
            for called in (work.id, work.title, *_tails(path_key(work.source, work.path))):
                numbers.update(self._of_work.get(_work_key(called), ()))
        return tuple(sorted(numbers))

    def of(self, work: WorkRecord) -> StatedNames:
        """What is stated of the characters of this work, as the library keeps it."""
        if not self.settings:
            return NO_NAMES
        numbers = self.concerning(work)
        names = self._known.get(numbers)
        if names is None:
            chosen = (self.settings[number] for number in numbers)
            names = StatedNames(StatedName(each.name, each.also, each.gender) for each in chosen)
            self._known[numbers] = names
        return names


def works_called(works: Iterable[WorkRecord], called: str) -> list[WorkRecord]:
    """The works with this id, title or end of a path, as a store has them; one with the id alone if there is one."""
    names = LibraryNames([NamesSetting("any", works=(called,))])
    found = [work for work in works if names.concerning(work)]
    return [work for work in found if work.id == called] or found


def _work_key(called: str) -> str:
    """An id, title or path as it is compared; the slashes of Windows are those of others."""
    return text_key(PureWindowsPath(called).as_posix() if "\\" in called else called)


def _tails(path: str) -> list[str]:
    """The path, and what it is from each of its folders on.

    >>> _tails("/a/b.txt")
    ['/a/b.txt', 'a/b.txt', 'b.txt']
    """
    return [path, *(path[place + 1 :] for place, letter in enumerate(path) if letter == "/")]
