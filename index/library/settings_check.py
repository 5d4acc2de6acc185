"""Checks the values of `library.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fabula.index.errors import SettingsError

_MAX_NUMBER = 1_000_000
# No path is longer.
_MAX_PATTERN_CHARS = 4_096
# Titles, paths and names.
_MAX_TEXT_CHARS = 1_000


class SettingsCheck:
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

    def patterns(self, table: Mapping[str, Any], name: str, key: str, number: int = 0) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(pattern, str) and pattern for pattern in value):
            raise self.wrong(name, key, "has to be a list of patterns", f'Write {key} = ["drafts"].', number)
        if any(len(pattern) > _MAX_PATTERN_CHARS for pattern in value):
            raise self.wrong(
                name, key, f"has a pattern of more than {_MAX_PATTERN_CHARS:,} letters", "Make it shorter.", number
            )
        return tuple(value)

    def texts(self, table: Mapping[str, Any], name: str, key: str, number: int, example: str) -> tuple[str, ...]:
        """A text or a list of them, without blanks around them."""
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) and _is_text(each) for each in values):
            problem = f"has to be a text, or a list of texts, of at most {_MAX_TEXT_CHARS} letters each"
            raise self.wrong(name, key, problem, f"Write, say, {key} = {example}.", number)
        return tuple(each.strip() for each in values)


def _is_text(value: str) -> bool:
    return value.isprintable() and 0 < len(value.strip()) <= _MAX_TEXT_CHARS
