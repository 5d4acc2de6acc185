"""Front matter: the "key: value" lines between "---" that writers of Markdown put above a text, or TOML between "+++".

Reads the part of YAML that such headers use: scalars, quoted or not, over several lines, and lists in either form.
Nothing is executed or resolved; a YAML library would have to be kept from that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from fabula.index.readers.description import Description
from .labels import LabelledValue, describe_labels


class FrontMatter(NamedTuple):
    """The description in the front matter; all of its lines, so that nothing is lost; the text after it; comments."""

    description: Description
    lines: tuple[str, ...]
    text: str
    comments: tuple[str, ...] = ()


# The longest front matter seen, with notes of several paragraphs, has 2,100.
_MAX_CHARS = 65_536
_OPENING = re.compile(r"\s*---[ \t]*\n")
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.{0,65536}?)^\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"^\s*-[ \t]+(.*)$")
_COMMENTS = re.compile(r"(?:^|[ \t])#[ \t].*$|^[^\S\n]*#.*$|^[^\S\n]*\[[^\[\]\n]*\][^\S\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\s)\s+#\s.*$")


def parse_front_matter(text: str) -> FrontMatter:
    """The front matter at the head of `text`; none, and all of `text`, if it has none."""
    if match := _TOML.match(text):
        return _parse_toml(match, text)
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter(Description(), (), text)
    closing = _CLOSING.search(text, opening.end(), opening.end() + _MAX_CHARS)
    if not closing:
        return FrontMatter(Description(), (), text)
    pairs = _parse_yaml(text[opening.end() : closing.start()].split("\n"))
    if pairs is None:
        return FrontMatter(Description(), (), text)
    return _make(pairs, text[closing.end() :], text[opening.end() : closing.start()])


def _parse_toml(match: re.Match[str], text: str) -> FrontMatter:
    try:
        table = tomllib.loads(match[1])
    except (tomllib.TOMLDecodeError, RecursionError):
        return FrontMatter(Description(), (), text)
    return _make(list(_flatten_table(table)), text[match.end() :], match[1])


def _flatten_table(table: dict[str, object]) -> Iterator[LabelledValue]:
    """The values of a table and of the tables in it ("[taxonomies]"); a list has one line for each item."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten_table(value)
        else:
            values = value if isinstance(value, list) else [value]
            yield LabelledValue(key, "\n".join(str(item) for item in values if not isinstance(item, dict | list)))


def _make(pairs: list[LabelledValue], text: str, source: str) -> FrontMatter:
    lines = tuple(f"{label}: {' '.join(value.split())}" for label, value in pairs if value)
    empty = [label for label, value in pairs if not value]
    comments = [match[0] for match in _COMMENTS.finditer(source)]
    return FrontMatter(describe_labels(pairs), lines, text.lstrip("\n"), (*comments, *empty))


def _parse_yaml(lines: list[str]) -> list[LabelledValue] | None:
    """The keys and values; None if `lines` are no front matter (a scene between two rules)."""
    pairs: list[LabelledValue] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _KEY.match(line)
        if not key:
            return None
        label, value = key[1], (key[2] or "").strip()
        quote = value[:1]
        if quote in ("'", '"') and value:
            parts = [value]
            # Each line is looked at once: whether it ends the value does not depend on those before it.
            while not _is_closed(parts[-1], quote) and index < len(lines):
                parts.append("\n" + lines[index])
                index += 1
            value = _unquote("".join(parts), quote)
        else:
            is_block = value in ("|", ">", "|-", ">-", "")
            continuation: list[str] = []
            while index < len(lines) and (lines[index][:1] in (" ", "\t", "-") or (is_block and not lines[index])):
                continuation.append(lines[index])
                index += 1
            value = _value("" if is_block else value, continuation)
        pairs.append(LabelledValue(label, value))
    return pairs


def _is_closed(value: str, quote: str) -> bool:
    body = _COMMENT.sub("", value).rstrip()
    return len(body) > 1 and body.endswith(quote) and not body.endswith("\\" + quote)


def _unquote(value: str, quote: str) -> str:
    value = _COMMENT.sub("", value).strip() if not _is_closed(value.rstrip(), quote) else value.rstrip()
    end = value.rfind(quote)
    body = value[1 : end if end > 0 else None]
    return body.replace("\\" + quote, quote).replace("\\\\", "\\") if quote == '"' else body.replace("''", "'")


def _value(value: str, continuation: list[str]) -> str:
    items = [match[1] for line in continuation if (match := _ITEM.match(line))]
    if items and not value:
        return "\n".join(_scalar(item) for item in items)
    value = _COMMENT.sub("", " ".join([value, *(line.strip() for line in continuation)])).strip()
    if value.startswith("[") and value.endswith("]"):
        return "\n".join(_scalar(item) for item in re.findall(r"\"[^\"]*\"|'[^']*'|[^,]+", value[1:-1]) if item.strip())
    return value


def _scalar(item: str) -> str:
    item = _COMMENT.sub("", item).strip()
    return item[1:-1] if len(item) > 1 and item[0] == item[-1] and item[0] in "\"'" else item
