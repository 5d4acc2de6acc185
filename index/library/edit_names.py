"""Changes `[[names]]` in `library.toml`: merges, renames, states a gender, or forgets what was stated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fabula.index.errors import OptionError
from fabula.index.folder_names import INDEX
from fabula.index.model import Gender
from fabula.index.stated_names import name_key
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.lock import WriteLock
from .edit_settings import edited_settings
from .names_setting import NAMES, NamesSetting, scope_of
from .settings import read_settings

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


class NameEdit(Enum):
    """What happens to `NameChange.name`: `other` is merged into it; it is called `other`; `other` is its gender, "" for
    none stated; nothing is stated of it any more.
    """

    MERGE = auto()
    RENAME = auto()
    GENDER = auto()
    FORGET = auto()


class NameChange(NamedTuple):
    """One change."""

    edit: NameEdit
    name: str
    other: str = ""


class NamesScope(NamedTuple):
    """The works that are meant: those of these fandoms, or these works; all if both are empty."""

    fandoms: tuple[str, ...] = ()
    works: tuple[str, ...] = ()


def change_names(
    folder: Path, scope: NamesScope, changes: Iterable[NameChange], comment: str = ""
) -> tuple[NamesSetting, ...]:
    """Write the changes to the settings of the library in `folder`, durably and in one step.

    comment  is written beside the works of a new table: an id says little to people.

    Returns what is stated then.

    Raises LibraryBusy while another writes, SettingsError, OptionError if there is nothing to forget, LibraryFull.
    """
    with disk_errors(folder):
        lock = WriteLock.acquire(folder / INDEX)
        try:
            before = read_settings(folder).names
            after = list(before)
            for change in changes:
                after = _changed(after, scope, change)
            with edited_settings(folder) as document:
                _write(document, before, after, comment if comment.isprintable() else "")
            return read_settings(folder).names
        finally:
            lock.release()


def _changed(settings: Sequence[NamesSetting], scope: NamesScope, change: NameChange) -> list[NamesSetting]:
    """The settings after one change, those that stay at their places."""
    settings = list(settings)
    number = _bearer(settings, scope, change.name)
    if change.edit is NameEdit.FORGET:
        if number is None:
            raise OptionError(
                f"Nothing is stated of “{change.name}” for these works.", hint="`fabula names` lists what is stated."
            )
        del settings[number]
        return settings
    if change.edit is NameEdit.GENDER:
        return _with(settings, scope, change.name, number, Gender(change.other))
    kept, gone = (change.name, change.other) if change.edit is NameEdit.MERGE else (change.other, change.name)
    return _merged(settings, scope, kept, gone, renames=change.edit is NameEdit.RENAME)


def _with(
    settings: list[NamesSetting], scope: NamesScope, name: str, number: int | None, gender: Gender
) -> list[NamesSetting]:
    if number is None:
        return [*settings, NamesSetting(name, (), gender, scope.fandoms, scope.works)]
    settings[number] = replace(settings[number], gender=gender)
    return settings


def _merged(
    settings: list[NamesSetting], scope: NamesScope, kept: str, gone: str, *, renames: bool
) -> list[NamesSetting]:
    """Make one of two names; with `renames` it is called `kept`, else as the bearer of `kept` is called already."""
    first, second = _bearer(settings, scope, kept), _bearer(settings, scope, gone)
    places = [place for place in dict.fromkeys((first, second)) if place is not None]
    parts = [settings[place] for place in places]
    name = kept if renames or first is None else settings[first].name
    others = dict.fromkeys(each for part in parts for each in (part.name, *part.also))
    by_key = {name_key(other): other for other in (*others, kept, gone) if name_key(other) != name_key(name)}
    gender = next((part.gender for part in parts if part.gender), Gender.UNKNOWN)
    merged = NamesSetting(name, tuple(by_key.values()), gender, scope.fandoms, scope.works)
    if not places:
        return [*settings, merged]
    settings[places[0]] = merged
    return [setting for place, setting in enumerate(settings) if place not in places[1:]]


def _bearer(settings: Sequence[NamesSetting], scope: NamesScope, name: str) -> int | None:
    """The place of the setting for just these works that has this name."""
    wanted, key = scope_of(*scope), name_key(name)
    for place, setting in enumerate(settings):
        if setting.scope == wanted and key in map(name_key, (setting.name, *setting.also)):
            return place
    return None


def _write(document: TOMLDocument, before: Sequence[NamesSetting], after: Sequence[NamesSetting], comment: str) -> None:
    """Change the tables that differ, and leave all others with their comments as they are."""
    import tomlkit
    from tomlkit.items import AoT

    tables: Any = document.get(NAMES)
    if tables is None:
        tables = tomlkit.aot()
    is_inline = not isinstance(tables, AoT)
    left = list(after)
    for place in reversed(range(len(before))):
        if before[place] in left:
            left.remove(before[place])
            continue
        # What became of it has one of its names, and is for the same works.
        heir = next((each for each in left if _is_heir(each, before[place]) and each not in before), None)
        if heir is None:
            del tables[place]
        else:
            left.remove(heir)
            _fill(tables[place], heir)
    for setting in left:
        table = tomlkit.inline_table() if is_inline else tomlkit.table()
        _fill(table, setting)
        if comment and setting.works and not is_inline:
            table["work"].comment(comment)
        if not (is_inline or tomlkit.dumps(document).endswith("\n\n")):
            # An empty line, for people.
            (tables[-1] if len(tables) else document).add(tomlkit.nl())
        tables.append(table)
    if not len(tables):
        document.pop(NAMES, None)
    elif NAMES not in document:
        document[NAMES] = tables


def _is_heir(setting: NamesSetting, before: NamesSetting) -> bool:
    return setting.scope == before.scope and name_key(before.name) in map(name_key, (setting.name, *setting.also))


def _fill(table: Any, setting: NamesSetting) -> None:
    """Write the keys that differ."""
    values: dict[str, Any] = {
        "fandom": _one_or_list(setting.fandoms),
        "work": _one_or_list(setting.works),
        "name": setting.name,
        "also": list(setting.also),
        "gender": setting.gender.value,
    }
    for key, value in values.items():
        if not value:
            table.pop(key, None)
        elif key not in table or table[key] not in (value, [value]):
            table[key] = value


def _one_or_list(texts: Sequence[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)
