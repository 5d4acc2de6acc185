"""Reads `library.toml`: the sources of a library and its settings, written by Fabula and edited by people.

docs/operations.md describes every key.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabula.index.codec.bounded_file import MaxBytes, read_plain
from fabula.index.errors import SettingsError
from fabula.index.folder_names import SETTINGS

_MAX_NUMBER = 1_000_000
_MAX_NAME_CHARS = 100
# No path is longer.
_MAX_PATTERN_CHARS = 4_096
_EVENTS = ("change", "failure")
_MAX_NOTIFY_SECONDS = 3_600
# Each is compared with the name of each file, and all are made one expression.
_MAX_FILES_CHARS = 65_536


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A folder, archive or file that works are read from.

    path     as it is in the file: printable, absolute, or relative to the library's folder.
    exclude  patterns of paths, relative to the source, that are left out: "drafts", "*.bak". `*`, `?` and `[…]` match
             any characters, slashes included. All below a folder that matches is left out, too.
    include  patterns of paths that are read all the same, whatever leaves them out.
    name     what answers call it; "" for the last part of the path.
    """

    path: str
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FilesSetting:
    """Names that are left out of all sources, or are not, as in a .gitignore (index/files/left_out/).

    default_exclude  the names that are no stories; None for Fabula's own list.
    """

    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    default_exclude: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NotifySetting:
    """A program that is called after runs.

    command  the program, by its absolute path or a name to be looked up in PATH, and its arguments; empty for none.
    on       "change", "failure" or both.
    timeout  seconds after which it is killed.
    """

    command: tuple[str, ...] = ()
    on: tuple[str, ...] = _EVENTS
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The content of `library.toml`; None where a run uses its own default.

    reports      how many receipts are kept.
    generations  how many commits are kept that rebuilds have replaced.
    """

    sources: tuple[SourceSetting, ...] = ()
    files: FilesSetting = FilesSetting()
    workers: int | None = None
    timeout: float | None = None
    reports: int = 100
    generations: int = 0
    notify: NotifySetting = NotifySetting()


def read_settings(folder: Path) -> Settings:
    """The settings of the library in `folder`; defaults where it has no such file. Raises SettingsError."""
    path = folder / SETTINGS
    return parse_settings(settings_text(path), path)


def settings_text(path: Path) -> str:
    """The content of the file; "" where there is none. Raises SettingsError."""
    try:
        content = read_plain(path, MaxBytes.SETTINGS, may_be_link=True)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(
            f"The settings in {path} cannot be read: {error.strerror or error}.",
            hint="Check its permissions, and that it is a small file.",
        ) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}, line {line}: this is not UTF-8.", hint="Save the file as UTF-8.") from error


def parse_settings(text: str, path: Path) -> Settings:
    """The settings in `text`, the contents of `path`. Raises SettingsError with the line and the key."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is no TOML: {error}.", hint="Mend that line.") from error
    check = _Check(text, path)
    check.keys(document, ("sources", "files", "reading", "keep", "notify"), "")
    reading, keep = check.table(document, "reading"), check.table(document, "keep")
    check.keys(reading, ("workers", "timeout"), "reading")
    check.keys(keep, ("reports", "generations"), "keep")
    workers = check.number(reading, "reading", "workers", least=0)
    reports, generations = check.number(keep, "keep", "reports", 1), check.number(keep, "keep", "generations", 0)
    default = Settings()
    return Settings(
        sources=check.sources(document.get("sources", [])),
        files=check.files(check.table(document, "files")),
        workers=workers,
        timeout=check.seconds(reading, "reading", "timeout"),
        reports=default.reports if reports is None else reports,
        generations=default.generations if generations is None else generations,
        notify=check.notify(check.table(document, "notify")),
    )


class _Check:
    """Checks values. The error of a wrong one says where it is in the file."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines = text.splitlines()
        self._path = path

    def wrong(self, table: str, key: str, problem: str, hint: str, number: int = 0) -> SettingsError:
        """`number` is the place among several tables of that name, from 0."""
        name = ".".join(part for part in (f"{table}[{number + 1}]" if number else table, key) if part)
        return SettingsError(f"{self._path}, line {self._line(table, key, number)}: {name} {problem}.", hint=hint)

    def _line(self, table: str, key: str, number: int) -> int:
        """The line that sets `key`, or else that begins its table; 1 if it is written in an unknown way."""
        current, count, table_line = "", -1, 1
        for place, line in enumerate(self._lines, 1):
            words = line.replace('"', "").split("#")[0].strip()
            if words.startswith("["):
                current = words.strip("[] ")
                count += current == table
                if current == table and count == number:
                    table_line = place
            elif "=" in words:
                name = words.partition("=")[0].strip()
                is_inside = current == table and (count == number or not table)
                if (is_inside and name == key) or (not current and name in (f"{table}.{key}", table) and table):
                    return place
        return table_line

    def keys(self, table: Mapping[str, Any], known: tuple[str, ...], name: str, number: int = 0) -> None:
        for key in table:
            if key not in known:
                from difflib import get_close_matches  # 2 ms

                near = get_close_matches(key, known, 1)
                hint = f'Did you mean "{near[0]}"?' if near else f"The settings here are {', '.join(known)}."
                where = (name, key) if name or not isinstance(table[key], dict | list) else (key, "")
                raise self.wrong(*where, "is no setting", hint, number)

    def table(self, document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = document.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong("", name, "has to be a table", f"Write [{name}] on a line of its own, and its keys below.")
        return value

    def number(self, table: Mapping[str, Any], name: str, key: str, least: int) -> int | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not int or not least <= value <= _MAX_NUMBER:
            raise self.wrong(name, key, f"has to be a whole number, {least} or more", f"Write, say, {key} = {least}.")
        return value

    def seconds(self, table: Mapping[str, Any], name: str, key: str) -> float | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) not in (int, float) or not 0 < value < 10**9:
            raise self.wrong(name, key, "has to be a number of seconds above 0", f"Write, say, {key} = 60.")
        return float(value)

    def sources(self, tables: Any) -> tuple[SourceSetting, ...]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong("", "sources", "has to be a table", "Write [[sources]], and path = … on the next line.")
        sources: list[SourceSetting] = []
        for number, table in enumerate(tables):
            self.keys(table, ("path", "name", "exclude", "include"), "sources", number)
            path = table.get("path")
            if not isinstance(path, str) or not path or "\0" in path:
                raise self.wrong(
                    "sources", "path", "has to name a file or folder", 'Write path = "/where/it/is".', number
                )
            path_key = os.path.normpath(path)
            if any(path_key == source.path for source in sources):
                raise self.wrong("sources", "path", f'names "{path}" a second time', "Delete one of the two.", number)
            exclude, include = (self.patterns(table, "sources", key, number) for key in ("exclude", "include"))
            name = self.name(table, number)
            if name and any(name == source.name for source in sources):
                raise self.wrong("sources", "name", f'is "{name}" a second time', "Choose another.", number)
            sources.append(SourceSetting(path_key, exclude, include, name))
        return tuple(sources)

    def name(self, table: Mapping[str, Any], number: int) -> str:
        value = table.get("name", "")
        is_name = isinstance(value, str) and value.isprintable() and not set(value) & {"/", "\\"}
        if "name" in table and not (is_name and 0 < len(value.strip()) <= _MAX_NAME_CHARS):
            problem = f"has to be a name of at most {_MAX_NAME_CHARS} letters without slashes"
            raise self.wrong("sources", "name", problem, 'Write, say, name = "stories".', number)
        return str(value).strip()

    def files(self, table: Mapping[str, Any]) -> FilesSetting:
        names = ("exclude", "include", "default_exclude")
        self.keys(table, names, "files")
        exclude, include, default = (self.patterns(table, "files", key) for key in names)
        if sum(map(len, (*exclude, *include, *default))) > _MAX_FILES_CHARS:
            problem = f"has patterns of more than {_MAX_FILES_CHARS:,} letters"
            raise self.wrong("files", "", problem, "Use fewer, with * in them.")
        return FilesSetting(exclude, include, default if "default_exclude" in table else None)

    def patterns(self, table: Mapping[str, Any], name: str, key: str, number: int = 0) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(pattern, str) and pattern for pattern in value):
            raise self.wrong(name, key, "has to be a list of patterns", f'Write {key} = ["drafts"].', number)
        if any(len(pattern) > _MAX_PATTERN_CHARS for pattern in value):
            raise self.wrong(
                name, key, f"has a pattern of more than {_MAX_PATTERN_CHARS:,} letters", "Make it shorter.", number
            )
        return tuple(value)

    def notify(self, table: Mapping[str, Any]) -> NotifySetting:
        self.keys(table, ("command", "on", "timeout"), "notify")
        default = NotifySetting()
        command, on = table.get("command", []), table.get("on", list(_EVENTS))
        if not isinstance(command, list) or not all(isinstance(word, str) and "\0" not in word for word in command):
            hint = 'Write command = ["/usr/bin/program", "argument"].'
            raise self.wrong("notify", "command", "has to be a list of words, the first of which is a program", hint)
        if command and not (Path(command[0]).is_absolute() or command[0] == Path(command[0]).name != ""):
            # From another folder it would be another program.
            hint = "Write its whole path, or only its name if it is in PATH."
            raise self.wrong("notify", "command", f'names a program by a part of its path, "{command[0]}"', hint)
        if not isinstance(on, list) or not on or not all(event in _EVENTS for event in on):
            raise self.wrong("notify", "on", "has to be a list of events", 'The events are "change" and "failure".')
        seconds = self.seconds(table, "notify", "timeout")
        timeout = default.timeout if seconds is None else seconds
        if timeout > _MAX_NOTIFY_SECONDS:
            problem = f"is longer than {_MAX_NOTIFY_SECONDS:,} seconds"
            raise self.wrong("notify", "timeout", problem, "Let the program start a service that takes longer.")
        return NotifySetting(tuple(command), tuple(on), timeout)
