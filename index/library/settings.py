"""`library.toml`: the sources of a library and its settings, written by Fabula and edited by people.

What people write there stays, comments and order included. docs/operations.md describes every key.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fabula.index.errors import SettingsError
from fabula.index.folder_names import SETTINGS

__all__ = ["Settings", "SourceSetting", "parse_settings", "read_settings"]

# A source takes some 100 bytes.
_LARGEST = 16 * 1024 * 1024
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A folder, archive or file that the library is made from.

    path     as it stands in the file: printable, absolute, or relative to the library's folder.
    exclude  patterns of what is left out, relative to the source: "drafts", "*.bak". `*`, `?` and `[…]` stand for
             letters of a path, slashes included; what is below a folder that fits is left out with it.
    """

    path: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `library.toml`; None where a run's own default counts.

    reports      how many receipts are kept.
    generations  how many commits are kept that a rebuild has replaced.
    """

    sources: tuple[SourceSetting, ...] = ()
    workers: int | None = None
    timeout: float | None = None
    reports: int = 100
    generations: int = 0


def read_settings(folder: Path) -> Settings:
    """The settings of the library in `folder`; all by default where it has no such file. Raises SettingsError."""
    path = folder / SETTINGS
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(
            f"The settings in {path} cannot be read: {error.strerror or error}.", hint="Check its permissions."
        ) from error
    if len(content) > _LARGEST:
        raise SettingsError(f"The settings in {path} are larger than {_LARGEST:,} bytes.", hint="Make them smaller.")
    try:
        return parse_settings(content.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}, line {line}: this is not UTF-8.", hint="Save the file as UTF-8.") from error


def parse_settings(text: str, path: Path) -> Settings:
    """The settings in `text`, the contents of `path`. Raises SettingsError with the line and the key."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is no TOML: {error}.", hint="Mend that line.") from error
    check = _Check(text, path)
    check.keys(found, ("sources", "reading", "keep"), "")
    reading, keep = check.table(found, "reading"), check.table(found, "keep")
    check.keys(reading, ("workers", "timeout"), "reading")
    check.keys(keep, ("reports", "generations"), "keep")
    workers = check.number(reading, "reading", "workers", least=0)
    reports, generations = check.number(keep, "keep", "reports", 1), check.number(keep, "keep", "generations", 0)
    default = Settings()
    return Settings(
        sources=check.sources(found.get("sources", [])),
        workers=workers,
        timeout=check.seconds(reading, "reading", "timeout"),
        reports=default.reports if reports is None else reports,
        generations=default.generations if generations is None else generations,
    )


class _Check:
    """Looks at values, and says of a wrong one where it stands."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines = text.splitlines()
        self._path = path

    def wrong(self, table: str, key: str, problem: str, hint: str, number: int = 0) -> SettingsError:
        """`number`: which of several tables of that name it is."""
        name = ".".join(part for part in (f"{table}[{number + 1}]" if number else table, key) if part)
        return SettingsError(f"{self._path}, line {self._line(table, key, number)}: {name} {problem}.", hint=hint)

    def _line(self, table: str, key: str, number: int) -> int:
        """Where `key` is set, or else its table begins; 1 if that is written in a way that is not looked for."""
        current, count, begins = "", -1, 1
        for place, line in enumerate(self._lines, 1):
            words = line.replace('"', "").split("#")[0].strip()
            if words.startswith("["):
                current = words.strip("[] ")
                count += current == table
                if current == table and count == number:
                    begins = place
            elif "=" in words:
                named = words.partition("=")[0].strip()
                inside = current == table and (count == number or not table)
                if (inside and named == key) or (not current and named in (f"{table}.{key}", table) and table):
                    return place
        return begins

    def keys(self, table: Mapping[str, Any], known: tuple[str, ...], name: str, number: int = 0) -> None:
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, 1)
                meant = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(known)}."
                where = (name, key) if name or not isinstance(table[key], dict | list) else (key, "")
                raise self.wrong(*where, "is no setting", meant, number)

    def table(self, found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = found.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong("", name, "has to be a table", f"Write [{name}] on a line of its own, and its keys below.")
        return value

    def number(self, table: Mapping[str, Any], name: str, key: str, least: int) -> int | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) is not int or not least <= value <= _MOST:
            raise self.wrong(name, key, f"has to be a whole number, {least} or more", f"Write, say, {key} = {least}.")
        return value

    def seconds(self, table: Mapping[str, Any], name: str, key: str) -> float | None:
        value = table.get(key)
        if value is None:
            return None
        if type(value) not in (int, float) or not 0 < value < 10**9:
            raise self.wrong(name, key, "has to be a number of seconds above 0", f"Write, say, {key} = 60.")
        return float(value)

    def sources(self, found: Any) -> tuple[SourceSetting, ...]:
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong("", "sources", "has to be a table", "Write [[sources]], and path = … on the next line.")
        sources: list[SourceSetting] = []
        for number, one in enumerate(found):
            self.keys(one, ("path", "exclude"), "sources", number)
            path, exclude = one.get("path"), one.get("exclude", [])
            if not isinstance(path, str) or not path or "\0" in path:
                raise self.wrong(
                    "sources", "path", "has to name a file or folder", 'Write path = "/where/it/is".', number
                )
            if not isinstance(exclude, list) or not all(isinstance(pattern, str) and pattern for pattern in exclude):
                raise self.wrong(
                    "sources", "exclude", "has to be a list of patterns", 'Write exclude = ["drafts"].', number
                )
            normal = os.path.normpath(path)
            if any(normal == other.path for other in sources):
                raise self.wrong("sources", "path", f'names "{path}" a second time', "Delete one of the two.", number)
            sources.append(SourceSetting(normal, tuple(exclude)))
        return tuple(sources)
