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
from .hide_setting import HIDE, hidden_ratings
from .names_setting import NamesSetting, names_settings
from .settings_check import SettingsCheck

_MAX_NAME_CHARS = 100
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

    hidden_ratings  of works that answers do not show until they are asked for.
    reports      how many receipts are kept.
    generations  how many commits are kept that rebuilds have replaced.
    """

    sources: tuple[SourceSetting, ...] = ()
    files: FilesSetting = FilesSetting()
    names: tuple[NamesSetting, ...] = ()
    hidden_ratings: tuple[str, ...] = ()
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
    check.keys(document, ("sources", "files", "names", "hide", "reading", "keep", "notify"), "")
    reading, keep = check.table(document, "reading"), check.table(document, "keep")
    check.keys(reading, ("workers", "timeout"), "reading")
    check.keys(keep, ("reports", "generations"), "keep")
    workers = check.number(reading, "reading", "workers", least=0)
    reports, generations = check.number(keep, "keep", "reports", 1), check.number(keep, "keep", "generations", 0)
    default = Settings()
    return Settings(
        sources=check.sources(document.get("sources", [])),
        files=check.files(check.table(document, "files")),
        names=names_settings(check, document.get("names", [])),
        hidden_ratings=hidden_ratings(check, check.table(document, HIDE)),
        workers=workers,
        timeout=check.seconds(reading, "reading", "timeout"),
        reports=default.reports if reports is None else reports,
        generations=default.generations if generations is None else generations,
        notify=check.notify(check.table(document, "notify")),
    )


class _Check(SettingsCheck):
    """Checks the tables of sources, files and notices."""

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
