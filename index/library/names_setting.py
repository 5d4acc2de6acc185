"""Reads `[[names]]` of `library.toml`: characters that are one, are called otherwise, or are a woman or a man."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fabula.index.model import Gender
from fabula.index.stated_names import name_key
from .settings_check import SettingsCheck

NAMES = "names"
KEYS = ("name", "also", "gender", "fandom", "work")


Scope = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class NamesSetting:
    """A character of some works.

    name     how it is called.
    also     its other names.
    fandoms  the works of these; `works` those with these ids, titles or paths; all works if both are empty. Never both.
    """

    name: str
    also: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    fandoms: tuple[str, ...] = ()
    works: tuple[str, ...] = ()

    @property
    def scope(self) -> Scope:
        """Equal for settings that are for the same works."""
        return scope_of(self.fandoms, self.works)


def scope_of(fandoms: Iterable[str], works: Iterable[str]) -> Scope:
    """Equal for the same fandoms and works, in whatever order and case."""
    return frozenset(map(text_key, fandoms)), frozenset(map(text_key, works))


def names_settings(check: SettingsCheck, tables: Any) -> tuple[NamesSetting, ...]:
    """The settings in `tables`. Raises SettingsError."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        hint = 'Write [[names]], with two brackets, and name = "…" on the next line.'
        raise check.wrong("", NAMES, "has to be a list of tables", hint)
    settings: list[NamesSetting] = []
    # Whose each name is, in the works of each scope.
    bearers: dict[tuple[object, str], str] = {}
    for number, table in enumerate(tables):
        check.keys(table, KEYS, NAMES, number)
        setting = _setting(check, table, number)
        for key, name in (("name", setting.name), *(("also", other) for other in setting.also)):
            bearer = bearers.setdefault((setting.scope, name_key(name)), setting.name)
            if name_key(bearer) != name_key(setting.name):
                problem = f"gives “{name}” to “{setting.name}”, and it is “{bearer}” already for the same works"
                raise check.wrong(NAMES, key, problem, "Delete it in one of the two, or make one of them.", number)
        settings.append(setting)
    return tuple(settings)


def _setting(check: SettingsCheck, table: dict[str, Any], number: int) -> NamesSetting:
    name = table.get("name")
    names = check.texts(table, NAMES, "name", number, '"Clarke Griffin"')
    if not isinstance(name, str) or not name_key(names[0]):
        raise check.wrong(NAMES, "name", "has to say how the character is called", 'Write name = "…".', number)
    also = check.texts(table, NAMES, "also", number, '["Clarke", "Wanheda"]')
    if not all(map(name_key, also)):
        raise check.wrong(NAMES, "also", "has a name without letters", "Delete it.", number)
    gender = table.get("gender", "")
    if "gender" in table and gender not in ("f", "m"):
        raise check.wrong(NAMES, "gender", 'has to be "f" or "m"', "Leave it out where it is not known.", number)
    fandoms = check.texts(table, NAMES, "fandom", number, '"The 100"')
    works = check.texts(table, NAMES, "work", number, '"The Ferry"')
    for key, values in (("fandom", fandoms), ("work", works)):
        if key in table and not values:
            raise check.wrong(NAMES, key, "is empty", "Name one, or leave it out for all works.", number)
    if fandoms and works:
        raise check.wrong(NAMES, "work", "stands beside fandom", "Keep one of the two.", number)
    return NamesSetting(names[0], also, Gender(gender), fandoms, works)


def text_key(text: str) -> str:
    """A title or fandom as it is compared: without case and surplus blanks.

    >>> text_key("The  100")
    'the 100'
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
